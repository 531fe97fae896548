package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.jsonschema.Shape.Kind;
import io.sluice.jsonschema.Shape.Member;
import io.sluice.jsonschema.Shape.Rest;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads shapes from schemas: follows references and combines the branches of {@code oneOf}, {@code
 * anyOf}, {@code allOf}, and {@code if}. Ignored keywords only narrow the values that a schema
 * allows.
 */
final class ShapeReader {

  private static final int DEEPEST = 64;

  /** The maximum number of digits in a decimal column. */
  private static final int MOST_DIGITS = 38;

  private final SchemaSet set;
  private final ShapeAlgebra algebra = new ShapeAlgebra();
  private final Set<String> open = new HashSet<>();
  private final Map<String, Shape> known = new HashMap<>();

  /** The number of times that a schema was not read to its end: inside itself, or too deep. */
  private int cuts;

  /** The number of enclosing objects. */
  private int objects;

  ShapeReader(SchemaSet set) {
    this.set = set;
  }

  Shape root() throws UnusableJsonSchema {
    return read(set.root(), false);
  }

  /**
   * Reads a shape.
   *
   * @param collects the same as for {@link ShapeAlgebra#either}
   */
  private Shape read(Site site, boolean collects) throws UnusableJsonSchema {
    String place = Site.key(site.document(), site.pointer());
    JsonNode node = site.node();
    if (!node.isObject()) {
      return node.isBoolean() && !node.booleanValue() ? Shape.nothing() : Shape.anything(place);
    }
    String key = (collects ? "collects " : "") + place;
    Shape read = known.get(key);
    if (read != null) {
      return read;
    }
    if (open.size() > DEEPEST || algebra.isSpent() || !open.add(place)) {
      cuts++;
      return Shape.unread(place);
    }
    int before = cuts;
    Shape shape = compile(site, place, collects);
    open.remove(place);
    if (cuts == before) {
      known.put(key, shape);
    }
    return shape;
  }

  private Shape compile(Site site, String place, boolean collects) throws UnusableJsonSchema {
    JsonNode node = site.node();
    Dialect dialect = site.resource().dialect;
    JsonNode reference = node.path("$ref");
    if (reference.isTextual() && !dialect.draft().readsBesideRef()) {
      return read(set.resolve(site, reference.textValue()), collects);
    }
    JsonNode unevaluated =
        dialect.knows("unevaluatedProperties") ? node.path("unevaluatedProperties") : node.path("");
    boolean isClosing = unevaluated.isBoolean() && !unevaluated.booleanValue();
    boolean inside = collects || isClosing;
    Shape shape = own(site, place, dialect);
    if (reference.isTextual()) {
      shape = algebra.both(shape, read(set.resolve(site, reference.textValue()), inside));
    }
    shape = branches(site, place, shape, inside);
    if (!shape.rest().isEvaluated()) {
      if (isClosing) {
        shape = shape.closed();
      } else if (unevaluated.isObject()) {
        shape = shape.withRest(new Rest(part(site, "unevaluatedProperties"), true, null));
      } else if (unevaluated.isBoolean()) {
        shape = shape.withRest(Rest.ALLOWED);
      }
    }
    String description = node.path("description").textValue();
    return description == null ? shape : shape.withDescription(description);
  }

  /** The value of a keyword, or a missing node if the keyword has no meaning. */
  private static JsonNode known(Site site, String keyword) {
    return site.resource().dialect.knows(keyword)
        ? site.node().path(keyword)
        : MissingNode.getInstance();
  }

  private Shape part(Site site, String... tokens) throws UnusableJsonSchema {
    return read(set.part(site, tokens), false);
  }

  private Shape branches(Site site, String place, Shape own, boolean collects)
      throws UnusableJsonSchema {
    JsonNode node = site.node();
    Dialect dialect = site.resource().dialect;
    Shape shape = own;
    for (String keyword : List.of("allOf", "anyOf", "oneOf")) {
      JsonNode list = node.path(keyword);
      if (!list.isArray() || list.isEmpty() || !dialect.knows(keyword)) {
        continue;
      }
      Shape joined = keyword.equals("allOf") ? Shape.anything(place) : Shape.nothing();
      for (int i = 0; i < list.size(); i++) {
        Shape branch = read(set.part(site, keyword, Integer.toString(i)), collects);
        joined =
            keyword.equals("allOf")
                ? algebra.both(joined, branch)
                : algebra.either(joined, branch, collects);
      }
      shape = algebra.both(shape, joined);
    }
    if (node.has("if") && dialect.knows("if")) {
      Shape met = branch(site, place, "if", collects);
      shape =
          algebra.both(
              shape,
              algebra.either(
                  algebra.both(met, branch(site, place, "then", collects)),
                  branch(site, place, "else", collects),
                  collects));
    }
    return shape;
  }

  private Shape branch(Site site, String place, String keyword, boolean collects)
      throws UnusableJsonSchema {
    return site.node().has(keyword)
        ? read(set.part(site, keyword), collects)
        : Shape.anything(place);
  }

  /** The shape from the schema's own keywords. */
  private Shape own(Site site, String place, Dialect dialect) throws UnusableJsonSchema {
    JsonNode node = site.node();
    Set<Kind> kinds = kinds(node, dialect);
    boolean isHuge = isHuge(node);
    Shape shape =
        kinds == null ? Shape.anything(place).withHuge(isHuge) : Shape.of(kinds, place, isHuge);
    if (shape.has(Kind.ARRAY) && dialect.applies()) {
      shape = shape.withElement(element(site, place, dialect));
    }
    return shape.has(Kind.OBJECT) ? object(site, shape, dialect) : shape;
  }

  /** Null if all are allowed. */
  private static @Nullable Set<Kind> kinds(JsonNode node, Dialect dialect) {
    Set<Kind> kinds = null;
    if (dialect.knows("type")) {
      kinds = types(node.path("type"));
    }
    for (String keyword : List.of("enum", "const")) {
      JsonNode values = node.path(keyword);
      boolean isThere = keyword.equals("enum") ? values.isArray() : node.has("const");
      if (isThere && dialect.knows(keyword)) {
        Set<Kind> named = EnumSet.noneOf(Kind.class);
        if (keyword.equals("enum")) {
          values.forEach(value -> named.add(kind(value)));
        } else {
          named.add(kind(values));
        }
        kinds = kinds == null ? named : common(kinds, named);
      }
    }
    return kinds;
  }

  private static @Nullable Set<Kind> types(JsonNode declared) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (JsonNode type : declared.isArray() ? declared : List.of(declared)) {
      Kind kind = Kind.of(type.asText());
      if (kind != null) {
        kinds.add(kind);
      }
    }
    return kinds.isEmpty() ? null : kinds;
  }

  private static Set<Kind> common(Set<Kind> types, Set<Kind> values) {
    Set<Kind> common = EnumSet.noneOf(Kind.class);
    for (Kind kind : values) {
      if (types.contains(kind)) {
        common.add(kind);
      } else if (kind == Kind.INTEGER && types.contains(Kind.NUMBER)) {
        common.add(Kind.NUMBER);
      }
    }
    return common;
  }

  private static Kind kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> Kind.STRING;
      case BOOLEAN -> Kind.BOOLEAN;
      case NUMBER -> isWhole(value.decimalValue()) ? Kind.INTEGER : Kind.NUMBER;
      case ARRAY -> Kind.ARRAY;
      case OBJECT -> Kind.OBJECT;
      default -> Kind.NULL;
    };
  }

  /** Whether a column of integers can store it. */
  private static boolean isWhole(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0
        && number.precision() - number.scale() <= MOST_DIGITS;
  }

  private static boolean isHuge(JsonNode node) {
    for (String keyword :
        List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "const")) {
      if (node.path(keyword).isNumber() && !node.path(keyword).canConvertToLong()) {
        return true;
      }
    }
    for (JsonNode value : node.path("enum")) {
      if (value.isNumber() && !value.canConvertToLong()) {
        return true;
      }
    }
    return false;
  }

  /** The shape of all elements; null if some are not described. */
  private @Nullable Shape element(Site site, String place, Dialect dialect)
      throws UnusableJsonSchema {
    JsonNode node = site.node();
    boolean isNew = dialect.knows("prefixItems");
    String tuple = isNew ? "prefixItems" : "items";
    String others = isNew || node.path("items").isObject() ? "items" : "additionalItems";
    if (!node.path(tuple).isArray()) {
      return node.path("items").isObject() ? part(site, "items") : null;
    }
    JsonNode more = node.path(others);
    Shape all;
    if (more.isBoolean() && !more.booleanValue()) {
      all = Shape.nothing();
    } else if (more.isObject()) {
      all = part(site, others);
    } else {
      return null;
    }
    for (int i = 0; i < node.path(tuple).size(); i++) {
      all = algebra.either(all, part(site, tuple, Integer.toString(i)), false);
    }
    return all.at(place);
  }

  private Shape object(Site site, Shape shape, Dialect dialect) throws UnusableJsonSchema {
    JsonNode node = site.node();
    Map<String, Member> members = new LinkedHashMap<>();
    if (dialect.knows("properties")) {
      for (Map.Entry<String, JsonNode> property : node.path("properties").properties()) {
        String name = property.getKey();
        if (objects == 0) {
          algebra.beginMember();
        }
        objects++;
        Shape member = part(site, "properties", name);
        objects--;
        members.put(name, new Member(member, property.getValue().path("description").textValue()));
      }
    }
    Set<String> required = new HashSet<>();
    if (dialect.knows("required")) {
      node.path("required").forEach(name -> required.add(name.asText()));
    }
    return shape.withObject(members, required, rest(site));
  }

  private Rest rest(Site site) throws UnusableJsonSchema {
    JsonNode node = site.node();
    JsonNode additional = known(site, "additionalProperties");
    boolean mayHaveMore =
        node.has("patternProperties")
            || node.has("dependentSchemas")
            || node.has("dependencies")
            || node.has("$dynamicRef")
            || node.has("$recursiveRef");
    if (additional.isMissingNode()) {
      return mayHaveMore ? Rest.ALLOWED : Rest.OPEN;
    }
    if (node.has("patternProperties") || !additional.isObject()) {
      boolean isClosed = additional.isBoolean() && !additional.booleanValue();
      return isClosed && !node.has("patternProperties") ? Rest.NONE : Rest.ALLOWED;
    }
    return new Rest(part(site, "additionalProperties"), true, null);
  }
}
