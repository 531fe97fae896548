package io.sluice.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Contract;
import io.sluice.contract.TestContract;
import io.sluice.fault.Code;
import io.sluice.fault.Fault;
import io.sluice.limit.Limits;
import io.sluice.raw.InMemoryRecord;
import io.sluice.row.Tables;
import io.sluice.schema.Lookup;
import io.sluice.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A defect of Sluice makes a dead letter of the record that brings it out, not a failed job. */
class InternalErrorTest {

  private static Verdict check(InstantSource clock) {
    Contract contract =
        TestContract.parse(
            """
                apiVersion: sluice/v1alpha1
                kind: Contract
                name: orders
                owner: team
                source: { topics: [orders] }
                value: { format: json }
                table: { name: shop.orders }
                """);
    byte[] value = "{}".getBytes(StandardCharsets.UTF_8);
    return new TopicChecker(
            List.of(contract),
            null,
            (ref, readAt) -> new Lookup.Unknown(),
            Tables.ANY,
            Limits.DEFAULT,
            clock)
        .check(new InMemoryRecord("orders", 0, 0, 0, null, value, List.of()));
  }

  private static Fault fault(InstantSource clock) {
    Verdict verdict = check(clock);
    assertThat(verdict).isInstanceOf(Verdict.Dead.class);
    return ((Verdict.Dead) verdict).faults().first();
  }

  @Test
  void anExceptionIsTold() {
    Fault fault =
        fault(
            () -> {
              throw new IllegalStateException("with data of the record");
            });
    assertThat(fault.code()).isEqualTo(Code.INTERNAL_ERROR.label());
    assertThat(fault.message())
        .isEqualTo(
            "Sluice failed on this record with an internal error"
                + " (java.lang.IllegalStateException); please report it");
  }

  @Test
  void soIsAnOverflowOfTheStack() {
    Fault fault =
        fault(
            () -> {
              throw new StackOverflowError();
            });
    assertThat(fault.code()).isEqualTo(Code.INTERNAL_ERROR.label());
    assertThat(fault.message()).contains("java.lang.StackOverflowError");
  }

  @Test
  void withoutADefectTheRecordIsStored() {
    assertThat(check(Clock.systemUTC())).isInstanceOf(Verdict.Stored.class);
  }
}
