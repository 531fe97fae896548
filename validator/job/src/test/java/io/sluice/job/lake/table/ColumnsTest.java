package io.sluice.job.lake.table;

import static io.sluice.job.lake.table.VersionedTable.object;
import static io.sluice.job.lake.table.VersionedTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.jsonschema.JsonShape;
import io.sluice.limit.Limits;
import io.sluice.row.RowMapper;
import io.sluice.row.TableColumns;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.Test;

/** A column of a table belongs to one field, and keeps its encoding, whatever schemas say. */
class ColumnsTest {

  private static String schema(String properties) {
    return "{\"type\": \"object\", \"additionalProperties\": false, \"properties\": {"
        + properties
        + "}}";
  }

  private static String text(String name) {
    return "\"" + name + "\": {\"type\": \"string\"}";
  }

  @Test
  void newFieldsThatWantOneNameHaveAnOrderOfTheirOwn() throws Exception {
    for (String properties :
        new String[] {
          text("a-b") + "," + text("a_b") + "," + text("A b"),
          text("A b") + "," + text("a_b") + "," + text("a-b")
        }) {
      try (VersionedTable table = new VersionedTable("")) {
        RowMapper version = table.version(schema(properties));
        assertThat(row(version, object("a_b", "1", "a-b", "2", "A b", "3")))
            .isEqualTo(Map.of("A_b", "3", "a_b_", "2", "a_b__", "1", "key", "k"));
        assertThat(table.property())
            .isEqualTo(
                "{\"A_b\":{\"field\":\"['A b']\"},\"a_b_\":{\"field\":\"a-b\"},"
                    + "\"a_b__\":{\"field\":\"a_b\"},\"key\":{\"field\":\"$key\"}}");
      }
    }
  }

  @Test
  void aLaterFieldTakesNoColumnFromAnEarlierOne() throws Exception {
    try (VersionedTable table = new VersionedTable("")) {
      RowMapper first = table.version(schema(text("key_") + "," + text("Id")));
      RowMapper second = table.version(schema(text("key") + "," + text("id") + "," + text("key-")));
      assertThat(row(first, object("key_", "1", "Id", "2")))
          .isEqualTo(Map.of("key_", "1", "Id", "2", "key", "k"));
      assertThat(row(second, object("key", "3", "id", "4", "key-", "5")))
          .isEqualTo(Map.of("key__", "3", "id_", "4", "key___", "5", "key", "k"));
    }
  }

  @Test
  void aDroppedColumnIsNotGivenToAnotherField() throws Exception {
    try (VersionedTable table = new VersionedTable("")) {
      table.version(schema(text("a_b") + "," + text("x")));
      table.table().updateSchema().deleteColumn("a_b").commit();
      RowMapper second = table.version(schema(text("a-b") + "," + text("x")));
      assertThat(row(second, object("a-b", "1"))).isEqualTo(Map.of("a_b_", "1", "key", "k"));
      RowMapper third = table.version(schema(text("a_b")));
      assertThat(row(third, object("a_b", "2"))).isEqualTo(Map.of("a_b", "2", "key", "k"));
    }
  }

  @Test
  void aPartitionKeepsItsName() throws Exception {
    try (VersionedTable table = new VersionedTable(", partitionBy: ['truncate(2, a)']")) {
      table.version(schema(text("a")));
      RowMapper second = table.version(schema(text("a") + "," + text("a_trunc")));
      assertThat(row(second, object("a_trunc", "1"))).containsEntry("a_trunc_", "1");
    }
  }

  @Test
  void textThatWasJsonStaysJson() throws Exception {
    try (VersionedTable table = new VersionedTable("")) {
      RowMapper any =
          table.version(schema("\"a\": {}, \"b\": {\"items\": {}, \"type\": \"array\"}"));
      assertThat(row(any, object("a", "text"))).containsEntry("a", "\"text\"");
      RowMapper later =
          table.version(
              schema(
                  "\"a\": {\"type\": \"string\"},"
                      + " \"b\": {\"type\": \"array\", \"items\": {\"type\": \"integer\"}}"));
      assertThat(row(later, object("a", "text", "b", List.of(1L))))
          .containsEntry("a", "\"text\"")
          .containsEntry("b", List.of("1"));
      assertThat(table.property())
          .contains("\"a\":{\"encoding\":\"json\"}")
          .contains("\"b.element\":{\"encoding\":\"json\"}");
    }
  }

  @Test
  void plainTextStaysPlain() throws Exception {
    try (VersionedTable table = new VersionedTable("")) {
      table.version(schema(text("a")));
      RowMapper any = table.version(schema("\"a\": {}"));
      assertThat(row(any, object("a", "text"))).containsEntry("a", "text");
      assertThat(row(any, object("a", BigInteger.ONE))).isEqualTo(Map.of("a", "incompatible_type"));
    }
  }

  @Test
  void whatDoesNotFitLeavesNoTrace() throws Exception {
    try (VersionedTable table = new VersionedTable("")) {
      RowMapper number = table.version(schema("\"a\": {\"type\": \"integer\"}"));
      RowMapper any = table.version(schema("\"a\": {}"));
      assertThat(row(any, object("a", "text"))).isEqualTo(Map.of("a", "incompatible_type"));
      RowMapper again = table.version(schema("\"a\": {\"type\": \"integer\"}"));
      assertThat(row(again, object("a", 1L))).containsEntry("a", 1L);
      assertThat(row(number, object("a", 2L))).containsEntry("a", 2L);
    }
  }

  /** As an older release made it: the comments tell the fields, nothing tells the encoding. */
  @Test
  void aTableWithoutThePropertyKeepsWhatItHas() throws Exception {
    try (VersionedTable table = new VersionedTable("")) {
      make(
          table,
          Map.of("sluice.contract", "things"),
          NestedField.optional("a_b")
              .withId(1)
              .ofType(Types.StringType.get())
              .withDoc("field 'a-b': the one"),
          NestedField.optional("a_b_")
              .withId(2)
              .ofType(Types.StringType.get())
              .withDoc("field 'a_b'"),
          NestedField.optional("kind").withId(3).ofType(Types.StringType.get()),
          NestedField.optional("size").withId(4).ofType(Types.StringType.get()),
          NestedField.optional("name").withId(5).ofType(Types.StringType.get()),
          NestedField.optional("key")
              .withId(6)
              .ofType(Types.StringType.get())
              .withDoc("the record's key"));
      RowMapper version =
          table.version(
              schema(
                  text("a_b")
                      + ","
                      + text("a-b")
                      + ","
                      + text("name")
                      // the older release kept these as JSON text
                      + ", \"kind\": {\"allOf\": [{\"type\": \"string\"}]}"
                      + ", \"size\": {\"oneOf\": [{\"type\": \"integer\"}, {\"const\": 0.5}]}"));
      assertThat(row(version, object("a_b", "1", "a-b", "2", "kind", "k", "size", 7L, "name", "n")))
          .isEqualTo(
              Map.of(
                  "a_b_", "1", "a_b", "2", "kind", "\"k\"", "size", "7", "name", "n", "key", "k"));
      assertThat(table.property())
          .isEqualTo(
              """
              {"a_b":{"field":"a-b","encoding":"plain"},\
              "a_b_":{"field":"a_b","encoding":"plain"},\
              "key":{"field":"$key","encoding":"plain"},\
              "kind":{"encoding":"json"},"name":{"encoding":"plain"},\
              "size":{"encoding":"json"}}""");
    }
  }

  @Test
  void aTableThatSomebodyMadeIsUsedAsItIs() throws Exception {
    try (VersionedTable table = new VersionedTable("")) {
      make(
          table,
          Map.of(),
          NestedField.optional("net_total").withId(1).ofType(Types.StringType.get()),
          NestedField.optional("order_id").withId(2).ofType(Types.StringType.get()),
          NestedField.optional("key").withId(3).ofType(Types.StringType.get()));
      RowMapper first =
          table.version(
              schema(text("net.total") + "," + text("order-id") + "," + text("order_id")));
      assertThat(row(first, object("net.total", "1", "order-id", "2", "order_id", "3")))
          .isEqualTo(Map.of("net_total", "1", "order_id_", "2", "order_id", "3", "key", "k"));
      RowMapper second = table.version(schema(text("net_total")));
      assertThat(row(second, object("net_total", "4")))
          .isEqualTo(Map.of("net_total_", "4", "key", "k"));
    }
  }

  /** Iceberg finds the part x of m.value.value under m.value.x, too, so it refuses a second one. */
  @Test
  void whatTheTableRefusesIsAFaultOfThatPlace() throws Exception {
    try (VersionedTable table = new VersionedTable("")) {
      Types.StructType inner =
          Types.StructType.of(NestedField.optional(12, "x", Types.LongType.get()));
      Types.StructType outer = Types.StructType.of(NestedField.optional(13, "value", inner));
      make(
          table,
          Map.of(),
          NestedField.optional("m")
              .withId(1)
              .ofType(Types.MapType.ofOptional(14, 15, Types.StringType.get(), outer)));
      String number = "{\"type\": \"integer\"}";
      RowMapper version =
          table.version(
              schema(
                  "\"m\": {\"type\": \"object\", \"additionalProperties\": "
                      + schema("\"value\": " + schema("\"x\": " + number) + ", \"x\": " + number)
                      + "}, "
                      + text("b")));
      assertThat(row(version, object("m", object("k", object("x", 1L)))))
          .isEqualTo(Map.of("m.k.x", "no_column"));
      assertThat(row(version, object("b", "1"))).isEqualTo(Map.of("b", "1", "key", "k"));
    }
  }

  @Test
  void columnsAreChosenAgainWhereSomebodyElseWasFaster() throws Exception {
    try (VersionedTable table = new VersionedTable("")) {
      table.version(schema(text("x")));
      boolean[] isFirst = {true};
      RowMapper slow =
          RowMapper.compile(
              table.contract(),
              JsonShape.of(new ObjectMapper().readTree(schema(text("a_b"))), Map.of()),
              null,
              (target, layouts) ->
                  table.lake.prepare(
                      target,
                      columns -> {
                        if (isFirst[0]) {
                          isFirst[0] = false;
                          prepare(table, schema(text("a-b")));
                        }
                        return layouts.apply(columns);
                      },
                      "tests"),
              Limits.DEFAULT);
      assertThat(row(slow, object("a_b", "1"))).isEqualTo(Map.of("a_b_", "1"));
    }
  }

  private static void prepare(VersionedTable table, String schema) {
    try {
      table.version(schema);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aDamagedPropertyIsNotGuessedAt() throws Exception {
    try (VersionedTable table = new VersionedTable("")) {
      table.version(schema(text("x")));
      for (String damage : new String[] {"", "[]", "{", "{\"x\":{\"encoding\":\"latin\"}}"}) {
        table.table().updateProperties().set(TableColumns.PROPERTY, damage).commit();
        assertThatThrownBy(() -> table.version(schema(text("x"))))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("sluice.columns");
      }
    }
  }

  private static void make(
      VersionedTable table, Map<String, String> properties, NestedField.Builder... columns) {
    ((SupportsNamespaces) table.lake.catalog()).createNamespace(Namespace.of("shop"));
    List<NestedField> fields = new ArrayList<>();
    for (NestedField.Builder column : columns) {
      fields.add(column.build());
    }
    table
        .lake
        .catalog()
        .buildTable(table.identifier(), new Schema(fields))
        .withProperties(properties)
        .create();
  }
}
