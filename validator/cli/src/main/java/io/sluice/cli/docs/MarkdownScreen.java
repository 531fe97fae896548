package io.sluice.cli.docs;

import io.sluice.cli.output.Paint;
import io.sluice.cli.output.Prose;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Markdown as plain text for a terminal. */
final class MarkdownScreen {

  private static final Pattern HEADING = Pattern.compile("(#{1,6}) +(.*?)[ #]*");
  private static final Pattern ITEM = Pattern.compile("( *)([-*]|\\d+\\.) +(.*)");
  private static final String CODE_INDENT = "    ";

  private final int width;
  private final Paint paint;
  private final List<String> laid = new ArrayList<>();
  private List<String> lines = List.of();
  private int at;

  MarkdownScreen(int width, Paint paint) {
    this.width = width;
    this.paint = paint;
  }

  List<String> lay(List<String> markdown) {
    lines = markdown;
    at = 0;
    while (at < lines.size()) {
      block(lines.get(at));
    }
    int end = laid.size();
    while (end > 0 && laid.get(end - 1).isEmpty()) {
      end--;
    }
    return List.copyOf(laid.subList(0, end));
  }

  private void block(String line) {
    Matcher heading = HEADING.matcher(line);
    Matcher item = ITEM.matcher(line);
    if (line.isBlank()) {
      separate();
      at++;
    } else if (MarkdownLine.isFence(line)) {
      code();
    } else if (heading.matches()) {
      heading(heading.group(1).length(), MarkdownLine.plain(heading.group(2)));
    } else if (MarkdownTable.isRow(line)) {
      table();
    } else if (item.matches()) {
      item(item);
    } else {
      paragraph();
    }
  }

  private void separate() {
    if (!laid.isEmpty() && !laid.get(laid.size() - 1).isEmpty()) {
      laid.add("");
    }
  }

  private void code() {
    separate();
    int indent = lines.get(at).length() - lines.get(at).stripLeading().length();
    for (at++; at < lines.size() && !MarkdownLine.isFence(lines.get(at)); at++) {
      String line = lines.get(at);
      laid.add(line.isBlank() ? "" : CODE_INDENT + line.substring(Math.min(indent, line.length())));
    }
    at++;
    laid.add("");
  }

  private void heading(int level, String text) {
    separate();
    laid.add(paint.bold(text));
    if (level <= 2 && !paint.isOn()) {
      laid.add((level == 1 ? "=" : "-").repeat(Prose.length(text)));
    }
    laid.add("");
    at++;
    while (at < lines.size() && lines.get(at).isBlank()) {
      at++;
    }
  }

  private void table() {
    separate();
    int from = at;
    while (at < lines.size() && MarkdownTable.isRow(lines.get(at))) {
      at++;
    }
    laid.addAll(new MarkdownTable(lines.subList(from, at), paint).lines(width));
    laid.add("");
  }

  private void item(Matcher item) {
    String label = item.group(1) + item.group(2);
    at++;
    String text = item.group(3) + continuation();
    String shown = MarkdownLine.laid(text, paint);
    int column = label.length() + 1;
    List<String> wrapped = Prose.wrap(shown, width - column);
    for (int i = 0; i < wrapped.size(); i++) {
      laid.add((i == 0 ? label + " " : " ".repeat(column)) + wrapped.get(i));
    }
  }

  private void paragraph() {
    String first = lines.get(at);
    boolean isQuote = first.startsWith(">");
    at++;
    String text = first + continuation();
    if (isQuote) {
      Prose.wrap(MarkdownLine.laid(text.replaceAll("(^| )>", "$1"), paint), width - 2)
          .forEach(line -> laid.add("  " + line));
      return;
    }
    String shown = MarkdownLine.laid(text, paint);
    if (!shown.isEmpty()) {
      laid.addAll(Prose.wrap(shown, width));
    }
  }

  /** The remaining lines of a paragraph or an item, after a space. */
  private String continuation() {
    StringBuilder text = new StringBuilder();
    for (; at < lines.size(); at++) {
      String line = lines.get(at);
      if (line.isBlank()
          || MarkdownLine.isFence(line)
          || MarkdownTable.isRow(line)
          || HEADING.matcher(line).matches()
          || ITEM.matcher(line).matches()) {
        break;
      }
      text.append(' ').append(line.strip());
    }
    return text.toString();
  }
}
