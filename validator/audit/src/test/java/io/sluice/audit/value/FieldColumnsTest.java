package io.sluice.audit.value;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.audit.value.FieldColumns.Text;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The audit finds the columns that the job chose, by what the table says. */
class FieldColumnsTest {

  private static final Types.StructType TABLE =
      Types.StructType.of(
          column("a_b", null),
          column("a_b_", null),
          column("ID_", null),
          column("ID__", null),
          column("_kafka_topic", null),
          optional(
              100,
              "box",
              Types.StructType.of(column("n_t", "field 'n.t'"), column("n_t_", "field 'n_t'"))),
          optional(
              101,
              "lines",
              Types.ListType.ofOptional(102, Types.StructType.of(column("x_y", null)))),
          optional(
              103,
              "attrs",
              Types.MapType.ofOptional(104, 105, Types.StringType.get(), Types.StringType.get())));

  private static NestedField column(String name, @Nullable String comment) {
    return optional(name.hashCode(), name, Types.StringType.get(), comment);
  }

  @Test
  void byTheProperty() {
    FieldColumns table =
        FieldColumns.of(
            TABLE,
            """
            {"a_b": {"field": "a-b"}, "a_b_": {"field": "a_b"}, "ID_": {"field": "$key"},
             "ID__": {"encoding": "json"}, "box.n_t": {"field": "box['n.t']"},
             "box.n_t_": {"field": "box.n_t"}, "lines.element.x_y": {"field": "lines[*]['x y']"},
             "attrs.value": {"encoding": "json"}}
            """);
    assertThat(table.of("a-b")).isEqualTo("a_b");
    assertThat(table.of("a_b")).isEqualTo("a_b_");
    assertThat(table.of("a b")).as("a member that is not declared").isNull();
    assertThat(table.of("_kafka_topic")).isNull();
    assertThat(table.key("ID")).isEqualTo("ID_");
    assertThat(table.key("id")).isNull();
    assertThat(table.in("a_b").text()).isEqualTo(Text.PLAIN);
    assertThat(table.in("ID__").text()).isEqualTo(Text.JSON);
    assertThat(table.in("box").of("n.t")).isEqualTo("n_t");
    assertThat(table.in("box").of("n_t")).isEqualTo("n_t_");
    assertThat(table.in("lines").in("element").of("x y")).isEqualTo("x_y");
    assertThat(table.in("attrs").in("value").text()).isEqualTo(Text.JSON);
  }

  @Test
  void byCommentsAndNamesWhereTheTableIsOlder() {
    Types.StructType old =
        Types.StructType.of(
            column("a_b", "field 'a-b': it's the one"),
            column("a_b_", "field 'a_b'"),
            column("k", "the record's key"),
            column("other", "field 'status': of the order"),
            column("net_total", null));
    FieldColumns table = FieldColumns.of(old, null);
    assertThat(table.of("a-b")).isEqualTo("a_b");
    assertThat(table.of("a_b")).isEqualTo("a_b_");
    assertThat(table.of("other")).isEqualTo("other");
    assertThat(table.of("status")).isNull();
    assertThat(table.of("net-total")).isEqualTo("net_total");
    assertThat(table.key("k")).isEqualTo("k");
    assertThat(table.in("a_b").text()).isEqualTo(Text.EITHER);
  }

  @Test
  void partsOfWholeEventsAndOfKeys() {
    Types.StructType part = Types.StructType.of(column("a_b", null), column("c", null));
    FieldColumns table =
        FieldColumns.of(
            Types.StructType.of(
                optional(1, "value", Types.ListType.ofOptional(2, part)),
                optional(3, "id", Types.StructType.of(column("n_t", null)))),
            """
            {"value": {"field": "$"}, "value.element.a_b": {"field": "$[*]['a b']"},
             "id": {"field": "$key"}, "id.n_t": {"field": "$key['n.t']"}}
            """);
    assertThat(table.whole()).isEqualTo("value");
    assertThat(table.in("value").in("element").of("a b")).isEqualTo("a_b");
    assertThat(table.in("value").in("element").of("c")).isEqualTo("c");
    assertThat(table.key("id")).isEqualTo("id");
    assertThat(table.in("id").of("n.t")).isEqualTo("n_t");
  }

  @Test
  void olderRowsMayKeepTextOtherwise() {
    FieldColumns table = FieldColumns.of(TABLE, "{\"a_b\": {\"encoding\": \"plain\"}}");
    assertThat(table.in("a_b").text()).isEqualTo(Text.EITHER);
    assertThat(table.in("ID__").text()).isEqualTo(Text.EITHER);
  }

  @Test
  void aPropertyThatIsNoObjectIsAsGoodAsNone() {
    assertThat(FieldColumns.of(TABLE, "[").in("box").of("n_t")).isEqualTo("n_t_");
  }
}
