package io.sluice.audit;

import io.sluice.audit.lake.AuditedTable;
import io.sluice.audit.lake.LakeReader;
import io.sluice.audit.lake.LedgerBook;
import io.sluice.audit.lake.TableMarks;
import io.sluice.audit.report.Coverage.Reason;
import io.sluice.audit.report.Finding.Kind;
import io.sluice.audit.report.Findings;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.Table;

/** Opens the tables of an audit and notes the ones that cannot be read. */
final class TableOpener {

  private final LakeReader lake;
  private final DeclaredTopics declared;
  private final DeclaredTopics allVersions;
  private final CoverageBook coverage;

  /**
   * Prepares an opener.
   *
   * @param allVersions the topics that all versions of contracts declare
   */
  TableOpener(
      LakeReader lake, DeclaredTopics declared, DeclaredTopics allVersions, CoverageBook coverage) {
    this.lake = lake;
    this.declared = declared;
    this.allVersions = allVersions;
    this.coverage = coverage;
  }

  /**
   * Opens the tables of topics: the tables of current contracts, and existing tables of earlier
   * contract versions.
   *
   * @param topics the topics that contracts read
   * @param once the topics that the pipeline has ever read
   */
  Map<String, AuditedTable> open(Set<String> topics, Collection<String> once) {
    Set<String> today = new TreeSet<>();
    topics.forEach(topic -> today.addAll(declared.tablesOf(topic)));
    Set<String> former = new TreeSet<>();
    topics.forEach(topic -> former.addAll(allVersions.tablesOf(topic)));
    once.forEach(topic -> former.addAll(allVersions.tablesOf(topic)));
    Map<String, AuditedTable> tables = new LinkedHashMap<>();
    for (String table : today) {
      tables.put(table, lake.open(table));
    }
    for (String table : former) {
      if (!tables.containsKey(table)) {
        openFormer(table, tables);
      }
    }
    return tables;
  }

  private void openFormer(String name, Map<String, AuditedTable> tables) {
    AuditedTable table = lake.open(name);
    if (table.state() == AuditedTable.State.ABSENT) {
      return;
    }
    tables.put(name, table);
    if (table.table() == null) {
      boolean isDenied = table.state() == AuditedTable.State.DENIED;
      coverage.addTable(
          table,
          isDenied ? Reason.NO_RIGHT : Reason.NO_TABLE,
          "an earlier version of a contract wrote to it");
    }
  }

  /**
   * Reports a missing ledger, without which much of a pipeline cannot be verified.
   *
   * @param tables the tables that may belong to the pipeline
   */
  void requireLedger(
      LedgerBook book, String pipeline, Collection<AuditedTable> tables, Findings findings) {
    AuditedTable ledger = book.table();
    switch (ledger.state()) {
      case ABSENT -> {
        for (AuditedTable table : tables) {
          Table found = table.table();
          if (found != null && isOf(pipeline, found) && TableMarks.hasStarts(found)) {
            findings.add(
                Kind.MISSING_TABLE,
                ledger.name(),
                "the pipeline has written to table "
                    + table.name()
                    + ", but the pipeline's ledger is gone");
          }
        }
      }
      case DENIED -> coverage.addTable(ledger, Reason.NO_RIGHT, "no permission to read the ledger");
      case DAMAGED -> coverage.addTable(ledger, Reason.NO_TABLE, "the ledger cannot be read");
      case READABLE -> {
        // its entries are compared later
      }
    }
  }

  private static boolean isOf(String pipeline, Table table) {
    return pipeline.equals(table.properties().get("sluice.owner"));
  }
}
