package io.sluice.cli.output;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rows with named columns, printed as a table, as JSON lines, or as CSV (RFC 4180). */
public final class Rows {

  /** How rows are written. */
  public enum Format {
    TABLE,
    JSON,
    CSV;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Format format;
  private final String[] names;
  private final PrintWriter out;
  private final TextTable table;

  Rows(Format format, PrintWriter out, String... names) {
    this.format = format;
    this.out = out;
    this.names = names;
    String[] headings = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      headings[i] = names[i].replace('_', ' ').toUpperCase(Locale.ROOT);
    }
    this.table = new TextTable(headings);
    if (format == Format.CSV) {
      out.println(String.join(",", names));
    }
  }

  /** Adds a row: one value per column, null if there is none. */
  public void add(@Nullable Object... values) {
    switch (format) {
      case TABLE -> {
        Object[] cells = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
          cells[i] = values[i] == null ? "-" : clean(values[i]);
        }
        table.row(cells);
      }
      case JSON -> {
        ObjectNode row = JSON.createObjectNode();
        for (int i = 0; i < values.length; i++) {
          row.set(names[i], JSON.valueToTree(plain(values[i])));
        }
        out.println(row);
      }
      case CSV -> {
        String[] cells = new String[values.length];
        for (int i = 0; i < values.length; i++) {
          cells[i] = values[i] == null ? "" : quoted(String.valueOf(values[i]));
        }
        out.println(String.join(",", cells));
      }
    }
  }

  /** The value without control characters, so that data cannot move a terminal's cursor. */
  private static Object clean(Object value) {
    return value instanceof Number ? value : value.toString().replaceAll("\\p{Cntrl}", ".");
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return value == null || value instanceof Number ? value : value.toString();
  }

  private static String quoted(String text) {
    return text.matches("[^\",\r\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }

  /** Ends the listing and prints it if it is a table. */
  public void print() {
    if (format == Format.TABLE) {
      out.print(table);
    }
  }
}
