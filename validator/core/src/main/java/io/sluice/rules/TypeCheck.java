package io.sluice.rules;

import io.sluice.contract.Argument;
import io.sluice.failure.Suggestion;
import io.sluice.type.Struct;
import io.sluice.type.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Checks of the kind of a value, with JSON's names. */
final class TypeCheck {

  private static final Map<String, Predicate<Object>> KINDS = new TreeMap<>();

  static {
    KINDS.put("string", String.class::isInstance);
    KINDS.put("boolean", Boolean.class::isInstance);
    KINDS.put("number", Number.class::isInstance);
    KINDS.put("integer", TypeCheck::isInteger);
    KINDS.put("array", List.class::isInstance);
    KINDS.put("object", value -> value instanceof Struct || value instanceof Map);
  }

  private TypeCheck() {}

  static CompiledCheck compile(Argument argument, Type type) throws Mismatch {
    Predicate<Object> kind = KINDS.get(argument.text());
    if (kind == null) {
      throw new Mismatch(
          "unknown type '"
              + argument.text()
              + "'"
              + Suggestion.among(argument.text(), KINDS.keySet()));
    }
    return CompiledCheck.of(
        (value, event) -> Check.of(kind.test(value)), "be of type " + argument.text());
  }

  static boolean isKind(String name) {
    return KINDS.containsKey(name);
  }

  private static boolean isInteger(Object value) {
    return value instanceof Integer
        || value instanceof Long
        || value instanceof BigInteger
        || (value instanceof BigDecimal decimal && decimal.stripTrailingZeros().scale() <= 0);
  }
}
