package io.sluice.job.lake.commit;

import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.Metric;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tracks whether checkpoints can be committed to tables, and logs when an outage starts and when it
 * ends.
 */
final class CommitOutage {

  private static final Logger LOG = LoggerFactory.getLogger(CommitOutage.class);

  private volatile long since;

  CommitOutage(Instruments instruments) {
    instruments.gauge(Metric.COMMITS_FAILING, () -> since == 0 ? 0 : 1);
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
        "checkpoint {} cannot be committed to the tables: {}. The next checkpoint will try"
            + " again; reading continues, and nothing is lost. Runbook:"
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
          "checkpoints are being committed to the tables again, after {} s",
          (System.currentTimeMillis() - since) / 1_000);
      since = 0;
    }
  }
}
