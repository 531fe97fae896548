package io.sluice.audit.row;

import io.sluice.audit.value.Hash;
import org.apache.iceberg.parquet.ColumnIterator;
import org.apache.iceberg.parquet.ParquetValueReaders.PrimitiveReader;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnDescriptor;
import org.jspecify.annotations.Nullable;

/** The cell of a primitive value. */
final class LeafCell extends PrimitiveReader<Long> implements Cell {

  private final ColumnDescriptor descriptor;
  private final ColumnStorage storage;
  private final int scale;

  /**
   * Prepares a cell.
   *
   * @param scale the scale of decimals
   */
  LeafCell(ColumnDescriptor descriptor, ColumnStorage storage, int scale) {
    super(descriptor);
    this.descriptor = descriptor;
    this.storage = storage;
    this.scale = scale;
  }

  ColumnDescriptor descriptor() {
    return descriptor;
  }

  ColumnStorage storage() {
    return storage;
  }

  int scale() {
    return scale;
  }

  boolean isWhole() {
    return storage == ColumnStorage.INT || storage == ColumnStorage.LONG;
  }

  @Override
  public Long read(Long reuse) {
    return hash();
  }

  @Override
  public long hash() {
    return switch (storage) {
      case TEXT, BYTES, DECIMAL -> storage.hash(column.nextBinary().toByteBuffer(), scale);
      case INT -> Hash.integer(column.nextInteger());
      case LONG -> Hash.integer(column.nextLong());
      case FLOAT -> Hash.real(column.nextFloat());
      case DOUBLE -> Hash.real(column.nextDouble());
      case BOOLEAN -> Hash.bool(column.nextBoolean());
    };
  }

  /** The next value, which is a text or null. */
  @Nullable String text() {
    if (column.currentDefinitionLevel() < descriptor.getMaxDefinitionLevel()) {
      skip();
      return null;
    }
    return ColumnStorage.text(column.nextBinary());
  }

  @Override
  public void skip() {
    Object unused = column.nextNull();
  }

  @Override
  public ColumnIterator<?> column() {
    return column;
  }
}
