package io.sluice.audit.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.avro.util.Utf8;

/** 64-bit hashes of values; different values practically never have equal hashes. */
public final class Hash {

  /** The hash of null. */
  public static final long NULL = 0x9E3779B97F4A7C15L;

  /** The hash of a value without a column, which no row has. */
  static final long NO_COLUMN = 0xD1B54A32D192ED03L;

  /** The hash of an empty list. */
  public static final long EMPTY = 7;

  private static final long FACTOR = 0xC6A4A7935BD1E995L;

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Hash() {}

  /** Mixes the bits with the last step of MurmurHash3. */
  public static long mix(long bits) {
    long h = bits;
    h = (h ^ (h >>> 33)) * 0xFF51AFD7ED558CCDL;
    h = (h ^ (h >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return h ^ (h >>> 33);
  }

  /** The hash of a value under a name or at a position. */
  public static long at(long place, long value) {
    return mix(place * FACTOR + value);
  }

  public static long integer(long value) {
    return mix(value + 1);
  }

  public static long real(double value) {
    // a table does not distinguish the two zeros
    return mix(Double.doubleToLongBits(value == 0 ? 0.0 : value) + 2);
  }

  public static long bool(boolean value) {
    return mix(value ? 5 : 6);
  }

  /** The hash of the name of a column or member. */
  public static long name(String name) {
    return text(name) | 1;
  }

  /** The hash of a row, from its offset and the sum over its columns. */
  public static long row(long offset, long sum) {
    return at(offset, sum);
  }

  /** The hash of text in UTF-8. */
  public static long text(ByteBuffer utf8) {
    return bytes(utf8) + 3;
  }

  /** The hash of a text, which equals the hash of its UTF-8 bytes. */
  public static long text(CharSequence text) {
    if (text instanceof Utf8 utf8) {
      return bytes(utf8.getBytes(), 0, utf8.getByteLength()) + 3;
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return bytes(bytes, 0, bytes.length) + 3;
  }

  public static long bytes(ByteBuffer bytes) {
    if (bytes.hasArray()) {
      return bytes(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return bytes(copy, 0, copy.length);
  }

  private static long bytes(byte[] bytes, int from, int length) {
    long h = length * FACTOR;
    int at = from;
    int end = from + length;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      h = step(h, (long) EIGHT.get(bytes, at));
    }
    if (at < end) {
      long rest = 0;
      for (; at < end; at++) {
        rest = rest << 8 | (bytes[at] & 0xFF);
      }
      h = step(h, rest);
    }
    return mix(h);
  }

  /** Adds eight bytes. The rotation carries changes of high bits to the low bits. */
  private static long step(long hash, long eight) {
    return Long.rotateLeft((hash ^ eight) * 0xFF51AFD7ED558CCDL, 31) * FACTOR;
  }

  /** The hash of a decimal; all values of a column have the same scale. */
  public static long decimal(BigDecimal value) {
    BigInteger unscaled = value.unscaledValue();
    return unscaled.bitLength() < 64
        ? integer(unscaled.longValue())
        : bytes(ByteBuffer.wrap(unscaled.toByteArray()));
  }
}
