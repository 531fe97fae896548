package io.sluice.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Contract;
import io.sluice.contract.TestContract;
import io.sluice.fault.Fault;
import io.sluice.limit.Limits;
import io.sluice.raw.InMemoryRecord;
import io.sluice.row.Tables;
import io.sluice.schema.Lookup;
import io.sluice.verdict.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records of a contract whose values are JSON without a registry. */
class FramedJsonTest {

  private static Verdict check(byte[] value) {
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
    return new TopicChecker(
            List.of(contract),
            null,
            (ref, readAt) -> new Lookup.Unknown(),
            Tables.ANY,
            Limits.DEFAULT,
            Clock.systemUTC())
        .check(new InMemoryRecord("orders", 0, 0, 0, null, value, List.of()));
  }

  @Test
  void aFrameBeforeTheJsonIsTold() {
    byte[] json = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    Verdict verdict =
        check(ByteBuffer.allocate(5 + json.length).put((byte) 0).putInt(1).put(json).array());
    Fault fault = ((Verdict.Dead) verdict).faults().first();
    assertThat(fault.code()).isEqualTo("bad_json");
    assertThat(fault.message())
        .contains("the value starts with a registry wire-format header (schema id:1)")
        .contains("remove 'format' from the contract's 'value'");
  }

  @Test
  void aNumberThatADoubleWritesIsStored() {
    assertThat(check("{\"count\": 6.02e23}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Verdict.Stored.class);
  }
}
