package io.sluice.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.failure.Problem;
import io.sluice.language.SchemaFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Mistakes in contracts are found where they are marked by hand, in these words. */
class MistakesTest {

  private static final Path FOLDER = Path.of("src/test/resources/mistakes");

  @TestFactory
  Stream<DynamicTest> eachIsFoundWhereItIsMarked() throws IOException {
    return together().entrySet().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    FOLDER.relativize(one.getKey()).toString(),
                    () ->
                        assertThat(found(one.getValue()))
                            .containsExactlyInAnyOrderElementsOf(marked(one.getValue()))));
  }

  @Test
  void thereAreHundreds() throws IOException {
    int count = 0;
    for (List<Path> files : together().values()) {
      count += marked(files).size();
    }
    assertThat(count).isGreaterThan(400);
  }

  /** Each file by itself, but the files of a folder inside with each other. */
  private static Map<Path, List<Path>> together() throws IOException {
    Map<Path, List<Path>> together = new TreeMap<>();
    for (Path file : ContractFiles.find(List.of(FOLDER))) {
      Path folder = file.getParent();
      together
          .computeIfAbsent(
              folder == null || folder.equals(FOLDER) ? file : folder, any -> new ArrayList<>())
          .add(file);
    }
    return together;
  }

  private static List<String> found(List<Path> files) {
    return new Linter(new SchemaFolder(schemas(files)))
        .lint(files).stream()
            .map(
                finding ->
                    place(finding.problem())
                        + " "
                        + finding.severity().label()
                        + ": "
                        + finding.problem().message().replace(FOLDER + "/", ""))
            .toList();
  }

  private static String place(Problem problem) {
    return Path.of(problem.file()).getFileName() + ":" + problem.line() + ":" + problem.column();
  }

  private static Path schemas(List<Path> files) {
    boolean without = files.get(0).endsWith("twice.yaml");
    return FOLDER.resolve(without ? "none" : "schemas");
  }

  private static List<String> marked(List<Path> files) throws IOException {
    List<String> marked = new ArrayList<>();
    for (Path file : files) {
      addMarked(file, marked);
    }
    return marked;
  }

  private static void addMarked(Path file, List<String> marked) throws IOException {
    String name = file.getFileName() + ":";
    int number = 0;
    int line = 0;
    // one of them is not UTF-8
    String all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    for (String text : all.lines().toList()) {
      number++;
      if (text.startsWith("#> ")) {
        marked.add(text.substring(3));
      } else if (text.startsWith("#@ ")) {
        marked.add(name + "1:1 " + text.substring(3));
      } else if (text.startsWith("#< ")) {
        marked.add(name + line + ":1 " + text.substring(3));
      } else if (text.startsWith("#")) {
        int caret = text.indexOf('^');
        marked.add(name + line + ":" + (caret + 1) + " " + text.substring(caret + 2));
      } else {
        line = number;
      }
    }
  }
}
