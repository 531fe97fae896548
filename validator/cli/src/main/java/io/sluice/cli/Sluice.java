package io.sluice.cli;

import io.sluice.cli.audit.AuditCommand;
import io.sluice.cli.author.CheckCommand;
import io.sluice.cli.author.InitCommand;
import io.sluice.cli.author.LintCommand;
import io.sluice.cli.author.ProfileCommand;
import io.sluice.cli.author.TestCommand;
import io.sluice.cli.demo.DemoCommand;
import io.sluice.cli.docs.DocsCommand;
import io.sluice.cli.help.CompletionCommand;
import io.sluice.cli.help.HelpScreen;
import io.sluice.cli.help.UsageMistakes;
import io.sluice.cli.hold.HoldCommand;
import io.sluice.cli.letters.DlqCommand;
import io.sluice.cli.output.ExitCode;
import io.sluice.cli.output.Terminal;
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
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The sluice command: picks the subcommand and turns failures into messages and exit codes. */
@Command(
    name = "sluice",
    description = {
      "Check Kafka records against schemas and rules. Write clean rows to Iceberg, and",
      "send all other records to dead-letter topics, with the reasons."
    },
    mixinStandardHelpOptions = true,
    version = "sluice 0.1.0-SNAPSHOT",
    subcommands = {
      InitCommand.class,
      LintCommand.class,
      TestCommand.class,
      CheckCommand.class,
      ProfileCommand.class,
      DemoCommand.class,
      RunCommand.class,
      HoldCommand.class,
      TableCommand.class,
      DlqCommand.class,
      ReplayCommand.class,
      AuditCommand.class,
      DocsCommand.class,
      CompletionCommand.class
    },
    footer = {
      "For a command's options and an example: sluice COMMAND --help",
      "",
      "Exit codes: 0: success, 1: findings, 2: usage or setup problem, 3: outage,",
      "4: internal error, 5: conflict, 130: interrupted."
    })
public final class Sluice implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show stack traces for failures.")
  private boolean debug;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  Sluice() {}

  public static void main(String[] arguments) {
    System.exit(
        run(
            Terminal.ofStandardOutput(),
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            arguments));
  }

  /** Runs a command; results go to {@code out}, everything else to {@code err}. */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return run(Terminal.PIPE, out, err, arguments);
  }

  /** Runs a command whose results go to a given terminal. */
  static int run(Terminal terminal, PrintWriter out, PrintWriter err, String... arguments) {
    int exit = commandLine(terminal).setOut(out).setErr(err).execute(arguments);
    out.flush();
    err.flush();
    return exit;
  }

  /** The command with all its subcommands. */
  static CommandLine commandLine(Terminal terminal) {
    Sluice sluice = new Sluice();
    CommandLine root =
        new CommandLine(sluice)
            .setUsageHelpWidth(terminal.width())
            .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.ansi()))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(new UsageMistakes())
            .setExecutionStrategy(
                parsed -> {
                  UsageMistakes.requireUsable(parsed);
                  return new CommandLine.RunLast().execute(parsed);
                })
            .setExecutionExceptionHandler(
                (failure, command, parsed) -> sluice.report(failure, command));
    HelpScreen.install(root);
    String[] version = root.getCommandSpec().version();
    giveVersion(root, version);
    return root;
  }

  private static void giveVersion(CommandLine command, String... version) {
    command.getCommandSpec().version(version);
    command.getSubcommands().values().forEach(one -> giveVersion(one, version));
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
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
      err.println("Run again with --debug for the stack trace.");
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
