package io.sluice.audit.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.iceberg.data.Record;

/** The rows of a small file. */
final class RowList implements Consumer<Record> {

  private final List<Record> all = new ArrayList<>();

  @Override
  public void accept(Record row) {
    all.add(row);
  }

  List<Record> all() {
    return all;
  }
}
