package io.sluice.audit;

import io.sluice.audit.lake.AuditedTable;
import io.sluice.audit.lake.KnownContracts;
import io.sluice.audit.lake.LedgerBook;
import io.sluice.audit.lake.TableFiles;
import io.sluice.audit.report.Finding.Kind;
import io.sluice.audit.report.Findings;
import io.sluice.audit.row.AuditRow;
import io.sluice.audit.value.AddedColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;

/** Reads every row of a table once: which record it is of, and what it says of itself. */
final class TableScan {

  private static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());

  private final SourceTopics sources;
  private final LedgerBook ledger;
  private final KnownContracts contracts;
  private final DeclaredTopics allVersions;
  private final boolean values;
  private final Findings findings;
  private final AuditProgress progress;

  TableScan(
      SourceTopics sources,
      LedgerBook ledger,
      KnownContracts contracts,
      DeclaredTopics allVersions,
      boolean values,
      Findings findings,
      AuditProgress progress) {
    this.sources = sources;
    this.ledger = ledger;
    this.contracts = contracts;
    this.allVersions = allVersions;
    this.values = values;
    this.findings = findings;
    this.progress = progress;
  }

  /** What does not change from row to row. */
  record Context(
      AuditedTable table,
      Schema columns,
      boolean requiresTopicId,
      SourceTopics sources,
      LedgerBook ledger,
      KnownContracts contracts,
      DeclaredTopics allVersions,
      boolean values) {}

  /** Reads a table that can be read. */
  void read(AuditedTable audited) throws InterruptedException {
    Table table = audited.table();
    if (table == null) {
      return;
    }
    Schema schema = table.schema();
    List<String> missing = new ArrayList<>(AddedColumns.REQUIRED);
    missing.removeIf(column -> schema.findField(column) != null);
    for (String column : missing) {
      findings.add(
          Kind.MISSING_COLUMN, audited.name(), "the table has no column " + column + " any more");
    }
    if (missing.contains("_kafka_topic")
        || missing.contains("_kafka_partition")
        || missing.contains("_kafka_offset")) {
      return;
    }
    boolean hasTopicId = schema.findField("_kafka_topic_id") != null;
    Schema columns = values ? schema : schema.select(AuditRow.COLUMNS);
    // a table that has the column from the start on has no row without a value in it
    boolean requiresTopicId =
        hasTopicId
            && table.schemas().values().stream()
                .allMatch(one -> one.findField("_kafka_topic_id") != null);
    Context context =
        new Context(
            audited, columns, requiresTopicId, sources, ledger, contracts, allVersions, values);
    TableFiles files = new TableFiles(audited.name(), table, findings);
    List<TableFiles.File> all = files.plan(Expressions.alwaysTrue());
    long rows = all.stream().mapToLong(file -> file.data().recordCount()).sum();
    AtomicLong done = new AtomicLong();
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> parts = new ArrayList<>();
      for (TableFiles.File file : all) {
        parts.add(
            pool.submit(
                () -> {
                  readFile(files, file, context);
                  progress.at(
                      "rows of " + audited.name(), done.addAndGet(file.data().recordCount()), rows);
                }));
      }
      for (Future<?> part : parts) {
        part.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException("table " + audited.name() + " cannot be read", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private void readFile(TableFiles files, TableFiles.File file, Context context) {
    RowCheck rows =
        files.readRows(
            file,
            context.columns(),
            context.values(),
            () -> new RowCheck(context, file.committed()));
    if (rows != null) {
      rows.settle(findings);
    }
  }
}
