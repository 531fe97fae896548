package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.type.Struct;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keywords for values of any kind: {@code type}, {@code enum}, and {@code const}.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-validation#section-6.1">JSON
 *     Schema Validation, section 6.1</a>
 */
final class ValueKeywords implements KeywordFamily {

  @Override
  public List<Keyword> compile(Site site, String name, JsonNode value) {
    return switch (name) {
      case "type" -> value.isTextual() || value.isArray() ? List.of(type(site, value)) : List.of();
      case "enum" -> value.isArray() ? List.of(new Among(site, name, value)) : List.of();
      case "const" -> List.of(new Among(site, name, List.of(value)));
      default -> List.of();
    };
  }

  private static Keyword type(Site site, JsonNode value) {
    Set<String> types = new HashSet<>();
    for (JsonNode type : value.isArray() ? value : List.of(value)) {
      if (type.isTextual()) {
        types.add(type.textValue());
      }
    }
    return new ValueAssertion(
        site, "type", one -> types.stream().anyMatch(type -> isOfType(one, type)));
  }

  private static boolean isOfType(@Nullable Object value, String type) {
    return switch (type) {
      case "null" -> value == null;
      case "boolean" -> value instanceof Boolean;
      case "string" -> value instanceof String;
      case "object" -> value instanceof Struct;
      case "array" -> value instanceof List;
      case "number" -> value instanceof Number;
      case "integer" ->
          value instanceof Long
              || value instanceof BigInteger
              || (value instanceof BigDecimal number && isWhole(number));
      default -> false;
    };
  }

  private static boolean isWhole(BigDecimal number) {
    return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
  }

  /** {@code enum} and {@code const}. */
  private static final class Among extends Keyword {
    private final Map<Long, List<@Nullable Object>> byHash = new HashMap<>();

    Among(Site site, String name, Iterable<JsonNode> values) {
      super(site, name);
      for (JsonNode one : values) {
        Object value = Equality.value(one);
        byHash.computeIfAbsent(Place.root(value).hash(), hash -> new ArrayList<>()).add(value);
      }
    }

    @Override
    boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
      List<@Nullable Object> same = byHash.get(place.hash());
      return same != null && same.stream().anyMatch(one -> Equality.areEqual(one, place.value));
    }
  }
}
