package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;

/** Makes schemas, and documents that are near to what they demand. */
public final class GeneratedSchemas {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> NAMES = List.of("a", "b", "c", "ab", "id");
  private static final List<String> TEXTS = List.of("", "a", "ab", "abc", "é", "😀", "12");
  private static final List<String> TYPES =
      List.of("null", "boolean", "integer", "number", "string", "array", "object");

  private static final List<String> PATTERNS =
      List.of("^a", "b$", "^[a-c]*$", "\\d", "^.$", "a|1", "^(?!ab)", "(?<=a)b");

  private final Random random;
  private final Draft draft;
  private final boolean isUnique;

  /**
   * @param isUnique whether {@code uniqueItems} demands something
   */
  public GeneratedSchemas(long seed, Draft draft, boolean isUnique) {
    this.isUnique = isUnique;
    this.random = new Random(seed);
    this.draft = draft;
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** A schema with three definitions, which may refer to each other and to themselves. */
  public ObjectNode schema() {
    ObjectNode root = schema(0);
    root.put("$schema", draft == Draft.DRAFT_7 ? draft.metaSchema() + "#" : draft.metaSchema());
    ObjectNode definitions = root.putObject("definitions");
    for (int i = 0; i < 3; i++) {
      definitions.set("d" + i, schema(1));
    }
    return root;
  }

  private JsonNode part(int depth) {
    if (random.nextInt(12) == 0) {
      return JSON.getNodeFactory().booleanNode(random.nextInt(4) > 0);
    }
    return schema(depth);
  }

  private ObjectNode schema(int depth) {
    ObjectNode schema = JSON.createObjectNode();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      add(schema, depth > 3 ? random.nextInt(14) : random.nextInt(31), depth + 1);
    }
    return schema;
  }

  private void add(ObjectNode schema, int kind, int depth) {
    switch (kind) {
      case 0, 1 -> schema.put("type", pick(TYPES));
      case 2 -> schema.putArray("type").add("null").add(pick(TYPES.subList(1, 7)));
      case 3 -> schema.put("minimum", random.nextInt(4));
      case 4 -> schema.put("exclusiveMaximum", random.nextInt(5));
      case 5 -> schema.put("multipleOf", random.nextInt(3) + 1);
      case 6 -> schema.put("minLength", random.nextInt(3));
      case 7 -> schema.put("maxLength", random.nextInt(3));
      case 8 -> schema.put("pattern", pick(PATTERNS));
      case 9 -> schema.putArray("required").add(pick(NAMES));
      case 10 -> schema.put("maxProperties", random.nextInt(4));
      case 11 -> schema.put("minItems", random.nextInt(3));
      case 12 -> schema.put("uniqueItems", isUnique);
      case 13 -> schema.putArray("enum").add(random.nextInt(3)).add(pick(TEXTS)).addNull();
      case 14, 15, 16 -> {
        ObjectNode properties = schema.putObject("properties");
        for (int i = random.nextInt(3); i >= 0; i--) {
          properties.set(pick(NAMES), part(depth));
        }
      }
      case 17 -> schema.putObject("patternProperties").set(pick(PATTERNS), part(depth));
      case 18 -> schema.set("additionalProperties", part(depth));
      case 19 -> schema.set("propertyNames", part(depth));
      case 20 -> schema.set("items", part(depth));
      case 21 -> {
        ArrayNode items = schema.putArray(draft == Draft.DRAFT_7 ? "items" : "prefixItems");
        items.add(part(depth));
        if (draft == Draft.DRAFT_7) {
          schema.set("additionalItems", part(depth));
        }
      }
      case 22 -> schema.set("contains", part(depth));
      case 23 -> schema.putArray("allOf").add(part(depth)).add(part(depth));
      case 24 -> schema.putArray("anyOf").add(part(depth)).add(part(depth));
      case 25 -> schema.putArray("oneOf").add(part(depth)).add(part(depth));
      case 26 -> schema.set("not", part(depth));
      case 27 -> {
        schema.set("if", part(depth));
        schema.set("then", part(depth));
        schema.set("else", part(depth));
      }
      case 28 -> {
        // before 2019-09 nothing counts beside a reference
        schema.removeAll();
        // one that goes deeper, so that none refers to itself without end
        schema.putObject("properties").putObject(pick(NAMES)).put("$ref", reference());
      }
      case 29 ->
          schema
              .putObject(draft == Draft.DRAFT_7 ? "dependencies" : "dependentRequired")
              .putArray(pick(NAMES))
              .add(pick(NAMES));
      default -> {
        if (draft != Draft.DRAFT_7) {
          schema.set(
              random.nextBoolean() ? "unevaluatedProperties" : "unevaluatedItems", part(depth));
        } else {
          schema.putArray("anyOf").addObject().putObject("items").put("$ref", reference());
        }
      }
    }
  }

  private String reference() {
    int target = random.nextInt(4);
    return target == 3 ? "#" : "#/definitions/d" + target;
  }

  public JsonNode document() {
    return value(0);
  }

  private JsonNode value(int depth) {
    int kind = random.nextInt(depth > 3 ? 6 : 12);
    return switch (kind) {
      case 0 -> JSON.getNodeFactory().nullNode();
      case 1 -> JSON.getNodeFactory().booleanNode(random.nextBoolean());
      case 2, 3 -> JSON.getNodeFactory().numberNode(random.nextInt(5));
      case 4 -> JSON.getNodeFactory().numberNode(new BigDecimal("1.5"));
      case 5 -> JSON.getNodeFactory().textNode(pick(TEXTS));
      case 6, 7 -> {
        ArrayNode array = JSON.createArrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(value(depth + 1));
        }
        yield array;
      }
      default -> {
        ObjectNode object = JSON.createObjectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          object.set(pick(NAMES), value(depth + 1));
        }
        yield object;
      }
    };
  }
}
