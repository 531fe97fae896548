package io.sluice.audit;

import io.sluice.audit.lake.AuditedTable;
import io.sluice.audit.lake.LedgerRange;
import io.sluice.audit.report.Coverage.Reason;

/** Which entries of the ledger speak of what the tables have of one partition by now. */
final class LedgerScope {

  private final Evidence evidence;
  private final History history;
  private final SourceTopic topic;
  private final PartitionPlaces places;
  private final boolean isComparable;

  LedgerScope(Evidence evidence, History history, SourceTopic topic, PartitionPlaces places) {
    this.evidence = evidence;
    this.history = history;
    this.topic = topic;
    this.places = places;
    this.isComparable = !isUncertain() && isReadable() && isTold() && !topic.isCompacted();
  }

  /** Whether what the ledger counted must be what the tables have. */
  boolean isComparable() {
    return isComparable;
  }

  /** Whether an entry is about the tables as they are, and none was created since. */
  boolean speaks(LedgerRange entry) {
    return !history.isBeforeItsTables(entry, topic.judgedAs()) && !isReadAgain(entry);
  }

  /** Whether rows may be of another topic of the same name. */
  private boolean isUncertain() {
    return places.tables().values().stream().anyMatch(rows -> !rows.perhaps().isEmpty());
  }

  private boolean isReadable() {
    return places.limits().values().stream()
        .noneMatch(limit -> limit.reason() == Reason.NO_RIGHT || limit.reason() == Reason.NO_TABLE);
  }

  private boolean isTold() {
    return evidence.allVersions().tablesOf(topic.judgedAs()).stream().allMatch(this::isTold);
  }

  /**
   * Whether it is known what a table has, or had. Where no contract reads the topic any more, its
   * table may have been dropped with the contract.
   */
  private boolean isTold(String name) {
    AuditedTable table = evidence.tables().get(name);
    return table == null
        ? topic.isDeclared()
        : table.table() != null || evidence.declared().tablesOf(topic.name()).contains(name);
  }

  /** Whether a table that was created later has read the range of an entry again. */
  private boolean isReadAgain(LedgerRange entry) {
    return places.limits().entrySet().stream()
        .anyMatch(
            one -> {
              AuditedTable table = evidence.tables().get(one.getKey());
              Limit limit = one.getValue();
              return table != null
                  && table.table() != null
                  && entry.isBefore(table)
                  && limit.reason() == null
                  && limit.first() < entry.to();
            });
  }
}
