package io.sluice.cli.letters;

import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.cli.input.KafkaOptions;
import io.sluice.cli.output.ExitCode;
import io.sluice.config.Durations;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import io.sluice.letters.LetterMetrics;
import io.sluice.pipeline.Setup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves counts of dead letters by state to Prometheus. */
@Command(
    name = "metrics",
    description = {
      "Serve the number of dead letters in each state to Prometheus.",
      "Reads the pipeline's dead-letter topics, journal, and tables at regular intervals. Run one",
      "instance per pipeline, alongside the job."
    },
    mixinStandardHelpOptions = true)
final class DlqMetricsCommand implements Callable<Integer> {

  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "9250",
      description = "The port to listen on (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "The address to listen on; 0.0.0.0 for all addresses (default: ${DEFAULT-VALUE}).")
  private String address;

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      defaultValue = "1m",
      description = "Time between counts (default: ${DEFAULT-VALUE}).")
  private String every;

  @Option(names = "--once", description = "Count once, print the metrics, and exit.")
  private boolean once;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  DlqMetricsCommand() {}

  @Override
  public Integer call() throws Exception {
    Duration pause = Durations.parse(every);
    if (pause == null) {
      throw new ParameterException(
          spec.commandLine(),
          "--every: '" + every + "' is not a duration; use a value such as 90s or 5m");
    }
    Setup setup = kafka.setup("the pipeline's name, contracts, and tables");
    PrometheusRegistry registry = new PrometheusRegistry();
    LetterMetrics metrics = new LetterMetrics(setup, registry);
    if (once) {
      metrics.count();
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      PrometheusTextFormatWriter.create().write(text, registry.scrape());
      PrintWriter out = spec.commandLine().getOut();
      out.print(text.toString(StandardCharsets.UTF_8));
      out.flush();
      return ExitCode.FINE;
    }
    try (HTTPServer server = listen(registry)) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("metrics: http://" + address + ":" + server.getPort() + "/metrics");
      boolean counted = false;
      while (!Thread.currentThread().isInterrupted()) {
        try {
          metrics.count();
          counted = true;
        } catch (RuntimeException e) {
          if (e instanceof SetUpException && !counted) {
            throw e;
          }
          // catalogs fail in many ways when they are down; the age of the last count shows it
          err.println(
              Instant.now().truncatedTo(ChronoUnit.SECONDS)
                  + " could not count letters; retrying in "
                  + every
                  + ": "
                  + (e instanceof OutageException || e instanceof SetUpException
                      ? e.getMessage()
                      : e));
        }
        Thread.sleep(pause.toMillis());
      }
    }
    return ExitCode.FINE;
  }

  private HTTPServer listen(PrometheusRegistry registry) throws IOException {
    try {
      return HTTPServer.builder().hostname(address).port(port).registry(registry).buildAndStart();
    } catch (BindException e) {
      throw new SetUpException(
          "cannot listen on "
              + address
              + ":"
              + port
              + ": "
              + e.getMessage()
              + ". Choose a different --port or --bind.");
    }
  }
}
