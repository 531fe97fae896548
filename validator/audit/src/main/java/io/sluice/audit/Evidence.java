package io.sluice.audit;

import io.sluice.audit.lake.AuditedTable;
import io.sluice.audit.lake.KnownContracts;
import io.sluice.audit.lake.LedgerBook;
import java.util.Map;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline's data in the lake when the audit began.
 *
 * @param contracts the contracts behind the rules versions
 * @param declared the topics that the configuration's contracts declare
 * @param allVersions the topics that all versions of contracts declare
 * @param tables the opened tables, by name
 */
record Evidence(
    LedgerBook ledger,
    KnownContracts contracts,
    DeclaredTopics declared,
    DeclaredTopics allVersions,
    Map<String, AuditedTable> tables) {

  /** A table, or null if it cannot be read. */
  @Nullable Table table(String name) {
    AuditedTable audited = tables.get(name);
    return audited == null ? null : audited.table();
  }
}
