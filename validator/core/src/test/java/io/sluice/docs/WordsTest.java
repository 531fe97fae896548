package io.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Everything that people read is plain US English. */
class WordsTest {

  private static final int WIDEST_LINE = 120;
  private static final int LONGEST_CELL = 200;

  private final WordList words;

  WordsTest() throws IOException {
    words = new WordList();
  }

  @Test
  void pages() throws IOException {
    List<String> faults = new ArrayList<>();
    for (Path page : Pages.all()) {
      for (Text text : PageTexts.of(page)) {
        faults.addAll(words.faults(text));
      }
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void linesAndCellsOfPagesAreShort() throws IOException {
    List<String> faults = new ArrayList<>();
    for (Path page : Pages.all()) {
      faults.addAll(PageTexts.tooLong(page, WIDEST_LINE, LONGEST_CELL));
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void messagesAndJavadoc() throws IOException {
    List<String> faults = new ArrayList<>();
    for (Text text : SourceTexts.ofAllModules()) {
      faults.addAll(words.faults(text));
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void alertsAndDashboards() throws IOException {
    List<String> faults = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("..", "..", "dashboards"))) {
      for (Path file : files.sorted().toList()) {
        if (file.toString().matches(".*\\.(json|yml|yaml)")) {
          for (Text text : PageTexts.quoted(file)) {
            faults.addAll(words.faults(text));
          }
        }
      }
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void refusesWhatItShould() {
    assertThat(words.faults(new Text("x", "Mend the schema and set the colour."))).hasSize(2);
    assertThat(words.faults(new Text("x", "word ".repeat(WordList.MOST_WORDS + 1)))).hasSize(1);
    assertThat(words.faults(new Text("x", "Fix the schema. The message shows the error.")))
        .isEmpty();
  }
}
