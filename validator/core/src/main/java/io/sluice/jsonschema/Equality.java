package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.type.Absent;
import io.sluice.type.JsonObject;
import io.sluice.type.Struct;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Equality of values: numbers by value, at any depth.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core#section-4.2.2">JSON Schema
 *     Core, section 4.2.2</a>
 */
final class Equality {

  /** Random per process, so that an attacker cannot craft values with equal hashes. */
  private static final long SEED = new SecureRandom().nextLong();

  private static final long FACTOR = new SecureRandom().nextLong() | 1;

  private Equality() {}

  /** A value from a schema in the form of values in events. */
  static @Nullable Object value(JsonNode node) {
    if (node.isNull() || node.isMissingNode()) {
      return null;
    }
    if (node.isTextual()) {
      return node.textValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isNumber()) {
      return node.decimalValue();
    }
    if (node.isArray()) {
      List<@Nullable Object> list = new ArrayList<>(node.size());
      node.forEach(element -> list.add(value(element)));
      return list;
    }
    JsonObject object = new JsonObject();
    node.properties().forEach(member -> object.put(member.getKey(), value(member.getValue())));
    return object;
  }

  /** The exact value of a number; null for anything else. */
  static @Nullable BigDecimal number(@Nullable Object value) {
    if (value instanceof BigDecimal number) {
      return number;
    }
    if (value instanceof Long || value instanceof Integer) {
      return BigDecimal.valueOf(((Number) value).longValue());
    }
    return value instanceof BigInteger number ? new BigDecimal(number) : null;
  }

  static boolean areEqual(@Nullable Object one, @Nullable Object other) {
    if (one == null || other == null) {
      return one == other;
    }
    if (one instanceof Long first && other instanceof Long second) {
      return first.longValue() == second.longValue();
    }
    if (one instanceof Number) {
      BigDecimal first = number(one);
      BigDecimal second = number(other);
      return first != null && second != null && first.compareTo(second) == 0;
    }
    if (one instanceof List<?> first) {
      return other instanceof List<?> second && areEqualLists(first, second);
    }
    if (one instanceof Struct first) {
      return other instanceof Struct second && areEqualObjects(first, second);
    }
    return one.equals(other);
  }

  private static boolean areEqualLists(List<?> one, List<?> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (!areEqual(one.get(i), other.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean areEqualObjects(Struct one, Struct other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      Object second = other.field(one.nameAt(i));
      if (second == Absent.VALUE || !areEqual(one.valueAt(i), second)) {
        return false;
      }
    }
    return true;
  }

  /** Equal values have equal hashes. */
  static long hash(Place place) {
    Object value = place.value;
    if (value == null) {
      return mix(1);
    }
    if (value instanceof String text) {
      return hash(text);
    }
    if (value instanceof Boolean bool) {
      return mix(bool ? 2 : 3);
    }
    BigDecimal number = number(value);
    if (number != null) {
      return hash(number.signum() == 0 ? "0" : number.stripTrailingZeros().toString()) + 1;
    }
    long hash = value instanceof List<?> ? 5 : 7;
    for (int i = 0; i < place.size(); i++) {
      long child = place.child(i).hash();
      hash =
          value instanceof Struct struct
              ? hash + mix(hash(struct.nameAt(i)) * FACTOR + child)
              : mix(hash * FACTOR + child);
    }
    return mix(hash + place.size());
  }

  private static long hash(String text) {
    long hash = text.length();
    for (int i = 0; i < text.length(); i++) {
      hash = mix(hash * FACTOR + text.charAt(i));
    }
    return hash;
  }

  private static long mix(long bits) {
    long h = bits ^ SEED;
    h = (h ^ (h >>> 33)) * 0xFF51AFD7ED558CCDL;
    h = (h ^ (h >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return h ^ (h >>> 33);
  }
}
