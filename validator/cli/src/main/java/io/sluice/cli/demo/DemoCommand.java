package io.sluice.cli.demo;

import io.sluice.audit.AuditOptions;
import io.sluice.audit.AuditProgress;
import io.sluice.audit.AuditVerify;
import io.sluice.audit.report.AuditReport;
import io.sluice.cli.audit.AuditPrinter;
import io.sluice.cli.audit.RegistrySchemas;
import io.sluice.cli.output.ExitCode;
import io.sluice.cli.output.ProgressLine;
import io.sluice.cli.run.EmbeddedFlink;
import io.sluice.demo.DemoLandscape;
import io.sluice.demo.Feed;
import io.sluice.demo.FreePorts;
import io.sluice.demo.Streams;
import io.sluice.failure.SetUpException;
import io.sluice.kafka.KafkaAdmin;
import io.sluice.pipeline.Setup;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobStatus;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs everything on this machine with real events and shows the result. */
@Command(
    name = "demo",
    description = {
      "Run everything on this machine, with three streams of real events.",
      "Starts a Kafka broker, a schema registry, and a Flink job, then proves that no record was",
      "lost."
    },
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

  private static final int PER_SECOND = 20;

  @Option(
      names = "--once",
      description =
          "Stop when all events are in a table or dead-letter topic. Exit with 0 only if the audit"
              + " has no findings.")
  private boolean once;

  @Option(
      names = "--incidents",
      description =
          "Send events for ten minutes, with incidents that show up in dashboards and alerts.")
  private boolean incidents;

  @Option(
      names = "--into",
      paramLabel = "FILE",
      description =
          "Send the demo's events to the Kafka cluster and registry specified in this"
              + " configuration, without starting a broker, a registry, or a job.")
  private @Nullable Path into;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description =
          "Folder that the demo empties and writes to (default: .sluice/demo next to the launcher).")
  private @Nullable Path chosenFolder;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "The port of the Prometheus endpoint (default: a free port).")
  private int metricsPort;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  public DemoCommand() {}

  @Override
  public Integer call() throws Exception {
    // the demo prints its own progress
    Configurator.setLevel("io.sluice", Level.WARN);
    PrintWriter err = spec.commandLine().getErr();
    Path home = Path.of(System.getProperty("sluice.home", "")).toAbsolutePath();
    if (!Files.isDirectory(home.resolve("rules"))) {
      throw new SetUpException(
          "the demo requires the rules/ and schemas/ folders from a clone; start it with the"
              + " ./sluice launcher");
    }
    ProgressLine progress = new ProgressLine(err);
    Path target = into;
    if (target != null) {
      return sendInto(Setup.read(target), home, progress);
    }
    Path folder = emptied(home);
    progress.step("starting a Kafka broker and a schema registry");
    Path server = home.resolve("validator/registry/target/server");
    try (DemoLandscape landscape = DemoLandscape.start(folder, home, server)) {
      Path config = landscape.setUp();
      Map<String, Integer> sent = landscape.feed().send();
      progress.step("sent " + describe(sent));
      return run(Setup.read(config), config, landscape, progress);
    }
  }

  private static int sendInto(Setup setup, Path home, ProgressLine progress) throws Exception {
    String registry = setup.config().registry().url();
    if (registry == null) {
      throw new SetUpException(
          "the demo's events require a schema registry, but the configuration has none; set"
              + " registry.url");
    }
    try (Feed feed = new Feed(setup.config().kafka(), registry, home)) {
      feed.makeTopics();
      progress.step("sent " + describe(feed.send()));
    }
    return ExitCode.FINE;
  }

  private static String describe(Map<String, Integer> sent) {
    return sent.get(Streams.BIRDS)
        + " wildlife strikes (Avro), "
        + sent.get(Streams.QUAKES)
        + " earthquakes (JSON Schema), "
        + sent.get(Streams.HOOKS)
        + " GitHub webhooks (JSON Schema), and "
        + sent.get("broken")
        + " records broken on purpose";
  }

  private int run(Setup setup, Path config, DemoLandscape landscape, ProgressLine progress)
      throws Exception {
    Path folder = config.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IllegalStateException("the demo's configuration is in a folder");
    }
    int port = metricsPort == 0 ? FreePorts.find(1).get(0) : metricsPort;
    io.sluice.job.deadletter.DeadLetterTopics.prepare(setup);
    EmbeddedFlink.Options options =
        new EmbeddedFlink.Options(
            setup.config().pipeline().parallelism(),
            setup.config().pipeline().checkpointEvery().toMillis(),
            folder.resolve("checkpoints"),
            null,
            "127.0.0.1",
            port,
            Map.of());
    try (EmbeddedFlink flink = EmbeddedFlink.start(setup.plan(), options)) {
      progress.step("the Flink job is running: " + flink.webAddress());
      awaitSettled(setup, flink, progress);
      progress.step("all events are accounted for; the audit is rereading everything");
      AuditReport report =
          new AuditVerify(
                  setup.config(),
                  setup.contracts(),
                  AuditOptions.EVERYTHING,
                  new RegistrySchemas(setup.config()),
                  AuditProgress.NONE)
              .run();
      PrintWriter out = spec.commandLine().getOut();
      new DemoSummary(setup, report, out).print();
      AuditPrinter.print(report, out);
      hints(config, flink, port, out);
      if (incidents) {
        plant(landscape, progress);
      } else if (!once) {
        progress.step("sending " + PER_SECOND + " events per second until Ctrl-C");
        landscape.feed().trickle(PER_SECOND);
      }
      return report.isClean() ? ExitCode.FINE : ExitCode.FINDINGS;
    }
  }

  private static void plant(DemoLandscape landscape, ProgressLine progress) throws Exception {
    progress.step("sending 45 events per second, with incidents");
    landscape.plant(
        (incident, begins) -> progress.step((begins ? "begins: " : "ends: ") + incident.what()));
    progress.step("the incidents are over, and no more events will be sent; stop with Ctrl-C");
    new CountDownLatch(1).await();
  }

  private void hints(Path config, EmbeddedFlink flink, int port, PrintWriter out) throws Exception {
    out.println();
    out.println("look at a table:        ./sluice table faa.birdstrikes --config " + config);
    if (once) {
      out.println("look at dead letters:   run ./sluice demo without --once to keep it running");
    } else {
      out.println(
          "see why records died:   ./sluice dlq stats faa.birdstrikes.dlq --config " + config);
      out.println(
          "look at a dead letter:  ./sluice dlq show faa.birdstrikes.dlq --config " + config);
      out.println("run the audit again:    ./sluice audit verify --config " + config);
      out.println("Flink web UI:           " + flink.webAddress());
      out.println("Prometheus metrics:     http://127.0.0.1:" + port + "/metrics");
    }
    out.flush();
  }

  private Path emptied(Path home) throws IOException {
    Path given = chosenFolder;
    Path folder = given == null ? home.resolve(".sluice/demo") : given.toAbsolutePath();
    if (given != null
        && Files.isDirectory(folder)
        && !Files.exists(folder.resolve("sluice.yaml"))) {
      try (Stream<Path> files = Files.list(folder)) {
        if (files.findAny().isPresent()) {
          throw new SetUpException(
              folder + " is not empty and was not written by a demo; choose a different --folder");
        }
      }
    }
    if (Files.exists(folder)) {
      List<Path> old;
      try (Stream<Path> files = Files.walk(folder)) {
        old = files.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path file : old) {
        Files.delete(file);
      }
    }
    return Files.createDirectories(folder);
  }

  private static void awaitSettled(Setup setup, EmbeddedFlink flink, ProgressLine progress)
      throws Exception {
    String group = "sluice-" + setup.config().pipeline().name();
    try (KafkaAdmin admin = KafkaAdmin.forJob(setup.config().kafka())) {
      Map<TopicPartition, OffsetSpec> partitions = new java.util.HashMap<>();
      for (String topic : List.of(Streams.BIRDS, Streams.QUAKES, Streams.HOOKS)) {
        for (int i = 0; i < Streams.PARTITIONS; i++) {
          partitions.put(new TopicPartition(topic, i), OffsetSpec.latest());
        }
      }
      var ends = admin.get("the topics' end offsets", admin.client().listOffsets(partitions).all());
      long all = ends.values().stream().mapToLong(end -> end.offset()).sum();
      long done = 0;
      while (done < all) {
        if (flink.status() == JobStatus.FAILED) {
          flink.await();
        }
        Map<TopicPartition, OffsetAndMetadata> settled =
            admin.get(
                "group " + group,
                admin.client().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        done =
            settled.entrySet().stream()
                .filter(entry -> partitions.containsKey(entry.getKey()))
                .mapToLong(entry -> entry.getValue().offset())
                .sum();
        progress.at("records are accounted for", done, all);
        Thread.sleep(300);
      }
    }
  }
}
