package io.sluice.cli.replay;

import io.sluice.cli.input.KafkaOptions;
import io.sluice.cli.input.Who;
import io.sluice.cli.output.ExitCode;
import io.sluice.cli.output.ProgressLine;
import io.sluice.pipeline.Setup;
import io.sluice.replay.Counts;
import io.sluice.replay.PlanParser;
import io.sluice.replay.ReplayOptions;
import io.sluice.replay.ReplayPlan;
import io.sluice.replay.ReplayRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Applies a replay plan. */
@Command(
    name = "apply",
    description = {
      "Apply a plan: send the letters that pass the current rules.",
      "After a kill or Ctrl-C, run the same command again to resume. No letter is sent twice."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 0: all letters were sent, 1: some still fail or are waiting, 2: usage or setup",
      "problem, 3: outage, 5: conflict (another run is active, or the plan or the rules changed)."
    })
final class ReplayApplyCommand implements Callable<Integer> {

  private static final int PATIENCE_SECONDS = 20;

  @Mixin private KafkaOptions kafka;

  @Parameters(paramLabel = "PLAN", description = "The plan file.")
  private Path file;

  @Option(names = "--dry-run", description = "Only show which letters would pass. Nothing is sent.")
  private boolean dryRun;

  @Option(
      names = "--unchecked",
      description = "Send letters without checking them against the rules first.")
  private boolean unchecked;

  @Option(
      names = "--force",
      description =
          "Also send letters that were already sent or parked. A record that is sent twice can get"
              + " two rows.")
  private boolean force;

  @Option(
      names = "--accept-rules",
      description = "Continue even if the rules have changed since the plan was made.")
  private boolean acceptRules;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Send at most this many letters per second; 0 means no limit (default:"
              + " ${DEFAULT-VALUE}).")
  private int rate;

  @Spec private CommandSpec spec;

  private final AtomicBoolean canceled = new AtomicBoolean();

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  ReplayApplyCommand() {}

  @Override
  public Integer call() {
    ReplayPlan plan = PlanParser.read(file);
    Setup setup = kafka.setupWithKafka("the contracts and tables to check letters against");
    PrintWriter err = spec.commandLine().getErr();
    ReplayOptions options = new ReplayOptions(unchecked, force, acceptRules, dryRun, rate);
    ReplayRun run = new ReplayRun(setup, plan, options, Who.now(), new Telling(err), canceled::get);
    CountDownLatch done = new CountDownLatch(1);
    Thread hook = new Thread(() -> cancel(done));
    Runtime.getRuntime().addShutdownHook(hook);
    Counts counts;
    try {
      counts = run.run();
    } finally {
      done.countDown();
      removeHook(hook);
    }
    CountsPrinter.print(counts, spec.commandLine().getOut());
    if (canceled.get()) {
      err.println("stopped; run the same command again to resume");
    } else if (!dryRun) {
      err.println("next: run 'sluice replay report " + file + "'");
    }
    boolean left = counts.of("failing") + counts.of("waiting") > 0;
    return left ? ExitCode.FINDINGS : ExitCode.FINE;
  }

  /** Lets the current batch finish before the process ends. */
  private void cancel(CountDownLatch done) {
    canceled.set(true);
    try {
      boolean unused = done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending because of this hook
    }
  }

  private record Telling(PrintWriter err, ProgressLine progress) implements ReplayRun.Listener {

    Telling(PrintWriter err) {
      this(err, new ProgressLine(err));
    }

    @Override
    public void waiting() {
      err.println(
          "another run seems to be active, or was killed a moment ago; waiting for it to end");
      err.flush();
    }

    @Override
    public void resumed(Counts before) {
      err.println(
          "resuming: an earlier run sent "
              + before.of("sent")
              + " of the "
              + before.total()
              + " letters that it read");
      err.flush();
    }

    @Override
    public void progress(Counts so, long of) {
      progress.at("letters", so.total(), Math.max(of, so.total() + 1));
    }
  }
}
