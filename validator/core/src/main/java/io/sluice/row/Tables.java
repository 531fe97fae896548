package io.sluice.row;

import java.util.Map;

/** The tables that rows go to, as far as choosing columns needs to know of them. */
public interface Tables {

  /** Takes every row, for tools that store nothing. */
  Tables ANY = layout -> Map.of();

  /**
   * Makes the table of a layout, or changes its columns as far as the contract allows.
   *
   * @return what still does not fit, by the path of the column: names joined by dots, {@code
   *     element} for what is in a list, {@code value} for what is in a map
   * @throws TableException where the table could not be asked or must not be written
   */
  Map<String, Misfit> prepare(RowLayout layout);
}
