package io.sluice.audit;

import io.sluice.audit.value.RecordReader;
import io.sluice.kafka.OffsetSpan;
import io.sluice.kafka.TopicReader;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.iceberg.Table;

/** Reads the records of partitions, one partition at a time. Not thread-safe. */
final class PartitionReader implements AutoCloseable {

  private final TopicReader reader;
  private final RecordReader decoder;
  private final ValueRecheck recheck;
  private final BooleanSupplier isTimeOver;
  private final AuditProgress progress;

  /**
   * Prepares a reader.
   *
   * @param reader closed together with this
   */
  PartitionReader(
      TopicReader reader,
      RecordReader decoder,
      ValueRecheck recheck,
      BooleanSupplier isTimeOver,
      AuditProgress progress) {
    this.reader = reader;
    this.decoder = decoder;
    this.recheck = recheck;
    this.isTimeOver = isTimeOver;
    this.progress = progress;
  }

  /** The decoder for the records. */
  RecordReader decoder() {
    return decoder;
  }

  /**
   * Passes every record of a partition to its audit.
   *
   * @return false if the time limit was reached
   */
  boolean read(SourceTopic topic, PartitionPlaces places, PartitionAudit audit) {
    int partition = places.partition();
    OffsetSpan range = new OffsetSpan(places.range().from(), places.range().to());
    String what = "records of " + topic.name() + "/" + partition;
    reader.start(
        topic.name(),
        Map.of(partition, range),
        (number, span) -> {
          places.lose(span);
          audit.lose(span);
        });
    while (!reader.isDone()) {
      if (isTimeOver.getAsBoolean()) {
        return false;
      }
      reader.next().forEach(audit::verify);
      progress.at(what, audit.counts().source, range.length());
    }
    return true;
  }

  /** Reads records again if the sums of their rows differ from the expected sums. */
  void recheck(SourceTopic topic, PartitionPlaces places, Map<String, Table> tables) {
    tables.forEach((name, table) -> recheck.check(topic, places, name, table));
  }

  @Override
  public void close() {
    reader.close();
  }
}
