package io.sluice.audit;

import io.sluice.audit.kafka.StartRecords;
import io.sluice.audit.kafka.StartRecords.Start;
import io.sluice.audit.lake.AuditedTable;
import io.sluice.audit.lake.KnownContracts;
import io.sluice.audit.lake.LedgerBook;
import io.sluice.audit.lake.LedgerRange;
import io.sluice.audit.lake.TableMarks;
import io.sluice.audit.report.Coverage.Reason;
import io.sluice.audit.report.Finding.Kind;
import io.sluice.audit.report.Findings;
import io.sluice.config.StartFrom;
import io.sluice.kafka.OffsetSpan;
import org.jspecify.annotations.Nullable;

/**
 * Determines which records must be accounted for, from marks, start records, and the ledger. The
 * offsets of the consumer group do not count, because they are for display and can expire.
 */
final class LimitFinder {

  private final LedgerBook ledger;
  private final StartRecords starts;
  private final KnownContracts contracts;
  private final StartFrom startFrom;
  private final Findings findings;

  LimitFinder(
      LedgerBook ledger,
      StartRecords starts,
      KnownContracts contracts,
      StartFrom startFrom,
      Findings findings) {
    this.ledger = ledger;
    this.starts = starts;
    this.contracts = contracts;
    this.startFrom = startFrom;
    this.findings = findings;
  }

  /**
   * The limit of a partition for a table that it feeds.
   *
   * @param judgedAs the topic, or its origin if it is a replay topic
   */
  Limit of(
      AuditedTable table,
      String topic,
      String judgedAs,
      String topicId,
      int partition,
      OffsetSpan log) {
    String place = topic + "/" + partition;
    switch (table.state()) {
      case DENIED -> {
        return Limit.none(Reason.NO_RIGHT, "no permission to read table " + table.name());
      }
      case DAMAGED -> {
        return Limit.none(Reason.NO_TABLE, "table " + table.name() + " cannot be read");
      }
      case READABLE, ABSENT -> {
        // the records determine the limit
      }
    }
    Start start = starts.of(table.name(), table.id(), topicId, partition);
    long mark = table.marks().of(topicId, partition);
    if (start == null && mark == 0 && !isWritten(table.name(), judgedAs, topicId, partition)) {
      return log.to() == 0
          ? Limit.none(Reason.EMPTY, "")
          : Limit.none(
              Reason.NO_LIMIT, "no job has run yet with a contract that writes to this table");
    }
    requireConsistent(table, place, start, mark, log);
    long settled = settled(table, start, mark);
    long counted = counted(table, start, topicId, partition, settled);
    long to = Math.max(settled, counted);
    if (start == null && to == 0) {
      return log.to() == 0
          ? Limit.none(Reason.EMPTY, "")
          : Limit.none(
              Reason.NO_LIMIT,
              "the partition has no mark, no start record, and no ledger entry for this table");
    }
    long first = first(start, topicId, partition);
    if (first < 0) {
      return Limit.none(Reason.NO_LIMIT, "it is unknown where reading began");
    }
    if (to <= first && log.to() > Math.max(first, log.from())) {
      return Limit.none(Reason.NO_LIMIT, "no records are settled yet");
    }
    return new Limit(first, Math.min(to, log.to()), null, "");
  }

  /** Whether the ledger has records of a contract that writes to the table. */
  private boolean isWritten(String table, String topic, String topicId, int partition) {
    return ledger.of(topicId, partition).stream()
        .flatMap(entry -> entry.rulesVersions().stream())
        .distinct()
        .anyMatch(
            version -> {
              KnownContracts.Version known = contracts.of(version);
              String written = known == null ? null : known.tableOf(topic);
              return written == null || written.equals(table);
            });
  }

  private static long settled(AuditedTable table, @Nullable Start start, long mark) {
    if (start == null || !start.isOf(table.id())) {
      return start != null && table.table() == null ? start.settled() : mark;
    }
    boolean speaks =
        mark > 0
            ? start.tableId() != null && start.mark() >= 0 && start.mark() <= mark
            : start.mark() < 0;
    return speaks ? Math.max(mark, start.settled()) : mark;
  }

  /** The ledger's mark, if it applies to this table; otherwise 0. */
  private long counted(
      AuditedTable table, @Nullable Start start, String topicId, int partition, long settled) {
    if (table.table() == null && start != null && start.tableId() == null) {
      // the table does not exist yet, or was dropped and does not exist again yet
      return 0;
    }
    long before = 0;
    for (LedgerRange entry : ledger.of(topicId, partition)) {
      before = entry.isBefore(table) ? Math.max(before, entry.to()) : before;
    }
    // a table that is filled again from the beginning has not reached the ledger's mark yet
    return settled >= before ? ledger.mark(topicId, partition) : 0;
  }

  private long first(@Nullable Start start, String topicId, int partition) {
    if (start != null) {
      return start.first();
    }
    Long begin = ledger.begin(topicId, partition);
    boolean everything = startFrom.kind() == StartFrom.Kind.EARLIEST;
    return everything || begin == null ? (everything ? 0 : -1) : begin;
  }

  private void requireConsistent(
      AuditedTable table, String place, @Nullable Start start, long mark, OffsetSpan log) {
    String name = table.name();
    if (mark > log.to()) {
      findings.add(
          Kind.MARKS,
          name,
          "the table's mark for "
              + place
              + " is "
              + mark
              + ", which is beyond the end of the topic, "
              + log.to());
    }
    if (start == null) {
      if (mark > 0 && starts.isReadable() && table.table() != null) {
        requireStart(table, place, mark);
      }
      return;
    }
    if (start.settled() > log.to() || start.first() > log.to()) {
      findings.add(
          Kind.STARTS,
          name,
          "the table's start record for "
              + place
              + " has offset "
              + Math.max(start.settled(), start.first())
              + ", which is beyond the end of the topic, "
              + log.to());
    }
    if (start.settled() < start.first()) {
      findings.add(
          Kind.STARTS,
          name,
          "the table's start record for "
              + place
              + " has settled offset "
              + start.settled()
              + ", which is before its first offset, "
              + start.first());
    }
    if (!start.isOf(table.id())) {
      findings.add(
          Kind.MISSING_TABLE,
          name,
          "the table with the rows from "
              + place
              + (table.table() == null ? " is gone" : " was replaced"));
    } else if (start.mark() > mark && start.tableId() != null) {
      findings.add(
          Kind.MARKS,
          name,
          "the table's mark for " + place + " is " + mark + ", but it was " + start.mark());
    }
  }

  private void requireStart(AuditedTable table, String place, long mark) {
    if (table.table() != null && TableMarks.hasStarts(table.table())) {
      findings.add(
          Kind.STARTS,
          table.name(),
          "the table has mark "
              + mark
              + " for "
              + place
              + ", but its start record in __sluice_starts is gone");
    }
  }

  /**
   * Compares the settled offset of the consumer group.
   *
   * @param limits of the tables that the partition feeds
   */
  void compareShown(
      String topic, String topicId, int partition, long shown, Iterable<Limit> limits) {
    long vouched = ledger.mark(topicId, partition);
    for (Limit limit : limits) {
      if (limit.reason() != null) {
        return;
      }
      vouched = Math.max(vouched, limit.to());
    }
    if (shown > vouched) {
      findings.add(
          Kind.SETTLED,
          topic + "/" + partition,
          "the consumer group shows settled offset "
              + shown
              + ", but the marks, the start records, and the ledger end at offset "
              + vouched);
    }
  }
}
