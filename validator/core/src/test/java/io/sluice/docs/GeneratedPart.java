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

  private GeneratedPart() {}

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
