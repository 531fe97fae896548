package io.sluice.row;

import io.sluice.contract.Contract;
import java.util.Map;
import java.util.function.Function;

/** The target tables of rows, as far as they matter for choosing columns. */
public interface Tables {

  /** Accepts every row, for tools that store nothing. */
  Tables ANY = (target, layouts) -> new Prepared(TableColumns.NONE, Map.of());

  /**
   * A table that can be written.
   *
   * @param columns the columns that the layout is based on
   * @param misfits the values that do not fit the table, by column path as in {@link TableColumns}
   */
  record Prepared(TableColumns columns, Map<String, Misfit> misfits) {}

  /**
   * Creates a table, or changes its columns as far as the contract allows.
   *
   * @param layouts chooses the columns, based on the table's columns; called again if another
   *     writer changed the table in the meantime
   * @throws TableException if the table cannot be reached or must not be written
   */
  Prepared prepare(Contract.Table target, Function<TableColumns, RowLayout> layouts);
}
