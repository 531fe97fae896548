package io.sluice.audit;

import io.sluice.audit.lake.AuditedTable;
import io.sluice.audit.lake.KnownContracts;
import io.sluice.audit.lake.LedgerRange;
import io.sluice.contract.Contract;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The tables and topics that the records of a ledger entry went to, by their contract versions. */
final class History {

  private static final String HOLE = "{topic}";

  private final KnownContracts known;
  private final DeclaredTopics allVersions;
  private final Map<String, AuditedTable> tables;

  History(Evidence evidence) {
    this.known = evidence.contracts();
    this.allVersions = evidence.allVersions();
    this.tables = evidence.tables();
  }

  /** Whether a table that the entry's rows went to was created after the entry was written. */
  boolean isBeforeItsTables(LedgerRange entry, String topic) {
    return tablesOf(entry, topic).stream()
        .map(tables::get)
        .anyMatch(table -> table != null && table.table() != null && entry.isBefore(table));
  }

  /** The tables that the entry's rows went to; all possible tables if they are not known. */
  private Set<String> tablesOf(LedgerRange entry, String topic) {
    Set<String> names = new TreeSet<>();
    for (String version : entry.rulesVersions()) {
      KnownContracts.Version contract = known.of(version);
      String table = contract == null ? null : contract.tableOf(topic);
      if (table == null) {
        return allVersions.tablesOf(topic);
      }
      names.add(table);
    }
    return names.isEmpty() ? allVersions.tablesOf(topic) : names;
  }

  /** The topics that the entry's dead letters went to; all possible topics if they are unknown. */
  Set<String> deadLetterTopicsOf(LedgerRange entry, String topic) {
    Set<String> names = new TreeSet<>();
    for (String version : entry.rulesVersions()) {
      KnownContracts.Version of = known.of(version);
      Contract contract = of == null ? null : of.contract();
      if (contract == null) {
        return allVersions.deadLetterTopicsOf(topic);
      }
      names.add(contract.deadLetterTopic().replace(HOLE, topic));
    }
    return names.isEmpty() ? allVersions.deadLetterTopicsOf(topic) : names;
  }
}
