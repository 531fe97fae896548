package io.sluice.audit.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Contract;
import io.sluice.contract.ContractParser;
import io.sluice.contract.ExpressionSyntax;
import io.sluice.failure.Problems;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TraceIdsTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String OTHER = "5bf92f3577b34da6a3ce929d0e0e4736";

  private static Contract contract(boolean traced) {
    Problems problems = new Problems();
    Contract contract =
        new ContractParser(problems, ExpressionSyntax.UNCHECKED)
            .parse(
                "a.yaml",
                "{apiVersion: sluice/v1alpha1, kind: Contract, name: a, owner: o, source: {topics:"
                    + " [a]}, table: {name: s.a, traceId: "
                    + traced
                    + "}}",
                name -> "");
    problems.throwIfAny();
    return Objects.requireNonNull(contract);
  }

  private static Record row(String rulesVersion, @Nullable String trace) {
    Record row =
        GenericRecord.create(
            new Schema(
                Types.NestedField.required(1, "_rules_version", Types.StringType.get()),
                Types.NestedField.optional(2, TraceIds.COLUMN, Types.StringType.get())));
    row.setField("_rules_version", rulesVersion);
    row.setField(TraceIds.COLUMN, trace);
    return row;
  }

  private static ConsumerRecord<byte[], byte[]> record(@Nullable String traceparent) {
    ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("a", 0, 0, null, null);
    if (traceparent != null) {
      record.headers().add("traceparent", traceparent.getBytes(StandardCharsets.UTF_8));
    }
    return record;
  }

  @Test
  void aRowMustNotTellAnotherTrace() {
    Contract contract = contract(true);
    String version = contract.rulesVersion();
    for (String told :
        List.of(
            "00-" + TRACE + "-00f067aa0ba902b7-01", "cc-" + TRACE + "-00f067aa0ba902b7-01-\n")) {
      assertThat(TraceIds.isSame(record(told), row(version, TRACE), contract)).isTrue();
      assertThat(TraceIds.isSame(record(told), row(version, OTHER), contract)).isFalse();
      assertThat(TraceIds.isSame(record(told), row(version, null), contract)).isFalse();
    }
    assertThat(TraceIds.isSame(record(null), row(version, TRACE), contract)).isFalse();
    assertThat(TraceIds.isSame(record("00-" + TRACE), row(version, TRACE), contract)).isFalse();
    assertThat(TraceIds.isSame(record(null), row(version, null), contract)).isTrue();
  }

  @Test
  void aRowNeedNotTellItsTraceWhereTheContractDidNotAsk() {
    String told = "00-" + TRACE + "-00f067aa0ba902b7-01";
    Contract now = contract(true);
    assertThat(TraceIds.isSame(record(told), row("before", null), now)).isTrue();
    Contract never = contract(false);
    assertThat(TraceIds.isSame(record(told), row(never.rulesVersion(), null), never)).isTrue();
  }
}
