package io.sluice.cli.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation.
 *
 * @param folder kind of page, such as {@code reference}, or {@link #TOP}
 * @param name file name without extension
 * @param lines Markdown without comments
 */
record ManualPage(String folder, String name, List<String> lines) {

  /** The folder of the pages that are in docs/ itself. */
  static final String TOP = "";

  private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?-->\n?");
  private static final Pattern HEADING = Pattern.compile("(#{1,6}) +(.*?)[ #]*");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /**
   * A heading.
   *
   * @param level 1 for the title of the page
   * @param at index of its line
   */
  record Heading(int level, String text, int at) {}

  /**
   * A row of a table that explains a name.
   *
   * @param names the code in its first cell with code
   * @param lines the table's head and this row
   */
  record Row(List<String> names, List<String> lines) {}

  static ManualPage of(String folder, String name, String markdown) {
    return new ManualPage(folder, name, COMMENT.matcher(markdown).replaceAll("").lines().toList());
  }

  String path() {
    return folder.equals(TOP) ? name : folder + "/" + name;
  }

  String title() {
    List<Heading> headings = headings();
    return headings.isEmpty() ? name : MarkdownLine.plain(headings.get(0).text());
  }

  List<Heading> headings() {
    List<Heading> headings = new ArrayList<>();
    boolean isCode = false;
    for (int i = 0; i < lines.size(); i++) {
      isCode ^= MarkdownLine.isFence(lines.get(i));
      Matcher heading = HEADING.matcher(lines.get(i));
      if (!isCode && heading.matches()) {
        headings.add(new Heading(heading.group(1).length(), heading.group(2), i));
      }
    }
    return headings;
  }

  /** A heading and everything below it, up to the next heading of the same level. */
  List<String> section(Heading heading) {
    int end =
        headings().stream()
            .filter(other -> other.at() > heading.at() && other.level() <= heading.level())
            .mapToInt(Heading::at)
            .findFirst()
            .orElse(lines.size());
    return lines.subList(heading.at(), end);
  }

  /** The names by which a user can ask for a heading. */
  static List<String> names(Heading heading) {
    String plain = MarkdownLine.plain(heading.text());
    List<String> names = new ArrayList<>(code(heading.text()));
    names.add(plain);
    if (plain.startsWith("sluice ")) {
      names.add(plain.substring("sluice ".length()));
    }
    names.replaceAll(ManualPage::key);
    return names;
  }

  /** The words of a heading. */
  static Set<String> words(Heading heading) {
    return Set.copyOf(List.of(key(MarkdownLine.plain(heading.text())).split("\\W+")));
  }

  /** The rows of all tables that have code in one of their cells. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    int head = -1;
    for (int i = 0; i < lines.size(); i++) {
      if (!MarkdownTable.isRow(lines.get(i))) {
        head = -1;
      } else if (head < 0) {
        head = i;
      } else if (i > head + 1) {
        String line = lines.get(i);
        List<String> tableHead = lines.subList(head, head + 2);
        MarkdownTable.cells(line).stream()
            .map(MarkdownLine::withoutTags)
            .filter(cell -> cell.startsWith("`"))
            .findFirst()
            .ifPresent(
                cell ->
                    rows.add(
                        new Row(code(cell), List.of(tableHead.get(0), tableHead.get(1), line))));
      }
    }
    return rows;
  }

  private static List<String> code(String text) {
    return CODE.matcher(text).results().map(found -> key(found.group(1))).toList();
  }

  /** A name in the form used for comparison, regardless of case and the kind of whitespace. */
  static String key(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replaceAll("[ -]+", "-");
  }
}
