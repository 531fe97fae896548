package io.sluice.audit.row;

import io.sluice.audit.value.Hash;
import org.apache.iceberg.shaded.org.apache.parquet.column.Dictionary;

/**
 * The dictionary of a Parquet column, by ID.
 *
 * @param hashes the hashes of the values under the column's name; 0 if the column is not hashed
 * @param texts the texts; empty if they are not requested
 * @param numbers the numbers; empty if they are not requested
 */
record ColumnDictionary(long[] hashes, String[] texts, long[] numbers) {

  /** The dictionary of a column that has none. */
  static final ColumnDictionary NONE =
      new ColumnDictionary(new long[0], new String[0], new long[0]);

  /** The requested values of a dictionary. */
  record Wanted(boolean texts, boolean numbers) {}

  /**
   * Reads the requested values from a dictionary.
   *
   * @param scale the scale of decimals
   * @param name the hash of the column's name; 0 if the column is not hashed
   */
  static ColumnDictionary of(
      Dictionary all, ColumnStorage storage, int scale, long name, Wanted wanted) {
    int size = all.getMaxId() + 1;
    long[] hashes = new long[size];
    String[] texts = new String[wanted.texts() ? size : 0];
    long[] numbers = new long[wanted.numbers() ? size : 0];
    for (int id = 0; id < size; id++) {
      if (name != 0) {
        hashes[id] = Hash.at(name, hash(all, id, storage, scale));
      }
      if (wanted.texts()) {
        texts[id] = ColumnStorage.text(all.decodeToBinary(id));
      }
      if (wanted.numbers()) {
        numbers[id] = storage == ColumnStorage.INT ? all.decodeToInt(id) : all.decodeToLong(id);
      }
    }
    return new ColumnDictionary(hashes, texts, numbers);
  }

  private static long hash(Dictionary all, int id, ColumnStorage storage, int scale) {
    return switch (storage) {
      case TEXT, BYTES, DECIMAL -> storage.hash(all.decodeToBinary(id).toByteBuffer(), scale);
      case INT -> Hash.integer(all.decodeToInt(id));
      case LONG -> Hash.integer(all.decodeToLong(id));
      case FLOAT -> Hash.real(all.decodeToFloat(id));
      case DOUBLE -> Hash.real(all.decodeToDouble(id));
      case BOOLEAN -> Hash.bool(all.decodeToBoolean(id));
    };
  }
}
