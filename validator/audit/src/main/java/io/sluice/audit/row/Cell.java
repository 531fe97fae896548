package io.sluice.audit.row;

import io.sluice.audit.value.Hash;
import org.apache.iceberg.parquet.ColumnIterator;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.PageReadStore;

/**
 * Hashes values of a Parquet column that may be nested. The hashes are those of {@link
 * io.sluice.audit.value.RowHash}.
 *
 * <p>Definition and repetition levels say where a value is null, and where a list ends.
 *
 * @see <a href="https://parquet.apache.org/docs/file-format/nestedencoding/">nested encoding</a>
 */
interface Cell {

  /** The hash of the next value; {@link Hash#NULL} for null. */
  long hash();

  /** Goes past a place that holds nothing. */
  void skip();

  /** The first column in it, whose levels tell of the whole. */
  ColumnIterator<?> column();

  void setPageSource(PageReadStore pages);
}
