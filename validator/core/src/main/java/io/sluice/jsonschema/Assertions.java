package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.format.Formats;
import io.sluice.pattern.EcmaPattern;
import io.sluice.type.Absent;
import io.sluice.type.Struct;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keywords that look at one value alone.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-validation#section-6">JSON Schema
 *     Validation, section 6</a>
 */
final class Assertions {

  /** Larger than any text, list, or object. */
  private static final BigDecimal MOST_SIZE = BigDecimal.valueOf(Integer.MAX_VALUE);

  private Assertions() {}

  /** A keyword that decides by the value alone. */
  private static final class OfValue extends Keyword {
    private final Predicate<@Nullable Object> fits;

    private OfValue(Site site, String name, Predicate<@Nullable Object> fits) {
      super(site, name);
      this.fits = fits;
    }

    @Override
    boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
      return fits.test(place.value);
    }
  }

  private static Keyword ofText(Site site, String name, Predicate<String> fits) {
    return new OfValue(site, name, value -> !(value instanceof String text) || fits.test(text));
  }

  private static Keyword ofNumber(
      Site site, String name, BiPredicate<BigDecimal, BigDecimal> fits) {
    BigDecimal bound = site.node().path(name).decimalValue();
    return new OfValue(
        site,
        name,
        value -> {
          BigDecimal number = Equality.number(value);
          return number == null || fits.test(number, bound);
        });
  }

  private static Keyword ofSize(Site site, String name, Class<?> kind, IntPredicate fits) {
    return new Keyword(site, name) {
      @Override
      boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
        return !kind.isInstance(place.value) || fits.test(place.size());
      }
    };
  }

  /** Null where the keyword is none of these, or has a value that makes no sense. */
  static @Nullable Keyword of(Site site, String name, JsonNode value, boolean assertFormats)
      throws UnusableJsonSchema {
    if (value.isNumber()) {
      return ofNumbers(site, name, value);
    }
    return switch (name) {
      case "type" -> type(site, value);
      case "enum" -> value.isArray() ? among(site, name, values(value)) : null;
      case "const" -> among(site, name, constant(value));
      case "pattern" -> value.isTextual() ? pattern(site, value.textValue()) : null;
      case "format" ->
          value.isTextual() && (assertFormats || site.resource().dialect.assertsFormats())
              ? format(site, value.textValue())
              : null;
      case "uniqueItems" -> value.asBoolean() ? unique(site) : null;
      case "required" -> value.isArray() ? required(site, name, names(value)) : null;
      case "dependentRequired" -> value.isObject() ? dependent(site, name, value) : null;
      case "contentEncoding" ->
          value.asText().equalsIgnoreCase("base64")
              ? ofText(site, name, Assertions::isBase64)
              : null;
      case "contentMediaType" ->
          value.asText().equals("application/json") ? json(site, name) : null;
      default -> null;
    };
  }

  private static @Nullable Keyword ofNumbers(Site site, String name, JsonNode value) {
    if (name.equals("const")) {
      return among(site, name, constant(value));
    }
    boolean isStrict = site.node().path("exclusive" + capital(name)).asBoolean();
    boolean isOld = site.resource().dialect.draft() == Draft.DRAFT_4;
    BigDecimal bound = value.decimalValue();
    // a bound that is no whole number bounds whole numbers all the same
    int most = bound.min(MOST_SIZE).setScale(0, RoundingMode.FLOOR).intValue();
    int least = bound.min(MOST_SIZE).setScale(0, RoundingMode.CEILING).intValue();
    return switch (name) {
      case "maximum" ->
          ofNumber(site, name, (a, b) -> a.compareTo(b) < (isOld && isStrict ? 0 : 1));
      case "minimum" ->
          ofNumber(site, name, (a, b) -> a.compareTo(b) > (isOld && isStrict ? 0 : -1));
      case "exclusiveMaximum" -> isOld ? null : ofNumber(site, name, (a, b) -> a.compareTo(b) < 0);
      case "exclusiveMinimum" -> isOld ? null : ofNumber(site, name, (a, b) -> a.compareTo(b) > 0);
      case "multipleOf" ->
          value.decimalValue().signum() == 0
              ? null
              : ofNumber(site, name, (a, b) -> a.remainder(b).signum() == 0);
      case "maxLength" -> ofText(site, name, text -> length(text) <= most);
      case "minLength" -> ofText(site, name, text -> length(text) >= least);
      case "maxItems" -> ofSize(site, name, List.class, count -> count <= most);
      case "minItems" -> ofSize(site, name, List.class, count -> count >= least);
      case "maxProperties" -> ofSize(site, name, Struct.class, count -> count <= most);
      case "minProperties" -> ofSize(site, name, Struct.class, count -> count >= least);
      default -> null;
    };
  }

  private static String capital(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static @Nullable Keyword type(Site site, JsonNode value) {
    Set<String> types = new HashSet<>();
    if (value.isTextual()) {
      types.add(value.textValue());
    } else if (value.isArray()) {
      types.addAll(names(value));
    } else {
      return null;
    }
    return new OfValue(site, "type", one -> types.stream().anyMatch(type -> isOfType(one, type)));
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

  private static List<@Nullable Object> values(JsonNode list) {
    List<@Nullable Object> values = new ArrayList<>();
    list.forEach(one -> values.add(Equality.value(one)));
    return values;
  }

  private static List<@Nullable Object> constant(JsonNode value) {
    List<@Nullable Object> values = new ArrayList<>();
    values.add(Equality.value(value));
    return values;
  }

  private static Keyword among(Site site, String name, List<@Nullable Object> values) {
    Map<Long, List<@Nullable Object>> byHash = new HashMap<>();
    for (Object value : values) {
      byHash.computeIfAbsent(Place.root(value).hash(), hash -> new ArrayList<>()).add(value);
    }
    return new Keyword(site, name) {
      @Override
      boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
        List<@Nullable Object> same = byHash.get(place.hash());
        return same != null
            && same.stream().anyMatch(value -> Equality.areEqual(value, place.value));
      }
    };
  }

  /**
   * Compiles a pattern.
   *
   * @param path names that lead to it from a schema
   */
  static EcmaPattern compiled(Site site, String pattern, String... path) throws UnusableJsonSchema {
    try {
      return EcmaPattern.compile(pattern);
    } catch (io.sluice.pattern.PatternException e) {
      Site place = site.part(path);
      throw UnusableJsonSchema.at(
          place,
          "the pattern at " + Site.key(place.document(), place.pointer()) + " is " + e.fault());
    }
  }

  private static Keyword pattern(Site site, String source) throws UnusableJsonSchema {
    return ofText(site, "pattern", compiled(site, source, "pattern")::find);
  }

  private static @Nullable Keyword format(Site site, String name) {
    Predicate<String> format = SchemaFormats.of(name, site.resource().dialect.draft());
    return format == null ? null : ofText(site, "format", format);
  }

  private static Keyword unique(Site site) {
    return new Keyword(site, "uniqueItems") {
      @Override
      boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
        if (!(place.value instanceof List)) {
          return true;
        }
        Map<Long, List<Place>> byHash = new HashMap<>();
        for (int i = 0; i < place.size(); i++) {
          Place item = place.child(i);
          List<Place> same = byHash.computeIfAbsent(item.hash(), hash -> new ArrayList<>(1));
          if (same.stream().anyMatch(one -> Equality.areEqual(one.value, item.value))) {
            return false;
          }
          same.add(item);
        }
        return true;
      }
    };
  }

  private static List<String> names(JsonNode list) {
    List<String> names = new ArrayList<>();
    list.forEach(
        name -> {
          if (name.isTextual()) {
            names.add(name.textValue());
          }
        });
    return names;
  }

  private static List<String> missing(Place place, List<String> names) {
    return place.value instanceof Struct struct
        ? names.stream().filter(name -> struct.field(name) == Absent.VALUE).toList()
        : List.of();
  }

  private static Keyword required(Site site, String keyword, List<String> names) {
    return new Keyword(site, keyword) {
      @Override
      boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
        return missing(place, names).isEmpty();
      }

      @Override
      void explain(
          Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen, Failures into) {
        missing(place, names).forEach(name -> into.add(failure(place).inside(name)));
      }
    };
  }

  private static Keyword dependent(Site site, String keyword, JsonNode value) {
    Map<String, List<String>> wanted = new HashMap<>();
    value
        .properties()
        .forEach(
            one -> {
              if (one.getValue().isArray()) {
                wanted.put(one.getKey(), names(one.getValue()));
              }
            });
    return dependent(site, keyword, wanted);
  }

  /** Members that others demand. */
  static Keyword dependent(Site site, String keyword, Map<String, List<String>> wanted) {
    return new Keyword(site, keyword) {
      @Override
      boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
        return all(place).isEmpty();
      }

      private List<String> all(Place place) {
        List<String> all = new ArrayList<>();
        if (place.value instanceof Struct struct) {
          wanted.forEach(
              (name, others) -> {
                if (struct.field(name) != Absent.VALUE) {
                  all.addAll(missing(place, others));
                }
              });
        }
        return all;
      }

      @Override
      void explain(
          Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen, Failures into) {
        all(place).stream().distinct().forEach(name -> into.add(failure(place).inside(name)));
      }
    };
  }

  private static boolean isBase64(String text) {
    try {
      byte[] unused = Base64.getDecoder().decode(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Keyword json(Site site, String name) {
    boolean isEncoded = site.node().path("contentEncoding").asText().equalsIgnoreCase("base64");
    return ofText(
        site,
        name,
        // what is not base64 is told by contentEncoding
        text -> !isEncoded ? isJson(text) : !isBase64(text) || isJson(decoded(text)));
  }

  private static boolean isJson(String text) {
    Formats.Format json = Formats.of("json");
    return json != null && json.test().test(text);
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
