package io.sluice.audit.row;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.parquet.ColumnIterator;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.PageReadStore;
import org.jspecify.annotations.Nullable;

/** Reads a list of texts. */
final class TextList {

  private final int listLevel;
  private final int definition;
  private final LeafCell element;

  /**
   * Prepares a reader.
   *
   * @param listLevel the definition level of a null list; -1 if no list is null
   * @param definition the definition level of an empty list
   */
  TextList(int listLevel, int definition, LeafCell element) {
    this.listLevel = listLevel;
    this.definition = definition;
    this.element = element;
  }

  @Nullable List<String> next() {
    ColumnIterator<?> column = element.column();
    if (column.currentDefinitionLevel() <= definition) {
      boolean isNull = column.currentDefinitionLevel() <= listLevel;
      element.skip();
      return isNull ? null : List.of();
    }
    List<String> texts = new ArrayList<>();
    do {
      texts.add(String.valueOf(element.text()));
    } while (column.currentRepetitionLevel() > 0);
    return texts;
  }

  void setPageSource(PageReadStore pages) {
    element.setPageSource(pages);
  }
}
