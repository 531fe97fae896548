package io.sluice.audit;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Whether a row tells the trace that its record tells.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">traceparent</a>
 */
final class TraceIds {

  static final String COLUMN = "_trace_id";

  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}.*");

  private TraceIds() {}

  /** A row that tells none is right too: not every contract asks for it. */
  static boolean isSame(ConsumerRecord<byte[], byte[]> record, Record row) {
    Object told = row.struct().field(COLUMN) == null ? null : row.getField(COLUMN);
    if (told == null) {
      return true;
    }
    Header header = record.headers().lastHeader("traceparent");
    if (header == null || header.value() == null) {
      return false;
    }
    Matcher matcher = TRACEPARENT.matcher(new String(header.value(), StandardCharsets.UTF_8));
    return matcher.matches() && matcher.group(1).equals(told);
  }
}
