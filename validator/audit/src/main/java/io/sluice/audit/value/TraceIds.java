package io.sluice.audit.value;

import io.sluice.contract.Contract;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Compares the trace ID of a row with the trace ID of its record.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">traceparent</a>
 */
final class TraceIds {

  static final String COLUMN = "_trace_id";

  private static final Pattern TRACEPARENT =
      Pattern.compile(
          "[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}.*",
          Pattern.DOTALL);

  private TraceIds() {}

  /**
   * Whether the trace IDs match.
   *
   * @param contract the current contract; it applies to rows with its rules version
   */
  static boolean isSame(ConsumerRecord<byte[], byte[]> record, Record row, Contract contract) {
    boolean asked =
        contract.table().traceId()
            && contract.rulesVersion().equals(row.getField("_rules_version"));
    Object told = row.struct().field(COLUMN) == null ? null : row.getField(COLUMN);
    return (told == null && !asked) || Objects.equals(told, of(record));
  }

  static @Nullable String of(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader("traceparent");
    if (header == null || header.value() == null) {
      return null;
    }
    Matcher matcher = TRACEPARENT.matcher(new String(header.value(), StandardCharsets.UTF_8));
    return matcher.matches() ? matcher.group(1) : null;
  }
}
