package io.sluice.cli;

import io.sluice.cli.audit.AuditCommand;
import io.sluice.cli.author.CheckCommand;
import io.sluice.cli.author.InitCommand;
import io.sluice.cli.author.LintCommand;
import io.sluice.cli.author.ProfileCommand;
import io.sluice.cli.author.TestCommand;
import io.sluice.cli.demo.DemoCommand;
import io.sluice.cli.hold.HoldCommand;
import io.sluice.cli.letters.DlqCommand;
import io.sluice.cli.output.ExitCode;
import io.sluice.cli.replay.ReplayCommand;
import io.sluice.cli.run.RunCommand;
import io.sluice.cli.run.TableCommand;
import io.sluice.failure.Failure;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The sluice command: picks the subcommand and turns failures into messages and exit codes. */
@Command(
    name = "sluice",
    description = "The gate between raw Kafka topics and the lakehouse.",
    mixinStandardHelpOptions = true,
    version = "sluice 0.1.0-SNAPSHOT",
    subcommands = {
      DemoCommand.class,
      InitCommand.class,
      LintCommand.class,
      TestCommand.class,
      CheckCommand.class,
      ProfileCommand.class,
      RunCommand.class,
      TableCommand.class,
      DlqCommand.class,
      ReplayCommand.class,
      HoldCommand.class,
      AuditCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 fine, 1 findings, 2 usage or setup problem, 3 outage, 4 internal error,",
      "5 conflict, 130 interrupted."
    })
public final class Sluice implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show stack traces of failures.")
  private boolean debug;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  Sluice() {}

  public static void main(String[] arguments) {
    System.exit(
        run(
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            arguments));
  }

  /** Runs a command; results go to {@code out}, everything else to {@code err}. */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    Sluice sluice = new Sluice();
    int exit =
        new CommandLine(sluice)
            .setOut(out)
            .setErr(err)
            .setUsageHelpWidth(100)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(
                (failure, command, parsed) -> sluice.report(failure, command))
            .execute(arguments);
    out.flush();
    err.flush();
    return exit;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do; see the list of commands.");
  }

  private int report(Exception failure, CommandLine command) {
    PrintWriter err = command.getErr();
    if (debug) {
      failure.printStackTrace(err);
    }
    if (failure instanceof Failure known) {
      err.println(
          known.<String>fold(
              Throwable::getMessage,
              Throwable::getMessage,
              conflict -> "conflict: " + conflict.getMessage(),
              Throwable::getMessage));
      return ExitCode.of(known);
    }
    err.println("internal error: " + innermost(failure));
    if (!debug) {
      err.println("run again with --debug to see where");
    }
    return ExitCode.INTERNAL;
  }

  private static String innermost(Throwable failure) {
    Throwable at = failure;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    return String.valueOf(at);
  }
}
