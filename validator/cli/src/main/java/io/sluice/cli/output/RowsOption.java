package io.sluice.cli.output;

import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** How a listing is printed. */
public final class RowsOption {

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, json or csv (default: ${DEFAULT-VALUE}).")
  private Rows.Format format;

  @SuppressWarnings("NullAway.Init") // picocli fills the field in
  RowsOption() {}

  /**
   * Begins a listing.
   *
   * @param columns their names
   */
  public Rows rows(PrintWriter out, String... columns) {
    return new Rows(format, out, columns);
  }
}
