package io.sluice.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts of files that are no source code: pages, alerts, dashboards. */
final class PageTexts {

  private static final Pattern CODE = Pattern.compile("`[^`\n]+`");
  private static final Pattern LINK_TARGET = Pattern.compile("\\]\\([^)]*\\)");
  private static final Pattern COMMENT = Pattern.compile("<!--.*?-->");
  private static final Pattern QUOTED =
      Pattern.compile(
          "\"(?:title|description|text|content|label)\" *: *\"((?:[^\"\\\\]|\\\\.)*)\""
              + "|(?:summary|description): *(.+)");

  private PageTexts() {}

  /** The paragraphs, list items, and cells of a page, without code. */
  static List<Text> of(Path page) throws IOException {
    List<Text> texts = new ArrayList<>();
    StringBuilder paragraph = new StringBuilder();
    List<String> lines = Files.readAllLines(page);
    boolean isCode = false;
    int start = 1;
    for (int i = 0; i <= lines.size(); i++) {
      String line = i < lines.size() ? lines.get(i).strip() : "";
      boolean isFence = line.startsWith("```");
      boolean isItem = line.matches("(?:[-*]|\\d+\\.) .*|#.*|>.*");
      if (line.isEmpty() || isFence || isItem || line.startsWith("|")) {
        add(texts, page, start, paragraph);
        start = i + 1;
      }
      if (isFence) {
        isCode = !isCode;
      } else if (!isCode && line.startsWith("|")) {
        for (String cell : line.split("(?<!\\\\)\\|")) {
          add(texts, page, i + 1, new StringBuilder(cell));
        }
      } else if (!isCode) {
        paragraph.append(line.replaceFirst("^(?:[-*]|\\d+\\.|#+|>) ?", "")).append('\n');
      }
    }
    return texts;
  }

  /** A line without code and link targets, which cannot be wrapped. */
  private static String plain(String line) {
    return LINK_TARGET.matcher(CODE.matcher(line).replaceAll("X")).replaceAll("]");
  }

  private static void add(List<Text> texts, Path page, int line, StringBuilder words) {
    String plain = COMMENT.matcher(words).replaceAll("");
    plain = plain(plain);
    if (!plain.isBlank()) {
      texts.add(new Text(page.getFileName() + ":" + line, plain));
    }
    words.setLength(0);
  }

  /** Lines and cells that are too long to read. */
  static List<String> tooLong(Path page, int widest, int longestCell) throws IOException {
    List<String> faults = new ArrayList<>();
    List<String> lines = Files.readAllLines(page);
    boolean isCode = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.strip().startsWith("```")) {
        isCode = !isCode;
      } else if (line.startsWith("|")) {
        for (String cell : LINK_TARGET.matcher(line).replaceAll("]").split("(?<!\\\\)\\|")) {
          if (cell.strip().length() > longestCell) {
            faults.add("%s:%d: a cell of %d characters".formatted(page, i + 1, cell.length()));
          }
        }
      } else if (!isCode && !line.strip().startsWith("<") && plain(line).length() > widest) {
        faults.add("%s:%d: a line of %d characters".formatted(page, i + 1, line.length()));
      }
    }
    return faults;
  }

  /** Titles, descriptions, and summaries of a dashboard or of alerts. */
  static List<Text> quoted(Path file) throws IOException {
    List<Text> texts = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      Matcher quoted = QUOTED.matcher(lines.get(i));
      while (quoted.find()) {
        String words = quoted.group(1) != null ? quoted.group(1) : quoted.group(2);
        texts.add(new Text(file.getFileName() + ":" + (i + 1), words.replace("\\n", "\n")));
      }
    }
    return texts;
  }
}
