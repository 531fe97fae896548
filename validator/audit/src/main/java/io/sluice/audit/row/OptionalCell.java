package io.sluice.audit.row;

import io.sluice.audit.value.Hash;
import org.apache.iceberg.parquet.ColumnIterator;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.PageReadStore;

/** The cell of an optional value. */
final class OptionalCell implements Cell {

  private final int level;
  private final Cell cell;

  /**
   * Prepares a cell.
   *
   * @param level the definition level of null
   */
  OptionalCell(int level, Cell cell) {
    this.level = level;
    this.cell = cell;
  }

  /** The cell of the value if it is not null. */
  Cell cell() {
    return cell;
  }

  @Override
  public long hash() {
    if (cell.column().currentDefinitionLevel() > level) {
      return cell.hash();
    }
    cell.skip();
    return Hash.NULL;
  }

  @Override
  public void skip() {
    cell.skip();
  }

  @Override
  public ColumnIterator<?> column() {
    return cell.column();
  }

  @Override
  public void setPageSource(PageReadStore pages) {
    cell.setPageSource(pages);
  }
}
