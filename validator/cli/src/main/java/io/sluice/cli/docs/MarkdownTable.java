package io.sluice.cli.docs;

import io.sluice.cli.output.Paint;
import io.sluice.cli.output.Prose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A table in columns if they are wide enough, or a list of its rows otherwise. */
final class MarkdownTable {

  private static final int GAP = 2;

  /** A column of prose that is narrower than this is hard to read. */
  private static final int NARROWEST_PROSE = 24;

  private final List<String> head;
  private final List<List<String>> rows = new ArrayList<>();
  private final Paint paint;

  MarkdownTable(List<String> lines, Paint paint) {
    this.paint = paint;
    this.head = laid(lines.get(0));
    for (String line : lines.subList(Math.min(2, lines.size()), lines.size())) {
      List<String> row = new ArrayList<>(laid(line));
      while (row.size() < head.size()) {
        row.add("");
      }
      rows.add(row);
    }
  }

  static boolean isRow(String line) {
    return line.startsWith("|");
  }

  /** The cells of a row, still Markdown. */
  static List<String> cells(String line) {
    String inner = line.strip().replaceFirst("^\\|", "").replaceFirst("(?<!\\\\)\\|$", "");
    return Arrays.stream(inner.split("(?<!\\\\)\\|", -1))
        .map(cell -> cell.strip().replace("\\|", "|"))
        .toList();
  }

  private List<String> laid(String line) {
    return cells(line).stream().map(cell -> MarkdownLine.laid(cell, paint)).toList();
  }

  List<String> lines(int width) {
    int[] widths = widths(width);
    return rows.size() == 1 || widths.length == 0 ? records(width) : columns(widths);
  }

  /** The widths of the columns; empty if the columns do not fit. */
  private int[] widths(int width) {
    int columns = head.size();
    int[] natural = new int[columns];
    int[] widths = new int[columns];
    int[] least = new int[columns];
    for (int i = 0; i < columns; i++) {
      int column = i;
      List<String> cells = new ArrayList<>(rows.stream().map(row -> row.get(column)).toList());
      cells.add(head.get(i));
      natural[i] = cells.stream().mapToInt(Prose::length).max().orElse(0);
      widths[i] = natural[i];
      least[i] =
          cells.stream()
              .flatMap(cell -> Arrays.stream(cell.split(" ", -1)))
              .mapToInt(Prose::length)
              .max()
              .orElse(0);
    }
    int room = width - GAP * (columns - 1);
    while (Arrays.stream(widths).sum() > room) {
      int widest = -1;
      for (int i = 0; i < columns; i++) {
        if (widths[i] > least[i] && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        return new int[0];
      }
      widths[widest]--;
    }
    for (int i = 0; i < columns; i++) {
      if (widths[i] < Math.min(NARROWEST_PROSE, natural[i])) {
        return new int[0];
      }
    }
    return widths;
  }

  private List<String> columns(int[] widths) {
    List<String> lines = new ArrayList<>();
    if (head.stream().anyMatch(name -> !name.isEmpty())) {
      lines.addAll(row(head.stream().map(paint::bold).toList(), widths));
      lines.add(
          Arrays.stream(widths).mapToObj("-"::repeat).collect(Collectors.joining(" ".repeat(GAP))));
    }
    rows.forEach(row -> lines.addAll(row(row, widths)));
    return lines;
  }

  private static List<String> row(List<String> cells, int[] widths) {
    List<List<String>> wrapped = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      wrapped.add(Prose.wrap(cells.get(i), widths[i]));
    }
    int height = wrapped.stream().mapToInt(List::size).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (int at = 0; at < height; at++) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String part = at < wrapped.get(i).size() ? wrapped.get(i).get(at) : "";
        line.append(part).append(" ".repeat(Math.max(0, widths[i] - Prose.length(part)) + GAP));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private List<String> records(int width) {
    int label = head.stream().mapToInt(Prose::length).max().orElse(0) + GAP;
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      for (int i = 0; i < head.size(); i++) {
        if (!row.get(i).isEmpty()) {
          lines.addAll(Prose.hang(paint.bold(head.get(i)), label, row.get(i), width));
        }
      }
    }
    return lines;
  }
}
