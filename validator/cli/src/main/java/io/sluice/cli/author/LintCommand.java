package io.sluice.cli.author;

import io.sluice.cli.input.SchemasOption;
import io.sluice.cli.output.ExitCode;
import io.sluice.finding.LintFinding;
import io.sluice.finding.LintFinding.Severity;
import io.sluice.lint.ContractFiles;
import io.sluice.lint.Linter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds mistakes in contracts; needs no Kafka and no registry. */
@Command(
    name = "lint",
    description = {
      "Find mistakes in contracts, all of them at once.",
      "In the files, against their schemas in schemas/, and against each other. Needs no Kafka and",
      "no registry."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 0 no errors (with --strict: and no warnings), 1 findings, 2 no such file."
    })
public final class LintCommand implements Callable<Integer> {

  /** Forms of the result. */
  enum Output {
    TEXT,
    JSON,
    GITHUB
  }

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      defaultValue = "rules",
      description = "Contracts, or folders of them (default: ${DEFAULT-VALUE}).")
  private List<Path> paths;

  @Mixin private SchemasOption schemas;

  @Option(names = "--strict", description = "Let warnings fail too.")
  private boolean strict;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, json, or github for annotations (default: ${DEFAULT-VALUE}).")
  private Output output;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  LintCommand() {}

  @Override
  public Integer call() {
    List<Path> files = ContractFiles.find(paths);
    List<LintFinding> findings = new Linter(schemas.folder()).lint(files);
    FindingPrinter printer = new FindingPrinter(spec.commandLine().getOut());
    switch (output) {
      case TEXT -> printer.people(findings);
      case JSON -> printer.json(findings);
      case GITHUB -> printer.github(findings);
    }
    long errors = findings.stream().filter(one -> one.severity() == Severity.ERROR).count();
    long warnings = findings.stream().filter(one -> one.severity() == Severity.WARNING).count();
    spec.commandLine()
        .getErr()
        .println(
            files.size()
                + (files.size() == 1 ? " file: " : " files: ")
                + errors
                + (errors == 1 ? " error, " : " errors, ")
                + warnings
                + (warnings == 1 ? " warning" : " warnings"));
    return errors > 0 || (strict && warnings > 0) ? ExitCode.FINDINGS : ExitCode.FINE;
  }
}
