package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Compares the output of commands with accepted output. Each folder has commands, the files that
 * they read, and their output. Run the test with {@code -Ddocs.write=true} to accept the new
 * output.
 */
class MessagesTest {

  /** The part of the output that differs between runs. */
  private static final Pattern DURATION = Pattern.compile("\\d+\\.\\d s, \\d+ records/s");

  private static final Path FOLDER = Path.of("src/test/resources/messages");

  @TestFactory
  Stream<DynamicTest> areWhatWasAccepted() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.filter(Files::isDirectory).sorted().toList().stream()
          .map(
              folder ->
                  DynamicTest.dynamicTest(
                      folder.getFileName().toString(),
                      () -> {
                        Path accepted = folder.resolve("output.txt");
                        String output = output(folder);
                        if (Boolean.getBoolean("docs.write")) {
                          Files.writeString(accepted, output);
                        }
                        assertThat(output).isEqualTo(Files.readString(accepted));
                      }));
    }
  }

  /** Each command, its output, its error output, and its exit code. */
  private static String output(Path folder) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String command : Files.readAllLines(folder.resolve("commands.txt"))) {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      int exit =
          Sluice.run(
              new PrintWriter(out, true), new PrintWriter(err, true), command.split(" ", -1));
      all.append("$ sluice ").append(command).append('\n').append(out);
      err.toString().lines().forEach(line -> all.append("! ").append(line).append('\n'));
      all.append("exit ").append(exit).append("\n\n");
    }
    return DURATION.matcher(all).replaceAll("(a duration and a rate)");
  }
}
