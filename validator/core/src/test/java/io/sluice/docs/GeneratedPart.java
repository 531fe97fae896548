package io.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The part of a page in docs/ that is made from code. A test that requires it fails where the page
 * is stale; run the test with {@code -Ddocs.write=true} to write the page again.
 */
public final class GeneratedPart {

  private static final int WIDTH = 100;

  /** A space outside of code. */
  private static final String GAP = " (?=([^`]*`[^`]*`)*[^`]*$)";

  private GeneratedPart() {}

  /** A paragraph in lines of at most 100 columns. */
  public static String paragraph(String text) {
    StringBuilder paragraph = new StringBuilder();
    int column = 0;
    for (String word : text.split(GAP, -1)) {
      boolean fits = column + 1 + word.length() <= WIDTH;
      if (column > 0) {
        paragraph.append(fits ? ' ' : '\n');
      }
      paragraph.append(word);
      column = column > 0 && fits ? column + 1 + word.length() : word.length();
    }
    return paragraph.toString();
  }

  /**
   * Compares the text between {@code <!-- generated: name -->} and {@code <!-- end: name -->}.
   *
   * @param page file name in docs/reference/
   */
  public static void require(String page, String name, String expected) {
    Path file = Path.of("..", "..", "docs", "reference", page);
    String begin = "<!-- generated: " + name + " -->\n";
    String end = "<!-- end: " + name + " -->";
    try {
      String text = Files.readString(file);
      assertThat(text).as(file + " has the marks of " + name).contains(begin, end);
      int from = text.indexOf(begin) + begin.length();
      int to = text.indexOf(end, from);
      if (Boolean.getBoolean("docs.write")) {
        Files.writeString(file, text.substring(0, from) + expected + text.substring(to));
        return;
      }
      assertThat(text.substring(from, to))
          .as(file + " is stale; run this test with -Ddocs.write=true")
          .isEqualTo(expected);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
