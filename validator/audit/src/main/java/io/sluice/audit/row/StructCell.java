package io.sluice.audit.row;

import io.sluice.audit.value.Hash;
import java.util.List;
import org.apache.iceberg.parquet.ColumnIterator;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.PageReadStore;

/** The cell of a struct; its hash is the sum over its members that are not null. */
final class StructCell implements Cell {

  private final long[] names;
  private final List<Cell> members;

  /**
   * Prepares a cell.
   *
   * @param names hashes of the members' names
   * @param members at least one
   */
  StructCell(long[] names, List<Cell> members) {
    this.names = names;
    this.members = members;
  }

  @Override
  public long hash() {
    long sum = 0;
    for (int i = 0; i < names.length; i++) {
      long hash = members.get(i).hash();
      if (hash != Hash.NULL) {
        sum += Hash.at(names[i], hash);
      }
    }
    return Hash.mix(sum);
  }

  @Override
  public void skip() {
    members.forEach(Cell::skip);
  }

  @Override
  public ColumnIterator<?> column() {
    return members.get(0).column();
  }

  @Override
  public void setPageSource(PageReadStore pages) {
    members.forEach(member -> member.setPageSource(pages));
  }
}
