package io.sluice.conform;

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
 * The shape that a JSON Schema promises, for columns. What it leaves open is {@link Scalar#JSON},
 * so that nothing that passed the schema is lost.
 */
public final class JsonShape {

  private static final int DEEPEST = 32;

  /** A schema may grow without end when its references are followed; from here on it is JSON. */
  private static final int MOST_PARTS = 5_000;

  private static final List<String> OPENING =
      List.of("allOf", "anyOf", "oneOf", "not", "if", "$dynamicRef", "$recursiveRef");

  private final JsonNode root;
  private final Set<String> open = new HashSet<>(Set.of("#"));
  private int parts;

  private JsonShape(JsonNode root) {
    this.root = root;
  }

  /**
   * What a schema promises of whole documents.
   *
   * @param type a record where documents are objects with declared members
   * @param open whether members may occur that the record does not have
   */
  public record Document(Type type, boolean open) {}

  public static Document of(JsonNode schema) {
    return new JsonShape(schema).document();
  }

  private Document document() {
    List<JsonNode> branches = branches(root, new HashSet<>());
    if (branches.isEmpty() || !branches.stream().allMatch(JsonShape::isObject)) {
      return new Document(Scalar.JSON, false);
    }
    boolean open = branches.stream().anyMatch(branch -> !isClosed(branch));
    List<Field> fields = merge(branches);
    return fields.isEmpty()
        ? new Document(Scalar.JSON, false)
        : new Document(new RecordType("", text(root, "description"), fields), open);
  }

  /** The alternatives of the root, with references followed; empty where one can't be read. */
  private List<JsonNode> branches(JsonNode schema, Set<String> seen) {
    JsonNode target = follow(schema, seen);
    if (target == null) {
      return List.of();
    }
    for (String keyword : List.of("oneOf", "anyOf")) {
      if (target.has(keyword) && !target.has("properties")) {
        List<JsonNode> all = new ArrayList<>();
        for (JsonNode branch : target.get(keyword)) {
          List<JsonNode> inner = branches(branch, new HashSet<>(seen));
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

  private static boolean isObject(JsonNode schema) {
    return "object".equals(text(schema, "type")) && schema.path("properties").isObject();
  }

  private static boolean isClosed(JsonNode schema) {
    return schema.path("additionalProperties").isBoolean()
        && !schema.path("additionalProperties").booleanValue()
        && !schema.has("patternProperties");
  }

  /** A field where the branches agree on its type; JSON where they do not. */
  private List<Field> merge(List<JsonNode> branches) {
    Map<String, Field> merged = new LinkedHashMap<>();
    Set<String> everywhere = new LinkedHashSet<>();
    boolean first = true;
    for (JsonNode branch : branches) {
      Set<String> required = required(branch);
      if (first) {
        everywhere.addAll(required);
      } else {
        everywhere.retainAll(required);
      }
      first = false;
      for (Field field : fields(branch, 1)) {
        merged.merge(field.name(), field, JsonShape::either);
      }
    }
    branches.stream()
        .filter(branch -> !isClosed(branch))
        .forEach(
            branch ->
                merged.replaceAll(
                    (name, field) ->
                        branch.path("properties").has(name)
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

  private List<Field> fields(JsonNode schema, int depth) {
    Set<String> required = required(schema);
    List<Field> fields = new ArrayList<>();
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              Part part = part(property.getValue(), depth + 1);
              boolean nullable = part.nullable() || !required.contains(property.getKey());
              fields.add(
                  new Field(
                      property.getKey(),
                      part.type(),
                      nullable,
                      text(property.getValue(), "description")));
            });
    return fields;
  }

  private static Set<String> required(JsonNode schema) {
    Set<String> names = new HashSet<>();
    schema.path("required").forEach(name -> names.add(name.asText()));
    return names;
  }

  private record Part(Type type, boolean nullable) {
    static final Part ANYTHING = new Part(Scalar.JSON, true);
  }

  private Part part(JsonNode schema, int depth) {
    Set<String> followed = new HashSet<>();
    JsonNode target = follow(schema, followed);
    if (target == null || depth > DEEPEST || ++parts > MOST_PARTS) {
      return Part.ANYTHING;
    }
    followed.removeAll(open);
    if (followed.isEmpty() && schema.path("$ref").isTextual()) {
      // a schema inside itself
      return Part.ANYTHING;
    }
    open.addAll(followed);
    Part part = described(target, depth);
    open.removeAll(followed);
    return part;
  }

  private Part described(JsonNode target, int depth) {
    JsonNode nullable = nullableBranch(target);
    if (nullable != null) {
      return new Part(part(nullable, depth + 1).type(), true);
    }
    if (OPENING.stream().anyMatch(target::has)) {
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
  private @Nullable JsonNode nullableBranch(JsonNode schema) {
    for (String keyword : List.of("oneOf", "anyOf")) {
      JsonNode choice = schema.path(keyword);
      if (choice.size() == 2) {
        for (int i = 0; i < 2; i++) {
          if ("null".equals(text(choice.get(i), "type"))) {
            return choice.get(1 - i);
          }
        }
      }
    }
    return null;
  }

  private static Set<String> types(JsonNode schema) {
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
    } else if (schema.path("const").isTextual()) {
      types.add("string");
    }
    return types;
  }

  private Type typed(String type, JsonNode schema, int depth) {
    return switch (type) {
      case "string" -> Scalar.STRING;
      case "boolean" -> Scalar.BOOLEAN;
      case "integer" -> integer(schema);
      case "number" -> Scalar.DOUBLE;
      case "array" -> list(schema, depth);
      case "object" -> object(schema, depth);
      default -> Scalar.JSON;
    };
  }

  /** 38 digits where the schema itself speaks of integers beyond 64 bits. */
  private static Type integer(JsonNode schema) {
    for (String bound : List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")) {
      JsonNode value = schema.path(bound);
      if (value.isNumber() && !value.canConvertToLong()) {
        return new DecimalType(38, 0);
      }
    }
    return Scalar.LONG;
  }

  private Type list(JsonNode schema, int depth) {
    JsonNode items = schema.path("items");
    if (!items.isObject() || schema.has("prefixItems")) {
      return Scalar.JSON;
    }
    Part element = part(items, depth + 1);
    return new ListType(element.type(), element.nullable());
  }

  private Type object(JsonNode schema, int depth) {
    JsonNode additional = schema.path("additionalProperties");
    if (additional.isObject() && !schema.has("properties") && !schema.has("patternProperties")) {
      Part value = part(additional, depth + 1);
      return new MapType(value.type(), value.nullable());
    }
    if (!isClosed(schema) || schema.path("properties").isEmpty()) {
      return Scalar.JSON;
    }
    return new RecordType("", text(schema, "description"), fields(schema, depth));
  }

  /** The schema behind references inside the document, or null where it can't be told. */
  private @Nullable JsonNode follow(JsonNode schema, Set<String> seen) {
    JsonNode target = schema;
    while (target.path("$ref").isTextual()) {
      String reference = target.path("$ref").asText();
      boolean pointer = reference.equals("#") || reference.startsWith("#/");
      if (!pointer || !seen.add(reference)) {
        return null;
      }
      target = root.at(reference.substring(1));
    }
    return target.isObject() ? target : null;
  }

  private static @Nullable String text(JsonNode schema, String member) {
    JsonNode value = schema.path(member);
    return value.isTextual() ? value.asText() : null;
  }
}
