package io.sluice.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.audit.AuditOptions;
import io.sluice.audit.AuditReport;
import io.sluice.audit.AuditVerify;
import io.sluice.audit.Finding;
import io.sluice.job.Setup;
import io.sluice.problem.OutageException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Proofs from outside the job. */
@Command(
    name = "audit",
    description = "Prove from outside the job that nothing was lost, doubled or changed.",
    mixinStandardHelpOptions = true,
    subcommands = AuditCommand.Verify.class)
final class AuditCommand implements Runnable {

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the field in
  AuditCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: audit verify");
  }

  @Command(
      name = "verify",
      description = "Compare source topics, tables and dead letters, record by record.",
      mixinStandardHelpOptions = true)
  static final class Verify implements Callable<Integer> {

    @Mixin private ConfigOption config;

    @Option(
        names = "--values",
        description = "Decode every record again and compare all columns of its row.")
    private boolean values;

    @Option(
        names = "--since",
        converter = TimeConverter.class,
        paramLabel = "TIME",
        description = "Only records from this time on, as 2024-01-31T12:00:00Z or 7d, 90m ago.")
    private @Nullable Instant since;

    @Option(
        names = "--until",
        converter = TimeConverter.class,
        paramLabel = "TIME",
        description = "Only records before this time, as 2024-01-31T12:00:00Z or 7d, 90m ago.")
    private @Nullable Instant until;

    @Option(
        names = "--output",
        paramLabel = "FORMAT",
        defaultValue = "text",
        description = "text or json (default: ${DEFAULT-VALUE}).")
    private Output output;

    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    Verify() {}

    @Override
    public Integer call() throws Exception {
      Setup setup = config.setupWithKafka();
      AuditReport report;
      try {
        report = new AuditVerify(setup.config(), setup.contracts(), options()).run();
      } catch (KafkaException | ExecutionException e) {
        throw new OutageException(
            "Kafka cannot be read at "
                + setup.config().kafka().get("bootstrap.servers")
                + ": "
                + e.getMessage(),
            e);
      }
      PrintWriter out = spec.commandLine().getOut();
      if (output == Output.JSON) {
        out.println(json(report));
      } else {
        AuditPrinter.print(report, out);
      }
      return report.isClean() ? ExitCode.FINE : ExitCode.FINDINGS;
    }

    private AuditOptions options() {
      return new AuditOptions(values, since, until);
    }
  }

  /** An instant, or a duration before now. */
  private static String json(AuditReport report) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("clean", report.isClean());
    ObjectNode topics = root.putObject("topics");
    report
        .topics()
        .forEach(
            (topic, counts) ->
                topics
                    .putObject(topic)
                    .put("source", counts.source())
                    .put("rows", counts.rows())
                    .put("dead", counts.dead())
                    .put("dropped", counts.dropped())
                    .put("copies", counts.copies())
                    .put("repaired", counts.repaired())
                    .put("void", counts.voided())
                    .put("compared", counts.compared())
                    .put("ledgered", counts.ledgered()));
    ArrayNode findings = root.putArray("findings");
    for (Finding finding : report.findings()) {
      ObjectNode node = findings.addObject();
      node.put("kind", finding.kind().name().toLowerCase(java.util.Locale.ROOT));
      node.put("at", finding.at() == null ? null : finding.at().toString());
      node.put("last", finding.last() == null ? null : finding.last().toString());
      node.put("where", finding.where());
      node.put("message", finding.message());
    }
    ArrayNode notes = root.putArray("notes");
    report.notes().forEach(notes::add);
    return root.toPrettyString();
  }
}
