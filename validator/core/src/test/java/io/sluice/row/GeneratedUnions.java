package io.sluice.row;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.jsonschema.Draft;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes schemas of typed branches, and documents that follow one branch each. */
final class GeneratedUnions {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> NAMES = List.of("a", "b", "c", "d");

  private final Random random;
  private final boolean isNew;
  private final Draft draft;

  GeneratedUnions(long seed, Draft draft) {
    this.random = new Random(seed);
    this.draft = draft;
    this.isNew = draft == Draft.DRAFT_2019_09 || draft == Draft.DRAFT_2020_12;
  }

  ObjectNode schema() {
    ObjectNode root = object(0);
    root.put("$schema", draft.metaSchema());
    ObjectNode definitions = root.putObject("definitions");
    for (int i = 0; i < 3; i++) {
      definitions.set("d" + i, any(1));
    }
    return root;
  }

  private ObjectNode any(int depth) {
    return switch (random.nextInt(depth > 3 ? 6 : 12)) {
      case 0 -> JSON.createObjectNode().put("type", "string");
      case 1 -> JSON.createObjectNode().put("type", "integer");
      case 2 -> JSON.createObjectNode().put("type", "number");
      case 3 -> {
        ObjectNode one = JSON.createObjectNode();
        one.putArray("enum").add("x").add(random.nextInt(3) == 0 ? "y" : null);
        yield one;
      }
      case 4 -> {
        ObjectNode one = JSON.createObjectNode();
        one.putArray("type").add("null").add(random.nextBoolean() ? "boolean" : "integer");
        yield one;
      }
      case 5 -> JSON.createObjectNode().put("const", random.nextInt(3));
      case 6 -> {
        ObjectNode list = JSON.createObjectNode().put("type", "array");
        yield list.set("items", any(depth + 1));
      }
      case 7 -> {
        ObjectNode map = JSON.createObjectNode().put("type", "object");
        yield map.set("additionalProperties", any(depth + 1));
      }
      case 8 -> JSON.createObjectNode().put("$ref", "#/definitions/d" + random.nextInt(3));
      default -> object(depth);
    };
  }

  private ObjectNode object(int depth) {
    ObjectNode object = JSON.createObjectNode().put("type", "object");
    for (String name : NAMES) {
      if (random.nextInt(2) == 0) {
        object.withObject("/properties").set(name, any(depth + 1));
        if (random.nextInt(2) == 0) {
          object.withArray("required").add(name);
        }
      }
    }
    int end = random.nextInt(isNew ? 4 : 3);
    if (end == 0) {
      object.put("additionalProperties", false);
    } else if (end == 3) {
      object.put("unevaluatedProperties", random.nextInt(4) == 0);
    }
    if (depth < 3 && random.nextInt(3) > 0) {
      String keyword = List.of("oneOf", "anyOf", "allOf").get(random.nextInt(3));
      ArrayNode branches = object.putArray(keyword);
      for (int i = 1 + random.nextInt(2); i >= 0; i--) {
        branches.add(random.nextInt(3) == 0 ? any(depth + 1) : object(depth + 2));
      }
    }
    if (depth < 3 && random.nextInt(4) == 0) {
      object.put("$ref", "#/definitions/d" + random.nextInt(3));
    }
    if (depth < 3 && random.nextInt(6) == 0) {
      object.set("if", object(depth + 2));
      object.set("then", object(depth + 2));
      object.set("else", object(depth + 2));
    }
    return object;
  }

  /**
   * A document that a schema may let through.
   *
   * @param isInside whether the schema is that of the member v
   */
  JsonNode document(JsonNode schema, boolean isInside) {
    return follow(schema, isInside ? schema.path("properties").path("v") : schema, 0);
  }

  private JsonNode follow(JsonNode root, JsonNode schema, int depth) {
    if (depth > 8) {
      return NODES.nullNode();
    }
    if (schema.has("$ref") && !schema.has("properties")) {
      return follow(root, root.at(schema.path("$ref").asText().substring(1)), depth + 1);
    }
    if (schema.has("const")) {
      return schema.path("const");
    }
    if (schema.has("enum")) {
      return schema.path("enum").get(random.nextInt(schema.path("enum").size()));
    }
    JsonNode types = schema.path("type");
    String type = types.isArray() ? types.get(random.nextInt(2)).asText() : types.asText();
    return switch (type) {
      case "string" -> NODES.textNode(List.of("x", "", "12", "null").get(random.nextInt(4)));
      case "integer" -> NODES.numberNode(random.nextInt(5));
      case "number" -> NODES.numberNode(random.nextInt(10) / 2.0);
      case "boolean" -> NODES.booleanNode(random.nextBoolean());
      case "array" -> {
        ArrayNode all = NODES.arrayNode();
        for (int i = random.nextInt(3); i > 0; i--) {
          all.add(follow(root, schema.path("items"), depth + 1));
        }
        yield all;
      }
      case "object" -> object(root, schema, depth);
      default -> NODES.nullNode();
    };
  }

  private JsonNode object(JsonNode root, JsonNode schema, int depth) {
    ObjectNode all = NODES.objectNode();
    for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
      if (random.nextInt(3) > 0 || schema.path("required").toString().contains(member.getKey())) {
        all.set(member.getKey(), follow(root, member.getValue(), depth + 1));
      }
    }
    if (schema.has("$ref")) {
      follow(root, root.at(schema.path("$ref").asText().substring(1)), depth + 1)
          .properties()
          .forEach(member -> all.set(member.getKey(), member.getValue()));
    }
    if (schema.path("additionalProperties").isObject()) {
      all.set("m", follow(root, schema.path("additionalProperties"), depth + 1));
    }
    for (String keyword : List.of("oneOf", "anyOf", "allOf")) {
      JsonNode list = schema.path(keyword);
      boolean isAll = keyword.equals("allOf");
      int one = list.isEmpty() ? 0 : random.nextInt(list.size());
      for (int i = 0; i < list.size(); i++) {
        JsonNode branch =
            isAll || i == one ? follow(root, list.get(i), depth + 1) : NODES.nullNode();
        branch.properties().forEach(member -> all.set(member.getKey(), member.getValue()));
      }
    }
    JsonNode either = schema.path(random.nextBoolean() ? "then" : "else");
    if (either.isObject()) {
      follow(root, either, depth + 1)
          .properties()
          .forEach(member -> all.set(member.getKey(), member.getValue()));
    }
    if (random.nextInt(4) == 0) {
      all.put(NAMES.get(random.nextInt(4)), random.nextBoolean() ? "x" : null);
    }
    return all;
  }
}
