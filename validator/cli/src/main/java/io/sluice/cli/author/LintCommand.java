package io.sluice.cli.author;

import io.sluice.cli.input.SchemasOption;
import io.sluice.cli.output.ExitCode;
import io.sluice.cli.output.Paint;
import io.sluice.finding.LintFinding;
import io.sluice.lint.ContractFiles;
import io.sluice.lint.Linter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds mistakes in contracts without Kafka or a registry. */
@Command(
    name = "lint",
    description = {
      "Find all mistakes in contracts in one pass.",
      "Checks the files themselves, the rules against the schemas in schemas/, and the contracts",
      "against each other. Does not require Kafka or a registry."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 0: no errors (and no warnings with --strict), 1: findings, 2: file not found."
    })
public final class LintCommand implements Callable<Integer> {

  /** Forms of the result. */
  enum Output {
    TEXT,
    JSON,
    GITHUB;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      defaultValue = "rules",
      description = "Contract files, or folders that contain them (default: ${DEFAULT-VALUE}).")
  private List<Path> paths;

  @Mixin private SchemasOption schemas;

  @Option(names = "--strict", description = "Treat warnings as errors.")
  private boolean strict;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "text, json, or github for pull request annotations (default: ${DEFAULT-VALUE}).")
  private Output output;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  LintCommand() {}

  @Override
  public Integer call() {
    List<Path> files = ContractFiles.find(paths);
    List<LintFinding> findings = new Linter(schemas.folder()).lint(files);
    CommandLine command = spec.commandLine();
    FindingPrinter printer = new FindingPrinter(command.getOut());
    switch (output) {
      case TEXT -> printer.people(findings, spec.usageMessage().width(), Paint.of(command));
      case JSON -> printer.json(findings);
      case GITHUB -> printer.github(findings);
    }
    LintSummary summary = LintSummary.of(findings, files);
    command.getErr().println(summary);
    return summary.errors() > 0 || (strict && summary.warnings() > 0)
        ? ExitCode.FINDINGS
        : ExitCode.FINE;
  }
}
