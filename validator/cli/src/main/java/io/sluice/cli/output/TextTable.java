package io.sluice.cli.output;

import java.util.ArrayList;
import java.util.List;

/** A text table with aligned columns; numbers align right. */
public final class TextTable {

  private final List<String[]> rows = new ArrayList<>();
  private final int columns;

  public TextTable(String... header) {
    this.columns = header.length;
    rows.add(header);
  }

  /** Adds a row of as many cells as the header has. */
  public void row(Object... cells) {
    String[] row = new String[columns];
    for (int i = 0; i < columns; i++) {
      row[i] =
          cells[i] instanceof Long || cells[i] instanceof Integer ? "#" + cells[i] : "" + cells[i];
    }
    rows.add(row);
  }

  @Override
  public String toString() {
    int[] widths = new int[columns];
    boolean[] numeric = new boolean[columns];
    for (String[] row : rows) {
      for (int i = 0; i < columns; i++) {
        boolean number = row[i].startsWith("#");
        numeric[i] |= number;
        widths[i] = Math.max(widths[i], row[i].length() - (number ? 1 : 0));
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String cell = row[i].startsWith("#") ? row[i].substring(1) : row[i];
        String padding = " ".repeat(widths[i] - cell.length());
        line.append(numeric[i] ? padding + cell : cell + padding).append("  ");
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
