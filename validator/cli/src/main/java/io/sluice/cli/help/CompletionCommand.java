package io.sluice.cli.help;

import io.sluice.cli.output.ExitCode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that lets a shell complete commands and options. */
@Command(
    name = "completion",
    description = {
      "Print a shell completion script for commands and options.",
      "Source it in ~/.bashrc or ~/.zshrc. In zsh, it uses bashcompinit."
    },
    mixinStandardHelpOptions = true)
public final class CompletionCommand implements Callable<Integer> {

  /** Shells that can read the script. */
  enum Shell {
    BASH,
    ZSH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(paramLabel = "bash|zsh", description = "The shell to generate the script for.")
  private Shell shell;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  CompletionCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("# To load this in every shell, add to ~/.%src:%n", shell);
    out.printf("#   source <(sluice completion %s)%n", shell);
    // what picocli generates for bash turns itself on in zsh too
    out.print(AutoComplete.bash("sluice", spec.root().commandLine()));
    return ExitCode.FINE;
  }
}
