package io.sluice.job.lake.commit;

import io.sluice.failure.ConflictException;
import io.sluice.failure.InterruptionException;
import io.sluice.job.lake.table.CheckedMarks;
import io.sluice.job.lake.table.DroppedColumns;
import io.sluice.job.lake.table.GuardedOperations;
import io.sluice.job.lake.write.WrittenFile;
import io.sluice.job.mark.Marks;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateProperties;

/** Puts files and marks into a table in one Iceberg transaction, exactly once. */
final class TableCommitter {

  private static final int ATTEMPTS = 5;
  private static final long PAUSE_MILLIS = 200;

  private final String pipeline;

  TableCommitter(String pipeline) {
    this.pipeline = pipeline;
  }

  /**
   * Commits, or finds that the commit was already applied.
   *
   * @param table is refreshed
   * @param files the files that the commit adds
   * @param completeUpTo the time up to which the table is complete after the commit, in
   *     milliseconds since the epoch, empty to leave it as it is
   * @throws ConflictException if the commit does not continue the table
   * @throws RuntimeException if the catalog or the storage cannot be reached; safe to repeat,
   *     whether or not the commit was applied
   */
  CommitDecision commit(
      Table table,
      TableCommit commit,
      List<WrittenFile> files,
      Function<Marks, OptionalLong> completeUpTo) {
    for (int attempt = 1; ; attempt++) {
      table.refresh();
      Marks before = CheckedMarks.of(table);
      CommitDecision decision = CommitDecision.of(commit, before);
      if (decision == CommitDecision.ALREADY_IN) {
        return decision;
      }
      try {
        lost(table.schemas(), files, table.schema())
            .forEach(written -> DroppedColumns.restore(table, written));
        apply(table, commit, files, before, completeUpTo);
        return decision;
      } catch (GuardedOperations.Refused e) {
        if (e.getCause() instanceof ConflictException conflict && !isIn(table, commit)) {
          throw conflict;
        }
      } catch (RuntimeException e) {
        // an outage, perhaps after the commit was applied; catalogs report it in many ways
        if (attempt >= ATTEMPTS) {
          throw e;
        }
        pause(attempt);
      }
    }
  }

  private static void pause(int attempt) {
    try {
      Thread.sleep(PAUSE_MILLIS * attempt);
    } catch (InterruptedException e) {
      throw InterruptionException.of(e);
    }
  }

  /**
   * Whether the commit was refused because it is already applied: the marks are already at its
   * positions.
   */
  private static boolean isIn(Table table, TableCommit commit) {
    table.refresh();
    Marks marks = CheckedMarks.of(table);
    return commit.spans().entrySet().stream()
        .allMatch(entry -> marks.of(entry.getKey()).orElse(0) >= entry.getValue().to());
  }

  private void apply(
      Table table,
      TableCommit commit,
      List<WrittenFile> files,
      Marks before,
      Function<Marks, OptionalLong> completeUpTo) {
    Marks after = before.moved(commit.positions(), pipeline);
    Transaction transaction =
        GuardedOperations.begin(table, base -> guard(base, commit, files, before));
    // an append, empty or not, makes REST catalogs assert that nobody else committed meanwhile
    AppendFiles append = transaction.newFastAppend();
    files.forEach(file -> append.appendFile(file.file()));
    append.set(Marks.SEQUENCE, Long.toString(after.sequence()));
    append.set(Marks.DIGEST, after.digest());
    append.set("sluice.pipeline", pipeline);
    append.commit();
    UpdateProperties properties =
        transaction.updateProperties().set(Marks.PROPERTY, after.toJson());
    completeUpTo
        .apply(after)
        .ifPresent(
            time -> properties.set(Completeness.PROPERTY, Instant.ofEpochMilli(time).toString()));
    properties.commit();
    transaction.commitTransaction();
  }

  /** The columns that have values in these files but are missing in the table. */
  private static Set<Schema> lost(
      Map<Integer, Schema> schemas, List<WrittenFile> files, Schema current) {
    Set<Schema> lost = new LinkedHashSet<>();
    for (WrittenFile file : files) {
      Schema schema = schemas.get(file.schemaId());
      // most files have the current columns of the table
      if (schema != null && !DroppedColumns.areNone(current, schema)) {
        Schema filled = DroppedColumns.filled(schema, file.file());
        if (!DroppedColumns.areNone(current, filled)) {
          lost.add(filled);
        }
      }
    }
    return lost;
  }

  private static void guard(
      TableMetadata base, TableCommit commit, List<WrittenFile> files, Marks expected) {
    if (!lost(base.schemasById(), files, base.schema()).isEmpty()) {
      throw new GuardedOperations.Refused(
          new IllegalStateException("columns were dropped; restore them"));
    }
    Marks found = Marks.parse(commit.table(), base.properties().get(Marks.PROPERTY));
    if (found.equals(expected)) {
      return;
    }
    try {
      CommitDecision.of(commit, found);
    } catch (ConflictException e) {
      throw new GuardedOperations.Refused(e);
    }
    throw new GuardedOperations.Refused(
        new IllegalStateException("the marks changed after Sluice decided to commit; retrying"));
  }
}
