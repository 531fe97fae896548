package io.sluice.audit;

import io.sluice.audit.CoverageBook.Feed;
import io.sluice.audit.PartitionOutcome.Reading;
import io.sluice.audit.lake.AuditedTable;
import io.sluice.audit.report.Coverage.How;
import io.sluice.audit.report.Coverage.Reason;
import io.sluice.kafka.OffsetSpan;
import java.util.EnumMap;
import java.util.Map;

/** Records how the offsets of a partition were verified for each table, and why some were not. */
final class PartitionCoverage {

  private final Evidence evidence;
  private final AuditOptions options;
  private final CoverageBook book;

  PartitionCoverage(Evidence evidence, AuditOptions options, CoverageBook book) {
    this.evidence = evidence;
    this.options = options;
    this.book = book;
  }

  /** Adds a partition for every table that it feeds. */
  void add(SourceTopic topic, PartitionOutcome outcome) {
    int partition = outcome.places().partition();
    for (String table : outcome.fed()) {
      add(new Feed(table, topic.name(), topic.id(), partition, topic.isDeclared()), topic, outcome);
    }
  }

  private void add(Feed feed, SourceTopic topic, PartitionOutcome outcome) {
    Limit limit = outcome.places().limits().get(feed.table());
    Reason reason = limit == null ? null : limit.reason();
    if (limit != null && reason != null) {
      book.addGap(feed, new OffsetSpan(0, 0), reason, limit.detail());
      return;
    }
    for (ExpiredRange.Part one : outcome.expired().parts()) {
      OffsetSpan range = new OffsetSpan(one.from(), one.to());
      if (one.isVerified()) {
        book.addVerified(feed, range, How.LEDGER, one.detail());
      } else {
        book.addGap(feed, range, Reason.NO_SOURCE, one.detail());
      }
    }
    for (OffsetSpan lost : outcome.places().lost()) {
      book.addGap(
          feed,
          lost,
          Reason.NO_SOURCE,
          "Kafka deleted these records while the audit was reading them; run the audit again");
    }
    if (topic.exists()) {
      addRead(feed, topic, outcome);
    }
  }

  private void addRead(Feed feed, SourceTopic topic, PartitionOutcome outcome) {
    OffsetSpan range = range(feed, outcome.places());
    if (range.from() == range.to()) {
      addEmpty(feed, range, outcome);
      return;
    }
    Map<Reason, String> gaps = gaps(feed, topic, outcome);
    gaps.forEach((reason, detail) -> book.addGap(feed, range, reason, detail));
    if (gaps.isEmpty()) {
      boolean byValues = options.values() && topic.isDeclared();
      book.addVerified(feed, range, byValues ? How.VALUES : How.COUNTS, "");
    }
  }

  /** The range of a partition that was read for a table. */
  private static OffsetSpan range(Feed feed, PartitionPlaces places) {
    PartitionPlaces.Range range = places.range();
    Limit limit = places.limits().get(feed.table());
    long from = limit == null ? range.from() : Math.max(range.from(), limit.first());
    long to = limit == null ? range.to() : Math.min(limit.to(), range.to());
    return new OffsetSpan(from, Math.max(from, to));
  }

  private void addEmpty(Feed feed, OffsetSpan range, PartitionOutcome outcome) {
    boolean isUnsettled = options.until() == null && outcome.places().range().end() > range.from();
    if (isUnsettled) {
      book.addGap(feed, range, Reason.NO_LIMIT, "no records are settled yet");
    } else if (outcome.expired().parts().isEmpty()) {
      book.addGap(feed, range, Reason.EMPTY, "");
    }
  }

  /** The reasons why a range is not verified although it was read. */
  private Map<Reason, String> gaps(Feed feed, SourceTopic topic, PartitionOutcome outcome) {
    Map<Reason, String> gaps = new EnumMap<>(Reason.class);
    PartitionPlaces places = outcome.places();
    addUnread(gaps, topic, outcome.reading());
    if (places.withoutSchema() > 0) {
      gaps.put(
          Reason.NO_SCHEMA,
          places.withoutSchema()
              + " records use schemas that are no longer in the registry or the contract");
    }
    if (topic.isDeclared() && isBeyondLedger(feed, topic, places)) {
      gaps.put(
          Reason.NO_LIMIT,
          "only an earlier version of a contract lists the table, and the ledger does not count"
              + " all of its rows");
    }
    if (!places.rows(feed.table()).perhaps().isEmpty()) {
      gaps.put(
          Reason.NO_TOPIC_ID,
          "the topic was recreated, and the rows do not show which topic they came from");
    }
    return gaps;
  }

  private void addUnread(Map<Reason, String> gaps, SourceTopic topic, Reading reading) {
    if (!reading.isComplete()) {
      gaps.put(Reason.NO_TIME, "the time limit was reached");
    }
    if (reading.unjudged() > 0) {
      gaps.put(
          Reason.NO_RIGHT,
          reading.unjudged()
              + " records are not in any table, and this user does not have permission to read "
              + String.join(", ", evidence.allVersions().deadLetterTopicsOf(topic.name())));
    }
  }

  /** Whether a table that no current contract lists has more rows than the ledger counts. */
  private boolean isBeyondLedger(Feed feed, SourceTopic topic, PartitionPlaces places) {
    boolean isFormer = !places.limits().containsKey(feed.table());
    AuditedTable former = isFormer ? evidence.tables().get(feed.table()) : null;
    if (former == null) {
      return false;
    }
    long mark = former.marks().of(topic.id(), places.partition());
    long counted = evidence.ledger().mark(topic.id(), places.partition());
    return counted < Math.min(mark, places.range().to());
  }
}
