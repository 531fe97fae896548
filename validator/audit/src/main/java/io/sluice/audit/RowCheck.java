package io.sluice.audit;

import io.sluice.audit.report.Finding.Kind;
import io.sluice.audit.report.Findings;
import io.sluice.audit.row.AuditRow;
import io.sluice.offset.Coordinates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks the rows of one file: the records that they belong to, and whether their audit columns can
 * be true. Checks that need the record itself come later.
 */
final class RowCheck implements Consumer<AuditRow> {

  private record Repaired(PartitionPlaces places, long offset) {}

  private final TableScan.Context context;
  private final RowPartitions partitions;
  private final RowNotices notices = new RowNotices();
  private final RowClaims claims;
  private final List<Repaired> repaired = new ArrayList<>();

  /**
   * Prepares the check of a file.
   *
   * @param committed when the file was committed
   */
  RowCheck(TableScan.Context context, Instant committed) {
    this.context = context;
    this.partitions = new RowPartitions(context);
    this.claims = new RowClaims(context, committed, notices);
  }

  @Override
  public void accept(AuditRow row) {
    String topic = row.topic();
    long offset = row.offset();
    if (topic == null || row.partition() == AuditRow.ABSENT || offset == AuditRow.ABSENT) {
      notices.add(
          Kind.STRAY,
          new Coordinates("" + topic, -1, -1),
          "a row does not identify its source record");
      return;
    }
    int number = number(row.partition());
    Coordinates at = new Coordinates(topic, number, offset);
    String id = row.topicId();
    RowPartition partition = partitions.of(topic, id, number);
    SourceTopic source = partition.topic();
    if (source == null) {
      notices.add(Kind.STRAY, at, unknownTopic(id));
      return;
    }
    if (id == null && context.requiresTopicId()) {
      notices.add(Kind.ALTERED, at, "column _kafka_topic_id is null");
    }
    if (isPlaced(source, partition, at)) {
      add(partition, row, offset);
      noteOrigin(row);
      if (source.isDeclared() && partition.isCertain()) {
        claims.check(source, partition, row, at);
      }
    }
  }

  private static int number(long partition) {
    return Math.toIntExact(Math.min(partition, Integer.MAX_VALUE));
  }

  private static String unknownTopic(@Nullable String id) {
    return id == null
        ? "no contract reads the row's topic, and the table has no mark for it"
        : "the table has never read the row's topic (ID " + id + ")";
  }

  private boolean isPlaced(SourceTopic topic, RowPartition partition, Coordinates at) {
    PartitionPlaces places = partition.places();
    if (places == null || at.offset() < 0) {
      notices.add(Kind.STRAY, at, "the source topic has no such partition or offset");
      return false;
    }
    if (at.offset() >= partition.mark()) {
      notices.add(
          Kind.MARKS,
          at,
          "the row's offset is not below the table's mark for the partition, " + partition.mark());
    }
    long end = places.range().end();
    if (topic.exists() && partition.isCertain() && at.offset() >= end) {
      notices.add(Kind.STRAY, at, "the topic ends at offset " + end + ", before the row's offset");
      return false;
    }
    checkLimit(topic, partition, at);
    return true;
  }

  private void checkLimit(SourceTopic topic, RowPartition partition, Coordinates at) {
    Limit limit = partition.limit();
    if (limit == null && topic.isDeclared() && !partition.isTarget()) {
      notices.add(
          Kind.STRAY, at, "no contract has ever written records from this topic to the table");
    } else if (limit != null && limit.reason() == null && at.offset() < limit.first()) {
      notices.add(
          partition.isLedgered(at.offset()) ? Kind.STARTS : Kind.STRAY,
          at,
          "reading for the table started at offset " + limit.first() + ", after the row's offset");
    }
  }

  private void add(RowPartition partition, AuditRow row, long offset) {
    RowsFound rows = partition.rows();
    if (!partition.isCertain()) {
      rows.addPerhaps(offset);
      return;
    }
    List<String> warnings = row.warnings();
    rows.add(offset, warnings != null && !warnings.isEmpty());
    PartitionPlaces places = partition.places();
    if (context.values() && places != null && places.range().contains(offset)) {
      rows.addHash(offset, row.hash());
    }
  }

  private void noteOrigin(AuditRow row) {
    String topic = row.originTopic();
    // if several topics have the name, the row does not show which one it means
    SourceTopic origin =
        topic == null || context.sources().isAmbiguous(topic)
            ? null
            : context.sources().existing(topic);
    if (origin != null
        && row.originPartition() != AuditRow.ABSENT
        && row.originOffset() != AuditRow.ABSENT) {
      PartitionPlaces places = origin.partitions().get(number(row.originPartition()));
      if (places != null) {
        repaired.add(new Repaired(places, row.originOffset()));
      }
    }
  }

  /** Stores the results after the whole file was read. */
  void settle(Findings findings) {
    String table = context.table().name();
    partitions.forEach(
        one -> {
          PartitionPlaces places = one.places();
          if (places != null) {
            places.add(table, one.rows());
          }
        });
    repaired.forEach(one -> one.places().addRepaired(one.offset()));
    notices.settle(table, findings);
  }
}
