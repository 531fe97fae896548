package io.sluice.audit.row;

import io.sluice.audit.value.Hash;
import org.apache.iceberg.parquet.ColumnIterator;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.PageReadStore;
import org.jspecify.annotations.Nullable;

/** The cell of a list; the order of elements counts. */
final class ListCell implements Cell {

  private final int definition;
  private final int repetition;
  private final Cell element;

  /**
   * Prepares a cell.
   *
   * @param definition the definition level of an empty list
   * @param repetition the repetition level of the list itself
   */
  ListCell(int definition, int repetition, Cell element) {
    this.definition = definition;
    this.repetition = repetition;
    this.element = element;
  }

  int definition() {
    return definition;
  }

  /** The cell of its elements if they are texts; otherwise null. */
  @Nullable LeafCell texts() {
    Cell inner = element instanceof OptionalCell optional ? optional.cell() : element;
    return inner instanceof LeafCell leaf && leaf.storage() == ColumnStorage.TEXT ? leaf : null;
  }

  @Override
  public long hash() {
    long hash = Hash.EMPTY;
    long size = 0;
    do {
      if (element.column().currentDefinitionLevel() <= definition) {
        element.skip();
        break;
      }
      hash = Hash.at(hash, element.hash());
      size++;
    } while (element.column().currentRepetitionLevel() > repetition);
    return Hash.at(hash, size);
  }

  @Override
  public void skip() {
    element.skip();
  }

  @Override
  public ColumnIterator<?> column() {
    return element.column();
  }

  @Override
  public void setPageSource(PageReadStore pages) {
    element.setPageSource(pages);
  }
}
