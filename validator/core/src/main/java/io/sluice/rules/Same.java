package io.sluice.rules;

import io.sluice.type.Struct;
import io.sluice.type.Variant;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When values are the same: numbers by what they are worth, objects whatever their order. */
final class Same {

  private Same() {}

  /** A value in a form whose {@code equals} says whether values are the same. */
  static @Nullable Object form(@Nullable Object value) {
    if (value instanceof Number) {
      BigDecimal number = Comparison.number(value);
      return number == null ? value : number.stripTrailingZeros();
    }
    if (value instanceof Variant variant) {
      return form(variant.value());
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> all = new ArrayList<>(list.size());
      list.forEach(element -> all.add(form(element)));
      return all;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> all = new HashMap<>();
      map.forEach((key, element) -> all.put(key, form(element)));
      return all;
    }
    if (value instanceof Struct struct) {
      Map<Object, @Nullable Object> all = new HashMap<>();
      for (int i = 0; i < struct.size(); i++) {
        all.put(struct.nameAt(i), form(struct.valueAt(i)));
      }
      return all;
    }
    return value;
  }
}
