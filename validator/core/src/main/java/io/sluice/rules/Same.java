package io.sluice.rules;

import io.sluice.type.Struct;
import io.sluice.type.Variant;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Equality of values: numbers by value, objects regardless of member order. */
final class Same {

  private Same() {}

  /** A scalar value in a form whose {@code equals} defines whether values are equal. */
  static Object form(Object value) {
    if (value instanceof Variant variant) {
      return form(variant.value());
    }
    BigDecimal number = value instanceof Number ? Comparison.number(value) : null;
    return number == null ? value : number.stripTrailingZeros();
  }

  /**
   * A text for any value, which is equal for equal values. It is text because sets of lists and
   * maps are slow if an attacker crafts equal hashes.
   */
  static String text(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(@Nullable Object value, StringBuilder out) {
    if (value instanceof Variant variant) {
      write(variant.value(), out);
    } else if (value instanceof String text) {
      out.append('s').append(text.length()).append(' ').append(text);
    } else if (value instanceof List<?> list) {
      out.append('[');
      list.forEach(element -> write(element, out));
      out.append(']');
    } else if (value instanceof Map<?, ?> map) {
      TreeMap<String, @Nullable Object> members = new TreeMap<>();
      map.forEach((key, element) -> members.put(key.toString(), element));
      writeMembers(members, out);
    } else if (value instanceof Struct struct) {
      TreeMap<String, @Nullable Object> members = new TreeMap<>();
      for (int i = 0; i < struct.size(); i++) {
        members.put(struct.nameAt(i), struct.valueAt(i));
      }
      writeMembers(members, out);
    } else if (value instanceof ByteBuffer bytes) {
      out.append('x');
      for (int i = bytes.position(); i < bytes.limit(); i++) {
        out.append(bytes.get(i)).append(' ');
      }
    } else {
      out.append('v').append(value == null ? "null" : form(value)).append(' ');
    }
  }

  private static void writeMembers(Map<String, @Nullable Object> members, StringBuilder out) {
    out.append('{');
    members.forEach(
        (name, element) -> {
          write(name, out);
          write(element, out);
        });
    out.append('}');
  }
}
