package io.sluice.expression;

import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import io.sluice.type.Absent;
import io.sluice.type.Field;
import io.sluice.type.RecordValue;
import io.sluice.type.Scalar;
import io.sluice.type.Struct;
import io.sluice.type.Type;
import io.sluice.type.Variant;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decoded values as CEL knows them. Decimals, and numbers of JSON that are no 64-bit integer,
 * become {@link Decimal}; dates and timestamps become timestamps; null becomes CEL's null.
 */
final class CelValues {

  private CelValues() {}

  static Object of(@Nullable Object value) {
    if (value == null) {
      return NullValue.NULL_VALUE;
    }
    if (value instanceof String
        || value instanceof Boolean
        || value instanceof Long
        || value instanceof Double) {
      return value;
    }
    if (value instanceof Integer integer) {
      return integer.longValue();
    }
    if (value instanceof BigDecimal decimal) {
      return new Decimal(decimal);
    }
    if (value instanceof BigInteger integer) {
      return new Decimal(new BigDecimal(integer));
    }
    if (value instanceof Float number) {
      // what people write for it, as in checks
      return Double.valueOf(number.toString());
    }
    if (value instanceof Struct struct) {
      return new StructMap(struct);
    }
    if (value instanceof List<?> list) {
      return new ListView(list);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> converted = new LinkedHashMap<>();
      map.forEach((key, element) -> converted.put(key.toString(), of(element)));
      return converted;
    }
    if (value instanceof Variant variant) {
      return typed(variant.value(), variant.branch());
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return CelByteString.of(bytes);
    }
    throw new IllegalStateException("no CEL value for " + value.getClass());
  }

  private static Object typed(@Nullable Object value, Type type) {
    if (value instanceof Number number && type instanceof Scalar scalar) {
      if (scalar == Scalar.DATE) {
        return Instant.ofEpochSecond(number.longValue() * 86_400);
      }
      if (scalar.isTimestamp()) {
        long units = scalar.unitsPerSecond();
        long raw = number.longValue();
        return Instant.ofEpochSecond(
            Math.floorDiv(raw, units), Math.floorMod(raw, units) * (1_000_000_000L / units));
      }
    }
    return of(value);
  }

  /** A record or object as a map that converts members when they are read. */
  private static final class StructMap extends AbstractMap<String, Object> {

    private final Struct struct;

    StructMap(Struct struct) {
      this.struct = struct;
    }

    @Override
    public boolean containsKey(Object key) {
      return key instanceof String name && struct.field(name) != Absent.VALUE;
    }

    @Override
    @SuppressWarnings("NullAway") // null is how a map says that it has no such key
    public @Nullable Object get(Object key) {
      if (!(key instanceof String name)) {
        return null;
      }
      Object value = struct.field(name);
      if (value == Absent.VALUE) {
        return null;
      }
      if (struct instanceof RecordValue record) {
        Field field = record.type().fields().get(record.type().position(name));
        return typed(value, field.type());
      }
      return of(value);
    }

    @Override
    public int size() {
      return struct.size();
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      Map<String, Object> all = new LinkedHashMap<>();
      for (int i = 0; i < struct.size(); i++) {
        Object value = get(struct.nameAt(i));
        all.put(struct.nameAt(i), value == null ? NullValue.NULL_VALUE : value);
      }
      return all.entrySet();
    }
  }

  private static final class ListView extends AbstractList<Object> {

    private final List<?> list;

    ListView(List<?> list) {
      this.list = list;
    }

    @Override
    public Object get(int index) {
      return of(list.get(index));
    }

    @Override
    public int size() {
      return list.size();
    }
  }
}
