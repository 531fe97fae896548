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
 * All that commands print is as it was accepted: a folder has commands, the files that they read,
 * and their output.
 */
class MessagesTest {

  /** What differs from run to run. */
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
                        String accepted = Files.readString(folder.resolve("output.txt"));
                        assertThat(output(folder)).isEqualTo(accepted);
                      }));
    }
  }

  /** Each command, then what it prints, what it says on stderr, and its exit code. */
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
