package io.sluice.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Text of paragraphs, laid out for the width of a screen. */
public final class Prose {

  private static final Pattern ESCAPE = Pattern.compile("\u001B\\[[0-9;]*m");
  private static final Pattern SPACES = Pattern.compile(" +");

  private Prose() {}

  /** The number of visible characters in a text, without escape sequences. */
  public static int length(String text) {
    String seen = text.indexOf('\u001B') < 0 ? text : ESCAPE.matcher(text).replaceAll("");
    return seen.codePointCount(0, seen.length());
  }

  /** Breaks a text between words. A word longer than a line gets its own line. */
  public static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int used = 0;
    for (String word : SPACES.split(text.strip(), -1)) {
      int length = length(word);
      if (used > 0 && used + 1 + length > width) {
        lines.add(line.toString());
        line.setLength(0);
        used = 0;
      }
      if (used > 0) {
        line.append(' ');
        used++;
      }
      line.append(word);
      used += length;
    }
    lines.add(line.toString());
    return lines;
  }

  /**
   * Joins lines that belong to one paragraph and breaks them again. Empty lines separate
   * paragraphs; lines that begin with a space stay as they are.
   */
  public static List<String> reflow(List<String> lines, int width) {
    List<String> laid = new ArrayList<>();
    StringBuilder paragraph = new StringBuilder();
    for (String line : lines) {
      if (!line.isEmpty() && line.charAt(0) != ' ') {
        paragraph.append(paragraph.isEmpty() ? "" : " ").append(line);
        continue;
      }
      flush(paragraph, width, laid);
      laid.add(line);
    }
    flush(paragraph, width, laid);
    return laid;
  }

  private static void flush(StringBuilder paragraph, int width, List<String> laid) {
    if (!paragraph.isEmpty()) {
      laid.addAll(wrap(paragraph.toString(), width));
      paragraph.setLength(0);
    }
  }

  /** Puts a label before a text and aligns the following lines with the first. */
  public static List<String> hang(String label, int column, String text, int width) {
    List<String> lines = new ArrayList<>();
    List<String> wrapped = wrap(text, width - column);
    int used = length(label);
    boolean fits = used + 2 <= column;
    if (!fits) {
      lines.add(label);
    }
    for (int i = 0; i < wrapped.size(); i++) {
      String before = i == 0 && fits ? label + " ".repeat(column - used) : " ".repeat(column);
      lines.add((before + wrapped.get(i)).stripTrailing());
    }
    return lines;
  }
}
