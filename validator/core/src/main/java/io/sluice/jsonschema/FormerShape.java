package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.type.DecimalType;
import io.sluice.type.Field;
import io.sluice.type.ListType;
import io.sluice.type.MapType;
import io.sluice.type.RecordType;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The shape that was derived from a JSON Schema before tables recorded the encoding of their
 * columns. It identifies the text columns of those tables that contain JSON. No new table uses it.
 * Anything that it does not define is {@link Scalar#JSON}.
 */
final class FormerShape {

  private static final int DEEPEST = 32;

  /**
   * The size limit, because a schema can be infinite when its references are followed. Beyond it,
   * values are JSON.
   */
  private static final int MOST_PARTS = 5_000;

  private static final List<String> OPENING =
      List.of("allOf", "anyOf", "oneOf", "not", "if", "$dynamicRef", "$recursiveRef");

  private final SchemaSet set;
  private final Set<String> open;
  private int parts;

  private FormerShape(SchemaSet set) {
    this.set = set;
    this.open = new HashSet<>(Set.of(key(set.root())));
  }

  private static String key(Site site) {
    return Site.key(site.document(), site.pointer());
  }

  /** The shape of whole documents. */
  static Type of(SchemaSet set) throws UnusableJsonSchema {
    return new FormerShape(set).document();
  }

  private Type document() throws UnusableJsonSchema {
    List<Site> branches = branches(set.root(), new HashSet<>());
    if (branches.isEmpty() || !branches.stream().allMatch(FormerShape::isObject)) {
      return Scalar.JSON;
    }
    List<Field> fields = merge(branches);
    return fields.isEmpty() ? Scalar.JSON : new RecordType("", null, fields);
  }

  /** The alternatives of the root, with references followed; empty if one cannot be read. */
  private List<Site> branches(Site schema, Set<String> seen) throws UnusableJsonSchema {
    Site target = follow(schema, seen);
    if (target == null) {
      return List.of();
    }
    for (String keyword : List.of("oneOf", "anyOf")) {
      JsonNode choice = target.node().path(keyword);
      if (choice.isArray() && !target.node().has("properties")) {
        List<Site> all = new ArrayList<>();
        for (int i = 0; i < choice.size(); i++) {
          Site branch = set.part(target, keyword, Integer.toString(i));
          List<Site> inner = branches(branch, new HashSet<>(seen));
          if (inner.isEmpty()) {
            return List.of();
          }
          all.addAll(inner);
        }
        return all;
      }
    }
    return List.of(target);
  }

  private static boolean isObject(Site schema) {
    return "object".equals(text(schema, "type")) && schema.node().path("properties").isObject();
  }

  private static boolean isClosed(Site schema) {
    JsonNode additional = schema.node().path("additionalProperties");
    return additional.isBoolean()
        && !additional.booleanValue()
        && !schema.node().has("patternProperties");
  }

  /** A field if the branches agree on its type; otherwise JSON. */
  private List<Field> merge(List<Site> branches) throws UnusableJsonSchema {
    Map<String, Field> merged = new LinkedHashMap<>();
    Set<String> everywhere = new LinkedHashSet<>();
    boolean first = true;
    for (Site branch : branches) {
      Set<String> required = required(branch);
      if (first) {
        everywhere.addAll(required);
      } else {
        everywhere.retainAll(required);
      }
      first = false;
      for (Field field : fields(branch, 1)) {
        merged.merge(field.name(), field, FormerShape::either);
      }
    }
    branches.stream()
        .filter(branch -> !isClosed(branch))
        .forEach(
            branch ->
                merged.replaceAll(
                    (name, field) ->
                        branch.node().path("properties").has(name)
                            ? field
                            : new Field(name, Scalar.JSON, true, field.doc())));
    return merged.values().stream()
        .map(
            field ->
                everywhere.contains(field.name())
                    ? field
                    : new Field(field.name(), field.type(), true, field.doc()))
        .toList();
  }

  private static Field either(Field one, Field other) {
    Type type =
        one.type() instanceof Scalar && one.type() == other.type() ? one.type() : Scalar.JSON;
    return new Field(one.name(), type, one.nullable() || other.nullable(), one.doc());
  }

  private List<Field> fields(Site schema, int depth) throws UnusableJsonSchema {
    Set<String> required = required(schema);
    List<Field> fields = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : schema.node().path("properties").properties()) {
      String name = property.getKey();
      Site member = set.part(schema, "properties", name);
      Part part = part(member, depth + 1);
      boolean nullable = part.nullable() || !required.contains(name);
      fields.add(new Field(name, part.type(), nullable, text(member, "description")));
    }
    return fields;
  }

  private static Set<String> required(Site schema) {
    Set<String> names = new HashSet<>();
    schema.node().path("required").forEach(name -> names.add(name.asText()));
    return names;
  }

  private record Part(Type type, boolean nullable) {
    static final Part ANYTHING = new Part(Scalar.JSON, true);
  }

  private Part part(Site schema, int depth) throws UnusableJsonSchema {
    Set<String> followed = new HashSet<>();
    Site target = follow(schema, followed);
    if (target == null || depth > DEEPEST || ++parts > MOST_PARTS) {
      return Part.ANYTHING;
    }
    followed.removeAll(open);
    if (followed.isEmpty() && schema.node().path("$ref").isTextual()) {
      // a schema inside itself
      return Part.ANYTHING;
    }
    open.addAll(followed);
    Part part = described(target, depth);
    open.removeAll(followed);
    return part;
  }

  private Part described(Site target, int depth) throws UnusableJsonSchema {
    Site nullable = nullableBranch(target);
    if (nullable != null) {
      return new Part(part(nullable, depth + 1).type(), true);
    }
    if (OPENING.stream().anyMatch(target.node()::has)) {
      return Part.ANYTHING;
    }
    Set<String> types = types(target);
    boolean mayBeNull = types.remove("null");
    if (types.size() != 1) {
      return Part.ANYTHING;
    }
    return new Part(typed(types.iterator().next(), target, depth), mayBeNull);
  }

  /** The other branch of a choice between null and one schema. */
  private @Nullable Site nullableBranch(Site schema) throws UnusableJsonSchema {
    for (String keyword : List.of("oneOf", "anyOf")) {
      JsonNode choice = schema.node().path(keyword);
      if (choice.size() == 2) {
        for (int i = 0; i < 2; i++) {
          if ("null".equals(choice.get(i).path("type").textValue())) {
            return set.part(schema, keyword, Integer.toString(1 - i));
          }
        }
      }
    }
    return null;
  }

  private static Set<String> types(Site site) {
    JsonNode schema = site.node();
    Set<String> types = new LinkedHashSet<>();
    JsonNode declared = schema.path("type");
    if (declared.isTextual()) {
      types.add(declared.asText());
    } else if (declared.isArray()) {
      declared.forEach(type -> types.add(type.asText()));
    } else if (schema.path("enum").isArray()
        && StreamSupport.stream(schema.path("enum").spliterator(), false)
            .allMatch(JsonNode::isTextual)) {
      types.add("string");
    } else if (schema.path("const").isTextual() && site.resource().dialect.knows("const")) {
      types.add("string");
    }
    return types;
  }

  private Type typed(String type, Site schema, int depth) throws UnusableJsonSchema {
    return switch (type) {
      case "string" -> Scalar.STRING;
      case "boolean" -> Scalar.BOOLEAN;
      case "integer" -> integer(schema.node());
      case "number" -> Scalar.NUMBER;
      case "array" -> list(schema, depth);
      case "object" -> object(schema, depth);
      default -> Scalar.JSON;
    };
  }

  /** 38 digits if the schema itself mentions integers beyond 64 bits. */
  private static Type integer(JsonNode schema) {
    for (String bound : List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")) {
      JsonNode value = schema.path(bound);
      if (value.isNumber() && !value.canConvertToLong()) {
        return new DecimalType(38, 0);
      }
    }
    return Scalar.LONG;
  }

  private Type list(Site schema, int depth) throws UnusableJsonSchema {
    JsonNode items = schema.node().path("items");
    if (!items.isObject() || schema.node().has("prefixItems")) {
      return Scalar.JSON;
    }
    Part element = part(set.part(schema, "items"), depth + 1);
    return new ListType(element.type(), element.nullable());
  }

  private Type object(Site schema, int depth) throws UnusableJsonSchema {
    JsonNode node = schema.node();
    boolean isMap =
        node.path("additionalProperties").isObject()
            && !node.has("properties")
            && !node.has("patternProperties");
    if (isMap) {
      Part value = part(set.part(schema, "additionalProperties"), depth + 1);
      return new MapType(value.type(), value.nullable());
    }
    if (!isClosed(schema) || node.path("properties").isEmpty()) {
      return Scalar.JSON;
    }
    return new RecordType("", text(schema, "description"), fields(schema, depth));
  }

  /** The schema behind references inside the document, or null if it is unknown. */
  private @Nullable Site follow(Site schema, Set<String> seen) throws UnusableJsonSchema {
    Site target = schema;
    while (target.node().path("$ref").isTextual()) {
      String reference = target.node().path("$ref").asText();
      boolean isInside = reference.equals("#") || reference.startsWith("#/");
      target = isInside ? set.resolve(target, reference) : target;
      if (!isInside || !seen.add(key(target))) {
        return null;
      }
    }
    return target.node().isObject() ? target : null;
  }

  private static @Nullable String text(Site schema, String member) {
    return schema.node().path(member).textValue();
  }
}
