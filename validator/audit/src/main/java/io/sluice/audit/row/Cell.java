package io.sluice.audit.row;

import io.sluice.audit.value.Hash;
import org.apache.iceberg.parquet.ColumnIterator;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.PageReadStore;

/**
 * A reader that hashes the values of a Parquet column, which may be nested. The hashes equal those
 * of {@link io.sluice.audit.value.RowHash}.
 *
 * <p>Definition and repetition levels show where a value is null, and where a list ends.
 *
 * @see <a href="https://parquet.apache.org/docs/file-format/nestedencoding/">nested encoding</a>
 */
interface Cell {

  /** The hash of the next value; {@link Hash#NULL} for null. */
  long hash();

  /** Skips a position without a value. */
  void skip();

  /** The first column in the cell, whose levels apply to the whole cell. */
  ColumnIterator<?> column();

  void setPageSource(PageReadStore pages);
}
