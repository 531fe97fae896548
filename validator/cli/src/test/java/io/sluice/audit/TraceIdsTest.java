package io.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TraceIdsTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private static Record row(@Nullable String trace) {
    Record row =
        GenericRecord.create(
            new Schema(Types.NestedField.optional(1, TraceIds.COLUMN, Types.StringType.get())));
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
    String told = "00-" + TRACE + "-00f067aa0ba902b7-01";
    assertThat(TraceIds.isSame(record(told), row(TRACE))).isTrue();
    assertThat(TraceIds.isSame(record(told), row(null))).as("the contract asks for none").isTrue();
    assertThat(TraceIds.isSame(record(told), row(TRACE.replace('4', '5')))).isFalse();
    assertThat(TraceIds.isSame(record(null), row(TRACE))).isFalse();
    assertThat(TraceIds.isSame(record("00-" + TRACE), row(TRACE))).isFalse();
  }
}
