package io.sluice.job.lake.commit;

import io.sluice.failure.ConflictException;
import io.sluice.job.lake.commit.TableCommit.Span;
import io.sluice.job.mark.Marks;
import io.sluice.kafka.SourcePartition;
import java.util.Map;

/**
 * The decision whether a commit may be applied, made from the marks of the table. This is the
 * compare step of a compare-and-swap.
 */
enum CommitDecision {
  /** The commit continues the table. */
  APPLY,
  /** The table already has it, from an attempt whose answer was lost or from an earlier run. */
  ALREADY_IN;

  /**
   * Decides whether a commit is applied.
   *
   * @throws ConflictException if applying it would lose or duplicate rows
   */
  static CommitDecision of(TableCommit commit, Marks marks) {
    boolean allIn = true;
    boolean fenced = false;
    for (Map.Entry<SourcePartition, Span> entry : commit.spans().entrySet()) {
      long mark = marks.of(entry.getKey()).orElse(0);
      Span span = entry.getValue();
      if (span.base() > mark) {
        throw hole(commit, entry.getKey(), span, mark);
      }
      allIn &= span.to() <= mark;
      fenced |= span.first() < mark;
    }
    if (allIn) {
      return ALREADY_IN;
    }
    if (fenced) {
      throw fenced(commit, marks);
    }
    return APPLY;
  }

  private static ConflictException hole(
      TableCommit commit, SourcePartition partition, Span span, long mark) {
    return new ConflictException(
        "table "
            + commit.table()
            + " contains records from "
            + partition
            + " only below offset "
            + mark
            + ", but this pipeline had stored them up to "
            + span.base()
            + ": the table was dropped, recreated, or rolled back. Nothing more was written. To"
            + " continue, start the pipeline without state: it reads the missing records again.");
  }

  private static ConflictException fenced(TableCommit commit, Marks marks) {
    return new ConflictException(
        "another writer (pipeline '"
            + marks.owner()
            + "', or an earlier run of this one) has moved the marks of table "
            + commit.table()
            + " past rows that this one is about to add. Nothing was stored twice. If two pipelines"
            + " are running, stop one of them. Then start the other without state: it continues"
            + " from the marks.");
  }
}
