package io.sluice.job.lake.table;

import static io.sluice.job.lake.table.VersionedTable.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.path.Path;
import io.sluice.row.RowMapper;
import io.sluice.type.JsonObject;
import io.sluice.type.ListType;
import io.sluice.type.RecordType;
import io.sluice.type.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever versions a schema has, and in whatever order they come, no two fields share a column.
 */
class ColumnsOfVersionsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> NAMES =
      List.of(
          "a-b",
          "a_b",
          "a.b",
          "a b",
          "A_b",
          "a_b_",
          "Id",
          "id",
          "ID",
          "1x",
          "_1x",
          "net.total",
          "net_total",
          "_schema",
          "value",
          "key",
          "$key",
          "größe",
          "x",
          "y",
          "element",
          "");

  private enum Kind {
    TEXT,
    ANY,
    STRUCT,
    STRUCTS
  }

  /** Where the values of each field were seen, and the other way round. */
  private final Map<String, String> columns = new HashMap<>();

  private final Map<String, String> fields = new HashMap<>();
  private Random random = new Random(0);
  private long salt;
  private int values;

  @Test
  void eachValueIsInItsFieldsColumn() throws Exception {
    assertThat(pairs(250)).isEqualTo(1_000);
  }

  @Test
  @Tag("full")
  void eachValueIsInItsFieldsColumnOfManyTables() throws Exception {
    assertThat(pairs(5_000)).isEqualTo(20_000);
  }

  private int pairs(int tables) throws Exception {
    int pairs = 0;
    for (int seed = 0; seed < tables; seed++) {
      random = new Random(20261129 + seed);
      salt = seed;
      columns.clear();
      fields.clear();
      try (VersionedTable table = new VersionedTable("")) {
        List<ObjectNode> schemas = new ArrayList<>();
        List<RowMapper> versions = new ArrayList<>();
        for (int version = 0; version < 5; version++) {
          schemas.add(object("", 0));
          versions.add(table.version(schemas.get(version).toString()));
          pairs += version == 0 ? 0 : 1;
          for (int i = 0; i <= version; i++) {
            look(seed, versions.get(i), schemas.get(i));
          }
        }
        // who comes later reads what the table says
        for (ObjectNode schema : schemas) {
          look(seed, table.version(schema.toString()), schema);
        }
      }
    }
    System.out.println(
        "columns of " + pairs + " pairs of versions: " + values + " values, each in its place");
    return pairs;
  }

  /** What a field is stays the same in all versions. */
  private Kind kind(String path, int depth) {
    Kind[] kinds = Kind.values();
    Kind kind = kinds[new Random(path.hashCode() * 31L + salt).nextInt(kinds.length)];
    return depth > 1 ? Kind.TEXT : kind;
  }

  private ObjectNode object(String path, int depth) {
    List<String> names = new ArrayList<>(NAMES);
    Collections.shuffle(names, random);
    ObjectNode schema = JSON.createObjectNode().put("type", "object");
    schema.put("additionalProperties", false);
    ObjectNode properties = schema.putObject("properties");
    for (String name : names.subList(0, 1 + random.nextInt(8))) {
      String member = Path.child(path, name);
      switch (kind(member, depth)) {
        case TEXT -> properties.putObject(name).put("type", "string");
        case ANY -> properties.putObject(name);
        case STRUCT -> properties.set(name, object(member, depth + 1));
        case STRUCTS ->
            properties
                .putObject(name)
                .put("type", "array")
                .set("items", object(member + "[*]", depth + 1));
      }
    }
    return schema;
  }

  private JsonObject event(String path, ObjectNode schema, int depth) {
    JsonObject event = new JsonObject();
    schema
        .path("properties")
        .properties()
        .forEach(
            member -> {
              String its = Path.child(path, member.getKey());
              if (random.nextInt(4) > 0) {
                Object value =
                    switch (kind(its, depth)) {
                      case TEXT, ANY -> its;
                      case STRUCT -> event(its, (ObjectNode) member.getValue(), depth + 1);
                      case STRUCTS ->
                          List.of(
                              event(
                                  its + "[*]",
                                  (ObjectNode) member.getValue().path("items"),
                                  depth + 1));
                    };
                event.put(member.getKey(), value);
              }
            });
    return event;
  }

  private void look(int seed, RowMapper version, ObjectNode schema) {
    Map<String, Object> row = row(version, event("", schema, 0));
    assertThat(row.remove("key")).as("key of table " + seed + " beside " + row).isEqualTo("k");
    RecordType type = version.layout().columns();
    row.forEach(
        (column, value) ->
            look(seed, column, type.fields().get(type.position(column)).type(), value));
  }

  private void look(int seed, String column, Type type, Object value) {
    if (type instanceof RecordType record) {
      Object[] parts = (Object[]) value;
      for (int i = 0; i < parts.length; i++) {
        if (parts[i] != null) {
          String name = record.fields().get(i).name();
          look(seed, column + "." + name, record.fields().get(i).type(), parts[i]);
        }
      }
    } else if (type instanceof ListType list) {
      ((List<?>) value).forEach(part -> look(seed, column + ".element", list.element(), part));
    } else {
      String field = value.toString();
      values++;
      String wasIn = columns.putIfAbsent(field, column);
      String was = fields.putIfAbsent(column, field);
      assertThat(wasIn == null ? column : wasIn).as(field + ", table " + seed).isEqualTo(column);
      assertThat(was == null ? field : was).as(column + ", table " + seed).isEqualTo(field);
    }
  }
}
