package io.sluice.cli.replay;

import io.sluice.cli.output.TextTable;
import io.sluice.replay.Counts;
import java.io.PrintWriter;

/** Prints the counts of a replay. */
final class CountsPrinter {

  private CountsPrinter() {}

  static void print(Counts counts, PrintWriter out) {
    counts.numbers().forEach((name, count) -> out.printf("%9d %s%n", count, name));
    if (counts.total() == 0) {
      out.println("no letters are selected");
    }
    if (!counts.failing().isEmpty()) {
      out.println();
      TextTable table = new TextTable("STILL FAILING", "CONTRACT", "STAGE", "CODE", "RULE", "PATH");
      counts
          .failing()
          .forEach(
              entry ->
                  table.row(
                      entry.getValue(),
                      entry.getKey().contract(),
                      entry.getKey().stage(),
                      entry.getKey().code(),
                      entry.getKey().rule(),
                      entry.getKey().path()));
      out.print(table);
    }
  }
}
