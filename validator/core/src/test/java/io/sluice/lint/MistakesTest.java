package io.sluice.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.SchemaFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Mistakes in contracts are found where they are marked by hand, in these words. */
class MistakesTest {

  private static final Path FOLDER = Path.of("src/test/resources/mistakes");

  @TestFactory
  Stream<DynamicTest> eachIsFoundWhereItIsMarked() throws IOException {
    return ContractFiles.find(List.of(FOLDER)).stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () ->
                        assertThat(found(file)).containsExactlyInAnyOrderElementsOf(marked(file))));
  }

  @Test
  void thereAreSixtyAndMore() throws IOException {
    int count = 0;
    for (Path file : ContractFiles.find(List.of(FOLDER))) {
      count += marked(file).size();
    }
    assertThat(count).isGreaterThan(60);
  }

  private static List<String> found(Path file) {
    return new Linter(new SchemaFolder(schemas(file)))
        .lint(List.of(file)).stream()
            .map(
                finding ->
                    finding.problem().line()
                        + ":"
                        + finding.problem().column()
                        + " "
                        + finding.severity().label()
                        + ": "
                        + finding.problem().message())
            .toList();
  }

  private static Path schemas(Path file) {
    boolean without = file.endsWith("twice.yaml");
    return FOLDER.resolve(without ? "none" : "schemas");
  }

  private static List<String> marked(Path file) throws IOException {
    List<String> marked = new ArrayList<>();
    int number = 0;
    int line = 0;
    for (String text : Files.readAllLines(file)) {
      number++;
      if (text.startsWith("#@ ")) {
        marked.add("1:1 " + text.substring(3));
      } else if (text.startsWith("#< ")) {
        marked.add(line + ":1 " + text.substring(3));
      } else if (text.startsWith("#")) {
        int caret = text.indexOf('^');
        marked.add(line + ":" + (caret + 1) + " " + text.substring(caret + 2));
      } else {
        line = number;
      }
    }
    return marked;
  }
}
