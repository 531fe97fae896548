package io.sluice.job.lake.commit;

import io.sluice.failure.OutageException;
import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether checkpoints can be committed to the tables: logged when it begins and when it ends. */
final class CommitOutage {

  private static final Logger LOG = LoggerFactory.getLogger(CommitOutage.class);

  private volatile long since;

  CommitOutage(Instruments instruments) {
    instruments.gauge(Metric.COMMITS_FAILING, () -> since == 0 ? 0 : 1);
  }

  /**
   * Whether a catalog, a storage, or Kafka did not answer; everything else is a mistake. A job that
   * is being stopped interrupts what it was doing, which is neither: it is not tried again here.
   */
  static boolean isOne(RuntimeException failure) {
    if (isInterrupt(failure)) {
      return false;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutageException
          || cause instanceof IOException
          || cause instanceof UncheckedIOException
          || cause instanceof SQLException
          || cause instanceof RuntimeIOException
          || cause instanceof CommitFailedException
          || cause instanceof CommitStateUnknownException
          || cause instanceof ServiceFailureException
          || cause instanceof TimeoutException
          || cause instanceof RetriableException) {
        return true;
      }
    }
    return false;
  }

  private static boolean isInterrupt(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClosedByInterruptException || cause instanceof InterruptedException) {
        return true;
      }
    }
    return Thread.currentThread().isInterrupted();
  }

  void failed(long checkpoint, RuntimeException failure) {
    if (since != 0) {
      return;
    }
    since = System.currentTimeMillis();
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    LOG.warn(
        "checkpoint {} cannot be committed to the tables: {}. It is tried again with the next"
            + " checkpoint; reading continues, and nothing is lost. Runbook:"
            + " docs/runbooks/SluiceCommitsFailing.md",
        checkpoint,
        deepest.equals(failure)
            ? failure.getMessage()
            : failure.getMessage() + " (" + deepest.getMessage() + ")");
    LOG.debug("the commit failed", failure);
  }

  void succeeded() {
    if (since != 0) {
      LOG.info(
          "checkpoints are committed to the tables again, after {} s",
          (System.currentTimeMillis() - since) / 1_000);
      since = 0;
    }
  }
}
