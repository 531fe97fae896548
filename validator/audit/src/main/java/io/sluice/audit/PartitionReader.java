package io.sluice.audit;

import io.sluice.audit.kafka.KafkaReader;
import io.sluice.audit.kafka.KafkaReader.Span;
import io.sluice.audit.value.RecordReader;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.iceberg.Table;

/** Reads the records of partitions, one partition at a time. For one thread at a time. */
final class PartitionReader implements AutoCloseable {

  private final KafkaReader kafka;
  private final RecordReader decoder;
  private final ValueRecheck recheck;
  private final BooleanSupplier isTimeOver;
  private final AuditProgress progress;

  /**
   * @param kafka is closed with this
   */
  PartitionReader(
      KafkaReader kafka,
      RecordReader decoder,
      ValueRecheck recheck,
      BooleanSupplier isTimeOver,
      AuditProgress progress) {
    this.kafka = kafka;
    this.decoder = decoder;
    this.recheck = recheck;
    this.isTimeOver = isTimeOver;
    this.progress = progress;
  }

  /** Decodes the records that this reads. */
  RecordReader decoder() {
    return decoder;
  }

  /**
   * Hands every record of a partition to its audit.
   *
   * @return false where the time was over before
   */
  boolean read(SourceTopic topic, PartitionPlaces places, PartitionAudit audit) {
    int partition = places.partition();
    Span range = new Span(places.range().from(), places.range().to());
    String what = "records of " + topic.name() + "/" + partition;
    return kafka.read(
        topic.name(),
        Map.of(partition, range),
        isTimeOver,
        batch -> {
          batch.forEach(audit::verify);
          progress.at(what, audit.counts().source, range.to() - range.from());
        },
        (number, span) -> {
          places.lose(span);
          audit.lose(span);
        });
  }

  /** Reads the records again whose rows do not hold what they must by their sums. */
  void recheck(SourceTopic topic, PartitionPlaces places, Map<String, Table> tables) {
    tables.forEach((name, table) -> recheck.check(topic, places, name, table));
  }

  @Override
  public void close() {
    kafka.close();
  }
}
