package io.sluice.expression;

import com.google.common.collect.Iterators;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import io.sluice.type.Absent;
import io.sluice.type.DecimalType;
import io.sluice.type.ListType;
import io.sluice.type.MapType;
import io.sluice.type.RecordType;
import io.sluice.type.RecordValue;
import io.sluice.type.Scalar;
import io.sluice.type.Struct;
import io.sluice.type.Type;
import io.sluice.type.Variant;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Converts decoded values to CEL values. The schema defines the type of numbers: a JSON Schema
 * {@code number} or an Avro decimal is a {@link Decimal}. Without a schema, a 64-bit whole number
 * is an int, and any other number is a decimal. Dates and timestamps become timestamps. Null
 * becomes CEL's null.
 */
final class CelValues {

  private static final int MOST_DIGITS_OF_A_LONG = 19;

  private CelValues() {}

  /**
   * Converts a decoded value to a CEL value.
   *
   * @param type the type from the schema
   */
  static Object of(@Nullable Object value, Type type) {
    if (value == null) {
      return NullValue.NULL_VALUE;
    }
    if (value instanceof Number number) {
      return number(number, type);
    }
    if (value instanceof String || value instanceof Boolean) {
      return value;
    }
    if (value instanceof RecordValue record) {
      return new StructMap(record, record.type());
    }
    if (value instanceof Struct struct) {
      return new StructMap(struct, type);
    }
    if (value instanceof List<?> list) {
      return new ListView(list, type instanceof ListType of ? of.element() : Scalar.JSON);
    }
    if (value instanceof Map<?, ?> map) {
      return new MapView(map, type instanceof MapType of ? of.value() : Scalar.JSON);
    }
    if (value instanceof Variant variant) {
      return of(variant.value(), variant.branch());
    }
    if (value instanceof ByteBuffer buffer) {
      Budget.scan(buffer.remaining());
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return CelByteString.of(bytes);
    }
    throw new IllegalStateException("no CEL value for " + value.getClass());
  }

  private static Object number(Number number, Type type) {
    if (type == Scalar.DATE) {
      return Instant.ofEpochSecond(number.longValue() * 86_400);
    }
    if (type instanceof Scalar scalar && scalar.isTimestamp()) {
      long units = scalar.unitsPerSecond();
      long raw = number.longValue();
      return Instant.ofEpochSecond(
          Math.floorDiv(raw, units), Math.floorMod(raw, units) * (1_000_000_000L / units));
    }
    boolean isDecimal = type == Scalar.NUMBER || type instanceof DecimalType;
    if (number instanceof Long || number instanceof Integer) {
      long whole = number.longValue();
      return isDecimal ? new Decimal(BigDecimal.valueOf(whole)) : (Object) whole;
    }
    if (number instanceof BigDecimal decimal) {
      if (type instanceof DecimalType of && of.scale() == decimal.scale()) {
        return new Decimal(decimal);
      }
      // 5.0 and 5 of JSON are one number, also as text
      return isDecimal || !isLong(decimal)
          ? new Decimal(decimal.stripTrailingZeros())
          : decimal.longValueExact();
    }
    if (number instanceof BigInteger integer) {
      return new Decimal(new BigDecimal(integer));
    }
    // of a float, what people write for it, as in checks
    return number instanceof Float ? Double.valueOf(number.toString()) : number;
  }

  /** Whether it is a 64-bit whole number, regardless of its notation. */
  private static boolean isLong(BigDecimal decimal) {
    if (decimal.precision() - (long) decimal.scale() > MOST_DIGITS_OF_A_LONG) {
      return false;
    }
    return decimal.stripTrailingZeros().scale() <= 0
        && decimal.toBigInteger().bitLength() < Long.SIZE;
  }

  /** The kind of a CEL value with its article: {@code a string}. */
  static String describe(Object value) {
    if (value instanceof NullValue) {
      return "null";
    }
    if (value instanceof Long) {
      return "an int";
    }
    if (value instanceof UnsignedLong) {
      return "a uint";
    }
    if (value instanceof Instant) {
      return "a timestamp";
    }
    if (value instanceof List) {
      return "a list";
    }
    if (value instanceof Map) {
      return "an object";
    }
    if (value instanceof CelByteString) {
      return "bytes";
    }
    if (value instanceof Optional) {
      return "an optional value";
    }
    for (Class<?> known :
        List.of(String.class, Boolean.class, Double.class, Decimal.class, Duration.class)) {
      if (known.isInstance(value)) {
        return "a " + known.getSimpleName().toLowerCase(Locale.ROOT);
      }
    }
    return "a value of a different type";
  }

  /** A record or object as a map that converts members when they are read. */
  private static final class StructMap extends AbstractMap<String, Object> {

    private final Struct struct;
    private final Type type;

    StructMap(Struct struct, Type type) {
      this.struct = struct;
      this.type = type;
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
      return value == Absent.VALUE ? null : of(value, member(name));
    }

    private Type member(String name) {
      if (type instanceof RecordType record) {
        int position = record.position(name);
        return position < 0 ? Scalar.JSON : record.fields().get(position).type();
      }
      return type instanceof MapType map ? map.value() : Scalar.JSON;
    }

    @Override
    public int size() {
      return struct.size();
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      return new Entries(
          struct.size(), () -> IntStream.range(0, struct.size()).mapToObj(this::entry).iterator());
    }

    private Entry<String, Object> entry(int index) {
      String name = struct.nameAt(index);
      return Map.entry(name, of(struct.valueAt(index), member(name)));
    }
  }

  /** A map of Avro that converts members when they are read. */
  private static final class MapView extends AbstractMap<String, Object> {

    private final Map<?, ?> map;
    private final Type element;

    MapView(Map<?, ?> map, Type element) {
      this.map = map;
      this.element = element;
    }

    @Override
    public boolean containsKey(Object key) {
      return map.containsKey(key);
    }

    @Override
    @SuppressWarnings("NullAway") // null is how a map says that it has no such key
    public @Nullable Object get(Object key) {
      return map.containsKey(key) ? of(map.get(key), element) : null;
    }

    @Override
    public int size() {
      return map.size();
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      return new Entries(
          map.size(),
          () ->
              Iterators.transform(
                  map.entrySet().iterator(),
                  entry -> Map.entry((String) entry.getKey(), of(entry.getValue(), element))));
    }
  }

  /** Entries that are created one at a time. */
  private static final class Entries extends AbstractSet<Map.Entry<String, Object>> {

    private final int size;
    private final Iterable<Map.Entry<String, Object>> entries;

    Entries(int size, Iterable<Map.Entry<String, Object>> entries) {
      this.size = size;
      this.entries = entries;
    }

    @Override
    public Iterator<Map.Entry<String, Object>> iterator() {
      return entries.iterator();
    }

    @Override
    public int size() {
      return size;
    }
  }

  private static final class ListView extends AbstractList<Object> {

    private final List<?> list;
    private final Type element;

    ListView(List<?> list, Type element) {
      this.list = list;
      this.element = element;
    }

    @Override
    public Object get(int index) {
      return of(list.get(index), element);
    }

    @Override
    public int size() {
      return list.size();
    }
  }
}
