package io.sluice.audit;

import io.sluice.audit.lake.AuditedTable;
import io.sluice.audit.lake.TableFiles;
import io.sluice.audit.report.Finding.Kind;
import io.sluice.audit.report.Findings;
import io.sluice.audit.row.AuditRow;
import io.sluice.audit.value.AddedColumns;
import io.sluice.failure.InterruptionException;
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

/** Reads every row of a table once and checks its source record and its audit columns. */
final class TableScan {

  private static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());

  private final SourceTopics sources;
  private final Evidence evidence;
  private final boolean values;
  private final Findings findings;
  private final AuditProgress progress;

  TableScan(
      SourceTopics sources,
      Evidence evidence,
      boolean values,
      Findings findings,
      AuditProgress progress) {
    this.sources = sources;
    this.evidence = evidence;
    this.values = values;
    this.findings = findings;
    this.progress = progress;
  }

  /** The context of all rows. */
  record Context(
      AuditedTable table,
      Schema columns,
      boolean requiresTopicId,
      SourceTopics sources,
      Evidence evidence,
      boolean values) {}

  /** Reads a table, unless it cannot be read. */
  void read(AuditedTable audited) {
    Table table = audited.table();
    if (table == null || !namesRecords(table, audited.name())) {
      return;
    }
    TableFiles files = new TableFiles(audited.name(), table, findings);
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      readAll(files, context(audited, table), pool);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException("table " + audited.name() + " cannot be read", e.getCause());
    } catch (InterruptedException e) {
      throw InterruptionException.of(e);
    } finally {
      pool.shutdownNow();
    }
  }

  /** Whether rows identify their source records; dropped columns become findings. */
  private boolean namesRecords(Table table, String name) {
    List<String> missing = new ArrayList<>(AddedColumns.REQUIRED);
    missing.removeIf(column -> table.schema().findField(column) != null);
    for (String column : missing) {
      findings.add(Kind.MISSING_COLUMN, name, "the table no longer has column " + column);
    }
    return !missing.contains("_kafka_topic")
        && !missing.contains("_kafka_partition")
        && !missing.contains("_kafka_offset");
  }

  private Context context(AuditedTable audited, Table table) {
    Schema schema = table.schema();
    // if the table always had the column, every row has a value in it
    boolean requiresTopicId =
        schema.findField("_kafka_topic_id") != null
            && table.schemas().values().stream()
                .allMatch(one -> one.findField("_kafka_topic_id") != null);
    Schema columns = values ? schema : schema.select(AuditRow.COLUMNS);
    return new Context(audited, columns, requiresTopicId, sources, evidence, values);
  }

  private void readAll(TableFiles files, Context context, ExecutorService pool)
      throws ExecutionException, InterruptedException {
    List<TableFiles.File> all = files.plan(Expressions.alwaysTrue());
    long rows = all.stream().mapToLong(file -> file.data().recordCount()).sum();
    AtomicLong done = new AtomicLong();
    String what = "rows of " + context.table().name();
    List<Future<?>> parts = new ArrayList<>();
    for (TableFiles.File file : all) {
      parts.add(
          pool.submit(
              () -> {
                readFile(files, file, context);
                progress.at(what, done.addAndGet(file.data().recordCount()), rows);
              }));
    }
    for (Future<?> part : parts) {
      part.get();
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
