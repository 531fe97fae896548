package io.sluice.audit.row;

import io.sluice.audit.value.Hash;
import org.apache.iceberg.shaded.org.apache.parquet.column.Dictionary;

/**
 * What the dictionary of a Parquet column holds, by its ids.
 *
 * @param hashes of the values under the name of the column; 0 where it is not to be hashed
 * @param texts empty where they are not asked for
 * @param numbers empty where they are not asked for
 */
record ColumnDictionary(long[] hashes, String[] texts, long[] numbers) {

  /** Of a column that has no dictionary. */
  static final ColumnDictionary NONE =
      new ColumnDictionary(new long[0], new String[0], new long[0]);

  /** Which values of a dictionary are asked for. */
  record Wanted(boolean texts, boolean numbers) {}

  /**
   * Takes what is asked for from a dictionary.
   *
   * @param scale of decimals
   * @param name of the column, as a hash; 0 where it is not to be hashed
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
