package io.sluice.audit.row;

import io.sluice.audit.value.Hash;
import org.apache.iceberg.parquet.ColumnIterator;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.PageReadStore;

/** The cell of a map; its hash is the sum over its entries. */
final class MapCell implements Cell {

  private final int definition;
  private final int repetition;
  private final Cell key;
  private final Cell value;

  /**
   * Prepares a cell.
   *
   * @param definition the definition level of an empty map
   * @param repetition the repetition level of the map itself
   */
  MapCell(int definition, int repetition, Cell key, Cell value) {
    this.definition = definition;
    this.repetition = repetition;
    this.key = key;
    this.value = value;
  }

  @Override
  public long hash() {
    long sum = 0;
    long size = 0;
    do {
      if (key.column().currentDefinitionLevel() <= definition) {
        skip();
        break;
      }
      long place = key.hash();
      sum += Hash.at(place, value.hash());
      size++;
    } while (key.column().currentRepetitionLevel() > repetition);
    return Hash.at(size, sum);
  }

  @Override
  public void skip() {
    key.skip();
    value.skip();
  }

  @Override
  public ColumnIterator<?> column() {
    return key.column();
  }

  @Override
  public void setPageSource(PageReadStore pages) {
    key.setPageSource(pages);
    value.setPageSource(pages);
  }
}
