package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.output.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real shell loads the script and completes with it. */
class CompletionTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit fills it in
  private Path folder;

  @Test
  void bashCompletesCommandsOptionsAndValues() throws Exception {
    Path script = script("bash");
    assertThat(shell("bash", "-n", script.toString())).isEmpty();
    assertThat(complete(script, "sluice", "dl")).containsExactly("dlq");
    assertThat(complete(script, "sluice", "dlq", "l")).containsExactly("list");
    assertThat(complete(script, "sluice", "lint", "--str")).containsExactly("--strict");
    assertThat(complete(script, "sluice", "lint", "--output", ""))
        .containsExactlyInAnyOrder("text", "json", "github");
    assertThat(complete(script, "sluice", "completion", "z")).containsExactly("zsh");
  }

  /** The script turns bashcompinit on by itself. */
  @Test
  void zshLoadsTheSameFunctions() throws Exception {
    String script = Files.readString(script("zsh"));
    assertThat(script)
        .startsWith("# To load this in every shell, add to ~/.zshrc:\n")
        .contains("bashcompinit", "complete -F _complete_sluice");
  }

  private Path script(String shell) throws IOException {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    assertThat(Sluice.run(new PrintWriter(out), new PrintWriter(err), "completion", shell))
        .isEqualTo(ExitCode.FINE);
    return Files.writeString(folder.resolve("sluice." + shell), out.toString());
  }

  /** What a shell offers for the last of some words. */
  private static List<String> complete(Path script, String... words) throws Exception {
    String line =
        "source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_sluice; printf '%%s\\n' ${COMPREPLY[@]}"
            .formatted(script, quoted(words), words.length - 1);
    return shell("bash", "-c", line).lines().toList();
  }

  private static String quoted(String... words) {
    return "'" + String.join("' '", words) + "'";
  }

  private static String shell(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    process.waitFor();
    return printed;
  }
}
