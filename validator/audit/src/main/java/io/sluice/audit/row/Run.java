package io.sluice.audit.row;

import java.io.IOException;
import org.apache.iceberg.shaded.org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.iceberg.shaded.org.apache.parquet.bytes.BytesUtils;
import org.apache.iceberg.shaded.org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;

/**
 * The small numbers of a page, such as levels and IDs, in Parquet's hybrid encoding of run lengths
 * and bit packing (Parquet format, "Encodings", RLE = 3). Most pages have only one number, which is
 * not decoded for each row.
 */
final class Run {

  private static final int DIFFERENT = -1;

  private final int only;
  private final RunLengthBitPackingHybridDecoder decoder;

  private Run(int only, RunLengthBitPackingHybridDecoder decoder) {
    this.only = only;
    this.decoder = decoder;
  }

  /**
   * Reads numbers from the stream's current position.
   *
   * @param bits the bits of each number, 0 to 31
   * @param count the number of numbers
   */
  static Run of(int bits, int count, ByteBufferInputStream in) throws IOException {
    in.mark(in.available());
    int only = only(bits, count, in);
    in.reset();
    return new Run(only, new RunLengthBitPackingHybridDecoder(bits, in));
  }

  /** The same number for every row. */
  static Run same(int number) {
    return new Run(number, new RunLengthBitPackingHybridDecoder(0, ByteBufferInputStream.wrap()));
  }

  private static int only(int bits, int count, ByteBufferInputStream in) throws IOException {
    if (bits == 0) {
      return 0;
    }
    if (in.available() == 0) {
      return DIFFERENT;
    }
    int header = BytesUtils.readUnsignedVarInt(in);
    boolean isRun = (header & 1) == 0;
    return isRun && header >>> 1 >= count
        ? BytesUtils.readIntLittleEndianPaddedOnBitWidth(in, bits)
        : DIFFERENT;
  }

  /** Whether all numbers equal this one. */
  boolean isOnly(int number) {
    return only == number;
  }

  int next() throws IOException {
    return only == DIFFERENT ? decoder.readInt() : only;
  }
}
