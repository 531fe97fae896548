package io.sluice.rules;

import io.sluice.contract.Argument;
import io.sluice.expression.Outcome;
import io.sluice.type.FixedType;
import io.sluice.type.ListType;
import io.sluice.type.MapType;
import io.sluice.type.RecordType;
import io.sluice.type.Scalar;
import io.sluice.type.Struct;
import io.sluice.type.Type;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/** Checks of the elements of a value and their number. */
final class ItemChecks {

  /** The size of a value that has none. */
  private static final int NONE = -1;

  private ItemChecks() {}

  static CompiledCheck minItems(int least, Type type) throws Mismatch {
    return items(type, size -> size >= least, "have at least " + elements(least));
  }

  static CompiledCheck maxItems(int most, Type type) throws Mismatch {
    return items(type, size -> size <= most, "have at most " + elements(most));
  }

  private static String elements(int count) {
    return count == 1 ? "1 element" : count + " elements";
  }

  private static CompiledCheck items(Type type, IntPredicate fits, String expectation)
      throws Mismatch {
    boolean hasItems =
        type instanceof ListType || type instanceof MapType || type instanceof RecordType;
    if (!hasItems && type != Scalar.JSON) {
      throw Mismatch.ofType("arrays and objects", type);
    }
    return sized(fits, expectation);
  }

  static CompiledCheck notEmpty(Type type) throws Mismatch {
    if (TextChecks.isText(type)) {
      return TextChecks.text(type, text -> !text.isEmpty(), "not be empty");
    }
    boolean hasSize =
        type == Scalar.JSON
            || type == Scalar.BYTES
            || type instanceof FixedType
            || type instanceof ListType
            || type instanceof MapType
            || type instanceof RecordType;
    if (!hasSize) {
      throw new Mismatch(
          Words.a(type) + " is never empty; this check applies to text, bytes, arrays, and maps");
    }
    CompiledCheck check = sized(size -> size > 0, "not be empty");
    return CompiledCheck.of(
        (value, event) ->
            value instanceof String text
                ? Check.of(!text.isEmpty())
                : check.check().test(value, event),
        check.expectation());
  }

  private static CompiledCheck sized(IntPredicate fits, String expectation) {
    return CompiledCheck.of(
        (value, event) -> {
          int size = size(value);
          return size == NONE ? Outcome.ERROR : Check.of(fits.test(size));
        },
        expectation);
  }

  private static int size(Object value) {
    if (value instanceof List<?> list) {
      return list.size();
    }
    if (value instanceof Map<?, ?> map) {
      return map.size();
    }
    if (value instanceof Struct struct) {
      return struct.size();
    }
    return value instanceof ByteBuffer bytes ? bytes.remaining() : NONE;
  }

  static CompiledCheck unique(Type type) throws Mismatch {
    if (!(type instanceof ListType) && type != Scalar.JSON) {
      throw Mismatch.ofType("arrays", type);
    }
    return CompiledCheck.of(Check.of(List.class, ItemChecks::isUnique), "have unique elements");
  }

  private static boolean isUnique(List<?> list) {
    Set<String> seen = new HashSet<>(list.size() * 2);
    for (Object element : list) {
      if (!seen.add(Same.text(element))) {
        return false;
      }
    }
    return true;
  }

  /** Text in text, or an element of an array. */
  static CompiledCheck contains(Argument.Constant argument, Type type, boolean wanted)
      throws Mismatch {
    String part = argument.text();
    String expectation = (wanted ? "contain '" : "not contain '") + part + "'";
    if (TextChecks.isText(type)) {
      return TextChecks.text(type, text -> text.contains(part) == wanted, expectation);
    }
    if (!(type instanceof ListType) && type != Scalar.JSON) {
      throw Mismatch.ofType("text and arrays", type);
    }
    Object element =
        Membership.value(argument, type instanceof ListType list ? list.element() : Scalar.JSON);
    return CompiledCheck.of(
        (value, event) -> {
          if (value instanceof String text) {
            return Check.of(text.contains(part) == wanted);
          }
          return value instanceof List<?> list
              ? Check.of(
                  list.stream().anyMatch(one -> one != null && element.equals(Same.form(one)))
                      == wanted)
              : Outcome.ERROR;
        },
        expectation);
  }
}
