package io.sluice.cli.run;

import io.sluice.cli.input.KafkaOptions;
import io.sluice.cli.output.ExitCode;
import io.sluice.config.SluiceConfig;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import io.sluice.pipeline.Accepted;
import io.sluice.pipeline.JobPlan;
import io.sluice.pipeline.Setup;
import io.sluice.registry.RegistryOutage;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a pipeline in this process. */
@Command(
    name = "run",
    description = {"Run a pipeline in this process.", "It resumes from its latest checkpoint."},
    mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {

  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--dry-run",
      description =
          "Check that Kafka, the registry, topics, and tables can be used, and show where reading"
              + " starts. Do not start the job.")
  private boolean dryRun;

  @Option(
      names = "--without-state",
      description =
          "Ignore checkpoints. The tables and Sluice's own topics in Kafka determine where reading"
              + " starts.")
  private boolean withoutState;

  @Option(
      names = "--accept",
      paramLabel = "CONFLICT",
      description =
          "Accept a conflict that kept the last run from starting. Copy it from the message:"
              + " gap:TOPIC/PARTITION:FIRST-LAST or recreated:TOPIC:TOPIC_ID. Can be repeated.")
  private List<String> accept = List.of();

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      defaultValue = "9249",
      description = "The port of the Prometheus endpoint; 0 for none (default: ${DEFAULT-VALUE}).")
  private int metricsPort;

  @Option(
      names = "--metrics-host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "Address that the Prometheus endpoint listens on; 0.0.0.0 for all addresses"
              + " (default: ${DEFAULT-VALUE}).")
  private String metricsHost;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  RunCommand() {}

  @Override
  public Integer call() throws Exception {
    Setup setup = kafka.setup("the pipeline, its contracts, and its tables");
    Accepted accepted = accepted();
    PrintWriter err = spec.commandLine().getErr();
    Preflight.Result preflight = new Preflight(setup).run(!dryRun);
    preflight.lines().forEach(err::println);
    SluiceConfig.Pipeline pipeline = setup.config().pipeline();
    Path checkpoint =
        withoutState
            ? null
            : StateFolder.latestCheckpoint(pipeline.stateFolder(), pipeline.name()).orElse(null);
    if (dryRun || checkpoint == null) {
      preflight.requireNoTroubles();
    }
    if (dryRun) {
      preview(setup.plan(accepted), checkpoint, preflight.registryOutage(), err);
      return ExitCode.FINE;
    }
    preflight
        .troubles()
        .forEach(
            trouble ->
                err.println(
                    "WARNING: "
                        + trouble
                        + " Until this is fixed, the job holds the affected partitions and"
                        + " continues with the rest."));
    try (StateFolder state = StateFolder.lock(pipeline.stateFolder(), pipeline.name())) {
      Path resumeFrom = withoutState ? null : state.latestCheckpoint().orElse(null);
      err.println(
          resumeFrom == null
              ? "starting without a checkpoint; the log shows where reading starts"
              : "resuming from checkpoint " + resumeFrom);
      if (resumeFrom != null && !accept.isEmpty()) {
        err.println(
            "--accept does not apply to the checkpoint's partitions; to apply it to them, add"
                + " --without-state");
      }
      run(setup, accepted, state, resumeFrom, err);
    }
    return ExitCode.FINE;
  }

  /** Fails if the port is in use; Flink's reporter only logs it, in a log that is off here. */
  private void requireFreePort() throws IOException {
    if (metricsPort == 0) {
      return;
    }
    InetAddress address = InetAddress.getByName(metricsHost);
    try (ServerSocket probe = new ServerSocket(metricsPort, 1, address)) {
      probe.setReuseAddress(true);
    } catch (BindException e) {
      throw new SetUpException(
          "the metrics endpoint cannot listen on "
              + metricsHost
              + ":"
              + metricsPort
              + ": "
              + e.getMessage()
              + ". Choose a different --metrics-port or --metrics-host.");
    }
  }

  private static void preview(
      JobPlan plan, @Nullable Path checkpoint, @Nullable RegistryOutage outage, PrintWriter err)
      throws Exception {
    StartPreview.print(plan, checkpoint, err::println);
    if (outage != null) {
      throw new OutageException(
          "dry run: the registry is not responding; everything else is ready. 'sluice run' would"
              + " start and hold records with unknown schemas",
          outage);
    }
    err.println("dry run: everything is ready; nothing was started");
  }

  private Accepted accepted() {
    for (String word : accept) {
      if (!Accepted.isWellFormed(word)) {
        throw new CommandLine.ParameterException(
            spec.commandLine(),
            "--accept: '"
                + word
                + "' does not identify a conflict; copy the value from the conflict message, in the form"
                + " gap:TOPIC/PARTITION:FIRST-LAST or recreated:TOPIC:TOPIC_ID");
      }
    }
    return new Accepted(Set.copyOf(accept));
  }

  private void run(
      Setup setup, Accepted accepted, StateFolder state, @Nullable Path resumeFrom, PrintWriter err)
      throws Exception {
    SluiceConfig.Pipeline pipeline = setup.config().pipeline();
    EmbeddedFlink.Options options =
        new EmbeddedFlink.Options(
            pipeline.parallelism(),
            pipeline.checkpointEvery().toMillis(),
            state.checkpoints(),
            resumeFrom,
            metricsHost,
            metricsPort,
            setup.config().flink());
    requireFreePort();
    try (EmbeddedFlink flink = EmbeddedFlink.start(setup.plan(accepted), options)) {
      err.println("Flink web UI: " + flink.webAddress());
      if (metricsPort > 0) {
        err.println("metrics: http://" + metricsHost + ":" + metricsPort + "/metrics");
      }
      err.println("running; stop with Ctrl-C (the latest checkpoint is kept)");
      flink.await();
    } catch (Exception e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof BindException) {
          throw new SetUpException(
              "a port is already in use: "
                  + cause.getMessage()
                  + ". Set a different port in the configuration, for example"
                  + " flink: {rest.bind-port: ...}.");
        }
      }
      throw e;
    }
  }
}
