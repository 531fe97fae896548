package io.sluice.audit.row;

import io.sluice.audit.value.Hash;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.iceberg.shaded.org.apache.parquet.io.api.Binary;
import org.apache.iceberg.util.ByteBuffers;

/** The storage types of Parquet columns. */
enum ColumnStorage {
  TEXT,
  BYTES,
  DECIMAL,
  INT,
  LONG,
  FLOAT,
  DOUBLE,
  BOOLEAN;

  /** The hash of a value stored as bytes. */
  long hash(ByteBuffer value, int scale) {
    return switch (this) {
      case TEXT -> Hash.text(value);
      case DECIMAL ->
          Hash.decimal(new BigDecimal(new BigInteger(ByteBuffers.toByteArray(value)), scale));
      default -> Hash.bytes(value);
    };
  }

  /** The text of a value stored as {@link #TEXT}. */
  static String text(Binary value) {
    return StandardCharsets.UTF_8.decode(value.toByteBuffer()).toString();
  }
}
