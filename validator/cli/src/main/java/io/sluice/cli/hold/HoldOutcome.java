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
 * What came of an order to the running job.
 *
 * @param done what is said where the job followed it
 * @param ordered what is said of the order where no job did
 */
record HoldOutcome(String done, String ordered) {

  /** Waits until the running job follows, and says whether it did. */
  void await(Setup setup, Predicate<HoldState> wanted, PrintWriter err) {
    HoldState state;
    try (HoldAnswer job = new HoldAnswer(setup)) {
      state = job.await(wanted);
    } catch (SetUpException | OutageException e) {
      err.println(ordered + ", but whether a job follows is not known: " + e.getMessage());
      return;
    }
    err.println(
        state != null
            ? done
            : ordered
                + ", but no job answered: it does not run, or it may not read "
                + HoldsTopic.TOPIC
                + " or write "
                + HoldStateTopic.TOPIC
                + ". The order stands, and a job that starts follows it");
  }
}
