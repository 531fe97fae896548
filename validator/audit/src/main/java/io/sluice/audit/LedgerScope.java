package io.sluice.audit;

import io.sluice.audit.lake.AuditedTable;
import io.sluice.audit.lake.LedgerRange;
import io.sluice.audit.report.Coverage.Reason;

/** Decides which ledger entries can be compared with the current rows of one partition. */
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

  /** Whether the ledger's counts must match the tables. */
  boolean isComparable() {
    return isComparable;
  }

  /** Whether an entry applies to the current tables: none was created after it. */
  boolean speaks(LedgerRange entry) {
    return !history.isBeforeItsTables(entry, topic.judgedAs()) && !isReadAgain(entry);
  }

  /** Whether rows may belong to another topic of the same name. */
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
   * Whether the content of a table is known. If no contract reads the topic anymore, its table may
   * have been dropped together with the contract.
   */
  private boolean isTold(String name) {
    AuditedTable table = evidence.tables().get(name);
    return table == null
        ? topic.isDeclared()
        : table.table() != null || evidence.declared().tablesOf(topic.name()).contains(name);
  }

  /** Whether a table that was created later was filled from the range of an entry again. */
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
