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
 * Finds out from what lasts (marks, start records, the ledger) which records must have their place.
 * The offsets of the consumer group are shown to people, and expire; they decide nothing.
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
   * @param judgedAs the topic, or its origin where it is a replay topic
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
        return Limit.none(Reason.NO_RIGHT, "no right to read table " + table.name());
      }
      case DAMAGED -> {
        return Limit.none(Reason.NO_TABLE, "table " + table.name() + " cannot be read");
      }
      case READABLE, ABSENT -> {
        // what they say is in the records
      }
    }
    Start start = starts.of(table.name(), table.id(), topicId, partition);
    long mark = table.marks().of(topicId, partition);
    if (start == null && mark == 0 && !isWritten(table.name(), judgedAs, topicId, partition)) {
      return log.to() == 0
          ? Limit.none(Reason.EMPTY, "")
          : Limit.none(
              Reason.NO_LIMIT, "no job has run with a contract that writes to this table yet");
    }
    requireConsistent(table, place, start, mark, log);
    long settled = settled(table, start, mark);
    long counted = counted(table, start, topicId, partition, settled);
    long to = Math.max(settled, counted);
    if (start == null && to == 0) {
      return log.to() == 0
          ? Limit.none(Reason.EMPTY, "")
          : Limit.none(
              Reason.NO_LIMIT, "no mark, no start record, and no entry of the ledger speaks of it");
    }
    long first = first(start, topicId, partition);
    if (first < 0) {
      return Limit.none(Reason.NO_LIMIT, "it is not known where reading began");
    }
    if (to <= first && log.to() > Math.max(first, log.from())) {
      return Limit.none(Reason.NO_LIMIT, "no record is settled yet");
    }
    return new Limit(first, Math.min(to, log.to()), null, "");
  }

  /** Whether the ledger has records that were judged by a contract that writes to the table. */
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

  /** The ledger's mark, as far as it speaks of this very table. */
  private long counted(
      AuditedTable table, @Nullable Start start, String topicId, int partition, long settled) {
    if (table.table() == null && start != null && start.tableId() == null) {
      // the table is still to be created, or to be created again
      return 0;
    }
    long before = 0;
    for (LedgerRange entry : ledger.of(topicId, partition)) {
      before = entry.isBefore(table) ? Math.max(before, entry.to()) : before;
    }
    // a table that is filled from the beginning again is on its way to where the ledger is
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
          "its mark of " + place + " is " + mark + ", beyond the topic's end " + log.to());
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
          "its start record of "
              + place
              + " says offset "
              + Math.max(start.settled(), start.first())
              + ", beyond the topic's end "
              + log.to());
    }
    if (start.settled() < start.first()) {
      findings.add(
          Kind.STARTS,
          name,
          "its start record of "
              + place
              + " says that offset "
              + start.settled()
              + " is settled, before the first one, "
              + start.first());
    }
    if (!start.isOf(table.id())) {
      findings.add(
          Kind.MISSING_TABLE,
          name,
          "the table with the rows of "
              + place
              + (table.table() == null ? " is gone" : " was replaced"));
    } else if (start.mark() > mark && start.tableId() != null) {
      findings.add(
          Kind.MARKS,
          name,
          "its mark of " + place + " is " + mark + ", but it had mark " + start.mark());
    }
  }

  private void requireStart(AuditedTable table, String place, long mark) {
    if (table.table() != null && TableMarks.hasStarts(table.table())) {
      findings.add(
          Kind.STARTS,
          table.name(),
          "it has mark "
              + mark
              + " of "
              + place
              + ", but its start record in __sluice_starts is gone");
    }
  }

  /**
   * Compares the settled offset that the consumer group shows.
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
          "the consumer group shows offset "
              + shown
              + " as settled, but marks, start records, and the ledger go up to "
              + vouched
              + " only");
    }
  }
}
