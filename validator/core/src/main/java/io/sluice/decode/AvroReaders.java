package io.sluice.decode;

import io.sluice.fault.Code;
import io.sluice.type.DecimalType;
import io.sluice.type.RecordType;
import io.sluice.type.RecordValue;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import io.sluice.type.Variant;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.LogicalTypes;
import org.jspecify.annotations.Nullable;

/**
 * One reader per kind of Avro type.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#binary-encoding">Binary
 *     encoding</a>
 */
final class AvroReaders {

  static final AvroReader NULL =
      new AvroReader() {
        @Override
        public @Nullable Object read(Cursor in) {
          return null;
        }

        @Override
        public int leastBytes() {
          return 0;
        }
      };
  static final AvroReader BOOLEAN = Cursor::readBoolean;
  static final AvroReader INT = Cursor::readInt;
  static final AvroReader LONG = Cursor::readLong;
  static final AvroReader FLOAT = new OfSize(Cursor::readFloat, Float.BYTES);
  static final AvroReader DOUBLE = new OfSize(Cursor::readDouble, Double.BYTES);
  static final AvroReader STRING = Cursor::readString;
  static final AvroReader BYTES = Cursor::readBytes;
  static final AvroReader FIXED_UUID =
      new OfSize(
          in -> {
            ByteBuffer bytes = in.readFixed(16);
            return new UUID(bytes.getLong(), bytes.getLong()).toString();
          },
          16);

  private AvroReaders() {}

  /** A source of a byte string. */
  interface Bytes {
    ByteBuffer read(Cursor in) throws Malformed;
  }

  record OfSize(AvroReader reader, int leastBytes) implements AvroReader {
    @Override
    public @Nullable Object read(Cursor in) throws Malformed {
      return reader.read(in);
    }
  }

  record Fixed(int leastBytes) implements AvroReader {
    @Override
    public Object read(Cursor in) throws Malformed {
      return in.readFixed(leastBytes);
    }
  }

  /** Reads decimals. A decimal with more digits than its type declares is malformed. */
  record Decimal(Bytes source, DecimalType type, int mostBytes, int leastBytes)
      implements AvroReader {

    Decimal(Bytes source, LogicalTypes.Decimal decimal, int leastBytes) {
      this(
          source,
          new DecimalType(decimal.getPrecision(), decimal.getScale()),
          BigInteger.TEN.pow(decimal.getPrecision()).bitLength() / 8 + 1,
          leastBytes);
    }

    @Override
    public Object read(Cursor in) throws Malformed {
      ByteBuffer buffer = withoutPadding(source.read(in));
      if (!buffer.hasRemaining()) {
        throw new Malformed(Code.BAD_DECIMAL, "a decimal has no bytes");
      }
      if (buffer.remaining() > Math.max(mostBytes, leastBytes)) {
        throw new Malformed(
            Code.BAD_DECIMAL,
            "a decimal has " + buffer.remaining() + " bytes, too many for its precision");
      }
      byte[] unscaled = new byte[buffer.remaining()];
      buffer.get(unscaled);
      BigDecimal value = new BigDecimal(new BigInteger(unscaled), type.scale());
      if (value.precision() > type.precision()) {
        throw new Malformed(
            Code.BAD_DECIMAL, "a decimal has more digits than " + type.describe() + " allows");
      }
      return value;
    }

    /** Drops leading bytes that only repeat the sign. */
    private static ByteBuffer withoutPadding(ByteBuffer bytes) {
      ByteBuffer trimmed = bytes.duplicate();
      while (trimmed.remaining() > 1) {
        byte first = trimmed.get(trimmed.position());
        boolean negative = trimmed.get(trimmed.position() + 1) < 0;
        if (first != (negative ? -1 : 0)) {
          break;
        }
        trimmed.get();
      }
      return trimmed;
    }
  }

  record Enumeration(String[] symbols) implements AvroReader {
    @Override
    public Object read(Cursor in) throws Malformed {
      int index = in.readInt();
      if (index < 0 || index >= symbols.length) {
        throw new Malformed(
            Code.BAD_ENUM,
            "enum symbol "
                + index
                + " is out of range; the enum has "
                + symbols.length
                + " symbols");
      }
      return symbols[index];
    }
  }

  /** Reads arrays. Supports both forms of block header. */
  record Array(AvroReader element) implements AvroReader {
    @Override
    public Object read(Cursor in) throws Malformed {
      in.enter();
      List<@Nullable Object> values = new ArrayList<>();
      for (long count = readBlock(in, element.leastBytes());
          count > 0;
          count = readBlock(in, element.leastBytes())) {
        for (long i = 0; i < count; i++) {
          try {
            values.add(element.read(in));
          } catch (Malformed e) {
            throw e.inElement(values.size());
          }
        }
      }
      in.leave();
      return values;
    }
  }

  record MapOf(AvroReader value) implements AvroReader {
    @Override
    public Object read(Cursor in) throws Malformed {
      in.enter();
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      int least = 1 + value.leastBytes();
      for (long count = readBlock(in, least); count > 0; count = readBlock(in, least)) {
        for (long i = 0; i < count; i++) {
          String name = in.readString();
          if (values.containsKey(name)) {
            throw new Malformed(Code.DUPLICATE_KEY, "a map has the same key twice").inField(name);
          }
          try {
            values.put(name, value.read(in));
          } catch (Malformed e) {
            throw e.inField(name);
          }
        }
      }
      in.leave();
      return values;
    }
  }

  /** Reads a block header: the number of items that follow, 0 at the end. */
  private static long readBlock(Cursor in, int leastBytes) throws Malformed {
    long count = in.readLong();
    if (count < 0) {
      if (count == Long.MIN_VALUE) {
        throw new Malformed(Code.BAD_LENGTH, "a block count is out of range");
      }
      count = -count;
      if (in.readLong() < 0) {
        throw new Malformed(Code.BAD_LENGTH, "a block size is negative");
      }
    }
    in.announce(count, leastBytes);
    return count;
  }

  /** A union with at most one non-null branch. Its values need no branch. */
  record Union(AvroReader[] branches) implements AvroReader {
    @Override
    public @Nullable Object read(Cursor in) throws Malformed {
      return branches[readBranch(in, branches.length)].read(in);
    }
  }

  /** A union of several types. Each value carries its branch. */
  record Wide(AvroReader[] branches, Type[] types) implements AvroReader {
    @Override
    public @Nullable Object read(Cursor in) throws Malformed {
      int branch = readBranch(in, branches.length);
      Object value = branches[branch].read(in);
      return value == null || types[branch] == Scalar.NULL
          ? null
          : new Variant(types[branch], value);
    }
  }

  private static int readBranch(Cursor in, int branches) throws Malformed {
    int branch = in.readInt();
    if (branch < 0 || branch >= branches) {
      throw new Malformed(
          Code.BAD_UNION,
          "union branch " + branch + " is out of range; the union has " + branches + " branches");
    }
    return branch;
  }

  static final class RecordOf implements AvroReader {

    private final RecordType type;
    private AvroReader[] fields = new AvroReader[0];
    private int leastBytes;

    RecordOf(RecordType type) {
      this.type = type;
    }

    void define(List<AvroReader> readers) {
      fields = readers.toArray(AvroReader[]::new);
      long least = readers.stream().mapToLong(AvroReader::leastBytes).sum();
      leastBytes = (int) Math.min(least, Integer.MAX_VALUE / 4);
    }

    @Override
    public Object read(Cursor in) throws Malformed {
      in.enter();
      @Nullable Object[] values = new @Nullable Object[fields.length];
      int i = 0;
      try {
        for (; i < fields.length; i++) {
          values[i] = fields[i].read(in);
        }
      } catch (Malformed e) {
        throw e.inField(type.fields().get(i).name());
      }
      in.leave();
      return new RecordValue(type, values);
    }

    @Override
    public int leastBytes() {
      return leastBytes;
    }
  }
}
