package io.sluice.audit;

import io.sluice.audit.lake.AuditedTable;
import io.sluice.audit.report.Coverage;
import io.sluice.audit.report.Coverage.How;
import io.sluice.audit.report.Coverage.Reason;
import io.sluice.kafka.OffsetSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the verified and unverified parts of the requested tables. */
final class CoverageBook {

  private final Set<String> tables;
  private final Set<Reason> accepted;
  private final List<Coverage> all = new ArrayList<>();

  CoverageBook(AuditOptions options) {
    this.tables = options.tables();
    this.accepted = options.accepted();
  }

  /**
   * The table and the source of a range of offsets.
   *
   * @param topicId Kafka's ID of the topic, or null if it does not exist
   * @param partition -1 for the topic as a whole
   * @param isDeclared whether a contract reads the topic now
   */
  record Feed(
      String table, String topic, @Nullable String topicId, int partition, boolean isDeclared) {}

  /** Adds a table that cannot be read. */
  void addTable(AuditedTable table, Reason reason, String detail) {
    Feed feed = new Feed(table.name(), "all topics", null, -1, true);
    all.add(coverage(feed, new OffsetSpan(0, 0), How.NOT, reason, detail));
  }

  /** Adds a range that was verified. */
  void addVerified(Feed feed, OffsetSpan range, How how, String detail) {
    add(feed, range, how, null, detail);
  }

  /** Adds a range that was not verified. */
  void addGap(Feed feed, OffsetSpan range, Reason reason, String detail) {
    add(feed, range, How.NOT, reason, detail);
  }

  private void add(Feed feed, OffsetSpan range, How how, @Nullable Reason reason, String detail) {
    if (tables.isEmpty() || tables.contains(feed.table())) {
      all.add(coverage(feed, range, how, reason, detail));
    }
  }

  private Coverage coverage(
      Feed feed, OffsetSpan range, How how, @Nullable Reason reason, String detail) {
    return new Coverage(
        feed.table(),
        feed.topic(),
        feed.topicId(),
        feed.partition(),
        range.from(),
        range.to(),
        how,
        reason,
        detail,
        feed.isDeclared(),
        reason != null && accepted.contains(reason));
  }

  /** All parts, in the order in which they were added. */
  List<Coverage> all() {
    return List.copyOf(all);
  }
}
