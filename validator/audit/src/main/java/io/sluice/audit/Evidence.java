package io.sluice.audit;

import io.sluice.audit.lake.AuditedTable;
import io.sluice.audit.lake.KnownContracts;
import io.sluice.audit.lake.LedgerBook;
import java.util.Map;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline has left behind in the lake, as it was when the audit began.
 *
 * @param contracts behind the rules versions
 * @param declared what the contracts of the configuration say of topics
 * @param allVersions what all versions of contracts say
 * @param tables that were opened, by name
 */
record Evidence(
    LedgerBook ledger,
    KnownContracts contracts,
    DeclaredTopics declared,
    DeclaredTopics allVersions,
    Map<String, AuditedTable> tables) {

  /** A table that can be read; else null. */
  @Nullable Table table(String name) {
    AuditedTable audited = tables.get(name);
    return audited == null ? null : audited.table();
  }
}
