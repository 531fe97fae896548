package io.sluice.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** Schemas of Avro and values of them, by chance. */
final class GeneratedAvro {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Random random;
  private int names;

  GeneratedAvro(long seed) {
    this.random = new Random(seed);
  }

  Random random() {
    return random;
  }

  ObjectNode record(int depth) {
    ObjectNode record = NODES.objectNode().put("type", "record").put("name", "R" + names++);
    ArrayNode fields = record.putArray("fields");
    for (int i = random.nextInt(4); i >= 0; i--) {
      ObjectNode field = fields.addObject().put("name", "f" + i);
      field.set("type", type(depth - 1));
    }
    return record;
  }

  private JsonNode type(int depth) {
    return switch (random.nextInt(depth > 0 ? 16 : 11)) {
      case 0 -> NODES.textNode("boolean");
      case 1 -> NODES.textNode("int");
      case 2 -> NODES.textNode("long");
      case 3 -> NODES.textNode("float");
      case 4 -> NODES.textNode("double");
      case 5 -> NODES.textNode("string");
      case 6 -> NODES.textNode("bytes");
      case 7 -> NODES.objectNode().put("type", "fixed").put("name", "F" + names++).put("size", 3);
      case 8 -> enumeration();
      case 9 -> logical();
      case 10 -> NODES.arrayNode().add("null").add("string");
      case 11, 12 -> record(depth);
      case 13 -> NODES.objectNode().put("type", "array").set("items", type(depth - 1));
      case 14 -> NODES.objectNode().put("type", "map").set("values", type(depth - 1));
      default -> NODES.arrayNode().add("null").add(record(depth)).add("long").add("string");
    };
  }

  private ObjectNode enumeration() {
    ObjectNode type = NODES.objectNode().put("type", "enum").put("name", "E" + names++);
    type.putArray("symbols").add("A").add("B").add("C");
    return type;
  }

  private ObjectNode logical() {
    ObjectNode type = NODES.objectNode();
    return switch (random.nextInt(4)) {
      case 0 -> type.put("type", "int").put("logicalType", "date");
      case 1 -> type.put("type", "long").put("logicalType", "timestamp-micros");
      case 2 -> type.put("type", "long").put("logicalType", "no-such-type");
      default ->
          type.put("type", "bytes")
              .put("logicalType", "decimal")
              .put("precision", 9)
              .put("scale", 2);
    };
  }

  /** The same schema for those who read with it: with defaults and names that are wrong. */
  String mutated(ObjectNode schema) {
    ObjectNode mutated = schema.deepCopy();
    mutate(mutated);
    return mutated.toString();
  }

  private void mutate(JsonNode node) {
    if (node instanceof ObjectNode object && object.has("name")) {
      switch (random.nextInt(5)) {
        case 0 -> object.put("default", "none of these");
        case 1 -> object.set("default", new ObjectMapper().createArrayNode().add(1.5));
        case 2 -> object.putNull("default");
        case 3 -> object.putArray("aliases").add("odd-alias");
        default -> {}
      }
      if (object.has("fields") || object.has("symbols") || object.has("size")) {
        object.put("namespace", List.of("a.b-c", "com.8bahn", "a$b", "ok").get(random.nextInt(4)));
      } else if (random.nextInt(4) == 0) {
        object.put("order", "sideways");
      }
    }
    node.forEach(this::mutate);
  }

  @Nullable Object value(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> null;
      case BOOLEAN -> random.nextBoolean();
      case INT -> random.nextInt();
      case LONG -> random.nextLong();
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextDouble();
      case STRING -> "é😀text".substring(0, random.nextInt(2) + 3);
      case BYTES -> ByteBuffer.wrap(bytes(1 + random.nextInt(3)));
      case FIXED -> new GenericData.Fixed(schema, bytes(schema.getFixedSize()));
      case ENUM ->
          new GenericData.EnumSymbol(schema, schema.getEnumSymbols().get(random.nextInt(3)));
      case ARRAY -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(schema.getElementType()));
        }
        yield list;
      }
      case MAP -> {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          map.put("k" + i, value(schema.getValueType()));
        }
        yield map;
      }
      case UNION -> value(schema.getTypes().get(random.nextInt(schema.getTypes().size())));
      case RECORD -> {
        GenericData.Record record = new GenericData.Record(schema);
        schema.getFields().forEach(field -> record.put(field.pos(), value(field.schema())));
        yield record;
      }
    };
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
