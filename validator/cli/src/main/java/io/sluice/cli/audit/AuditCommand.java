package io.sluice.cli.audit;

import io.sluice.audit.AuditOptions;
import io.sluice.audit.AuditVerify;
import io.sluice.audit.report.AuditReport;
import io.sluice.audit.report.Coverage.Reason;
import io.sluice.cli.input.DurationConverter;
import io.sluice.cli.input.KafkaOptions;
import io.sluice.cli.input.TimeConverter;
import io.sluice.cli.output.ExitCode;
import io.sluice.cli.output.Output;
import io.sluice.failure.SetUpException;
import io.sluice.failure.Suggestion;
import io.sluice.pipeline.Setup;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Audits a pipeline from outside the job. */
@Command(
    name = "audit",
    description = "Prove from outside the job that no record was lost, duplicated, or changed.",
    mixinStandardHelpOptions = true,
    subcommands = AuditCommand.Verify.class)
public final class AuditCommand {

  @Command(
      name = "verify",
      description = "Compare source topics, tables, and dead letters record by record.",
      mixinStandardHelpOptions = true)
  static final class Verify implements Callable<Integer> {

    @Mixin private KafkaOptions kafka;

    @Option(
        names = "--values",
        description = "Also decode every record again and compare every column in its row.")
    private boolean values;

    @Option(
        names = "--since",
        converter = TimeConverter.class,
        paramLabel = "TIME",
        description =
            "Verify only records from this time on: 2024-01-31T12:00:00Z, or 7d for 7 days ago.")
    private @Nullable Instant since;

    @Option(
        names = "--until",
        converter = TimeConverter.class,
        paramLabel = "TIME",
        description =
            "Verify only records before this time: 2024-01-31T12:00:00Z, or 7d for 7 days ago.")
    private @Nullable Instant until;

    @Option(
        names = "--table",
        paramLabel = "NAME",
        description = "Verify only the topics that feed this table. Can be repeated.")
    private List<String> tables = List.of();

    @Option(
        names = "--allow-unverified",
        paramLabel = "REASON",
        converter = ReasonConverter.class,
        description =
            "Accept parts that could not be verified for this reason: no-right, no-limit,"
                + " no-source, no-table, no-topic-id, no-schema, or no-time. Can be repeated.")
    private List<Reason> accepted = List.of();

    @Option(
        names = "--max-time",
        paramLabel = "DURATION",
        converter = DurationConverter.class,
        description =
            "Do not start verifying any more partitions after this much time, such as 30m or 2h."
                + " Partitions that were not verified in time are reported as no-time.")
    private @Nullable Duration maxTime;

    @Option(
        names = "--resume",
        paramLabel = "FILE",
        description =
            "Keep a list of verified partitions in FILE and continue from it. Partitions with"
                + " findings are verified again.")
    private @Nullable Path resume;

    @Option(
        names = "--report",
        paramLabel = "FILE",
        description = "Also write the report as an HTML page.")
    private @Nullable Path page;

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
    public Integer call() throws IOException {
      requireFolder();
      Setup setup = kafka.setupWithKafka("the contracts and tables to compare");
      requireTables(setup);
      AuditReport report = run(setup);
      PrintWriter out = spec.commandLine().getOut();
      if (output == Output.JSON) {
        out.println(AuditJson.of(report));
      } else {
        AuditPrinter.print(report, out);
      }
      if (page != null) {
        Files.writeString(page, new AuditHtml(report).page(Instant.now()));
      }
      return report.isClean() ? ExitCode.FINE : ExitCode.FINDINGS;
    }

    private AuditReport run(Setup setup) throws IOException {
      AuditProgressBar progress = new AuditProgressBar(spec.commandLine().getErr());
      try {
        return new AuditVerify(
                setup.config(),
                setup.contracts(),
                options(),
                new RegistrySchemas(setup.config()),
                progress)
            .run();
      } finally {
        progress.end();
      }
    }

    /** Fails before a long audit if its report could not be written. */
    private void requireFolder() {
      Path folder = page == null ? null : page.toAbsolutePath().getParent();
      if (folder != null && (!Files.isDirectory(folder) || !Files.isWritable(folder))) {
        throw new SetUpException(
            "cannot write the report to "
                + page
                + ": "
                + folder
                + " is not a writable folder; choose a different --report");
      }
    }

    private void requireTables(Setup setup) {
      Set<String> known = new TreeSet<>();
      setup.contracts().forEach(contract -> known.add(contract.table().name()));
      for (String table : tables) {
        boolean isKnown =
            known.stream().anyMatch(name -> name.equals(table) || name.contains("{topic}"));
        if (!isKnown) {
          throw new SetUpException(
              "no contract writes to table '" + table + "'" + Suggestion.among(table, known));
        }
      }
    }

    private AuditOptions options() {
      return new AuditOptions(
          values, since, until, Set.copyOf(tables), Set.copyOf(accepted), maxTime, resume);
    }
  }
}
