package io.sluice.cli.hold;

import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import io.sluice.job.hold.HoldState;
import io.sluice.job.hold.HoldStateTopic;
import io.sluice.job.hold.HoldsTopic;
import io.sluice.pipeline.Setup;
import java.io.PrintWriter;
import java.util.function.Predicate;

/**
 * The outcome of an order to the running job.
 *
 * @param done the message if the job followed the order
 * @param ordered the message if no job did
 */
record HoldOutcome(String done, String ordered) {

  /** Waits for the running job to follow the order and prints whether it did. */
  void await(Setup setup, Predicate<HoldState> wanted, PrintWriter err) {
    HoldState state;
    try (HoldAnswer job = new HoldAnswer(setup)) {
      state = job.await(wanted);
    } catch (SetUpException | OutageException e) {
      err.println(ordered + ", but it is unknown whether a job has applied it: " + e.getMessage());
      return;
    }
    err.println(
        state != null
            ? done
            : ordered
                + ", but no job responded: the job is not running, or does not have permission to read "
                + HoldsTopic.TOPIC
                + " or to write to "
                + HoldStateTopic.TOPIC
                + ". The change stays in effect; the next job applies it when it starts");
  }
}
