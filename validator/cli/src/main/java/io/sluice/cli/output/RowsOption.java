package io.sluice.cli.output;

import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** The option that sets how a listing is printed. */
public final class RowsOption {

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, json, or csv (default: ${DEFAULT-VALUE}).")
  private Rows.Format format;

  @SuppressWarnings("NullAway.Init") // picocli fills the field in
  RowsOption() {}

  /**
   * Starts a listing.
   *
   * @param columns the names of the columns
   */
  public Rows rows(PrintWriter out, String... columns) {
    return new Rows(format, out, columns);
  }
}
