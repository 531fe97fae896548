package io.sluice.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Contract;
import io.sluice.contract.TestContract;
import io.sluice.fault.Code;
import io.sluice.fault.Fault;
import io.sluice.fault.Faults;
import io.sluice.jsonschema.JsonShape;
import io.sluice.limit.Limits;
import io.sluice.row.AuditColumns.Audit;
import io.sluice.type.Field;
import io.sluice.type.ListType;
import io.sluice.type.RecordType;
import io.sluice.type.RecordValue;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** From events to columns, without any catalog. */
class RowMapperTest {

  private static final long NOW = Instant.parse("2026-01-15T12:00:00Z").toEpochMilli();

  private static Contract contract(String table) {
    Contract contract =
        TestContract.parse(
            """
                apiVersion: sluice/v1alpha1
                kind: Contract
                name: a
                owner: me
                source: { topics: [a] }
                table: { name: shop.a%s }
                """
                .formatted(table));
    return contract;
  }

  private static Field field(String name, Type type) {
    return new Field(name, type, true, null);
  }

  private static @Nullable Row map(
      RowMapper mapper, RecordType type, Faults faults, Object... values) {
    Audit audit = new Audit("a", "id", 0, 1, NOW, null, "a", null, "v", List.of(), NOW, null);
    return mapper.map(new RecordValue(type, values), null, audit, faults);
  }

  @Test
  void namesAreOnesThatEveryEngineTakes() {
    RecordType type =
        new RecordType(
            "",
            null,
            List.of(
                field("x-y", Scalar.INT),
                field("x_y", Scalar.INT),
                field("X_Y", Scalar.INT),
                field("1st", Scalar.INT),
                field("", Scalar.INT),
                field("_schema", Scalar.INT),
                field("_partition", Scalar.INT),
                field("_trace_id", Scalar.INT),
                field("gr\u00f6\u00dfe", Scalar.INT)));
    RowMapper mapper =
        RowMapper.compile(
            contract(""), JsonShape.Document.of(type), Scalar.BYTES, Tables.ANY, Limits.DEFAULT);
    assertThat(mapper.layout().columns().fields().subList(0, 9))
        .extracting(Field::name)
        .containsExactly(
            "x_y_",
            "x_y__",
            "X_Y",
            "_1st",
            "_",
            "_schema_",
            "_partition_",
            "_trace_id_",
            "gr\u00f6\u00dfe");
    assertThat(mapper.layout().columns().fields().get(0).doc()).isEqualTo("field 'x-y'");
  }

  @Test
  void partsOfWholeEventsHaveColumnsToo() {
    RecordType part =
        new RecordType("", null, List.of(field("a-b", Scalar.INT), field("a_b", Scalar.INT)));
    RowLayout layout =
        RowMapper.layout(
            contract(""),
            JsonShape.Document.of(new ListType(part, true)),
            null,
            TableColumns.NONE,
            Limits.DEFAULT);
    TableColumns table = TableColumns.NONE.with(layout);
    assertThat(table.owners().get("value.element.a_b_"))
        .isEqualTo(new TableColumns.Owner("$[*].a_b", false, TableColumns.Encoding.PLAIN));
    assertThat(table.wanted("value.element.a_b_")).isEqualTo("value.element.a_b");
    assertThat(table.wanted("value")).isEqualTo("value");
  }

  @Test
  void theTraceIsInARowWhereTheContractAsksForIt() {
    RecordType type = new RecordType("", null, List.of(field("a", Scalar.INT)));
    Audit audit = new Audit("a", "id", 0, 1, NOW, null, "a", null, "v", List.of(), NOW, "4bf92f");
    for (String table : List.of("", ", traceId: false", ", traceId: true")) {
      RowMapper mapper =
          RowMapper.compile(
              contract(table),
              JsonShape.Document.of(type),
              Scalar.BYTES,
              Tables.ANY,
              Limits.DEFAULT);
      Row row = mapper.map(new RecordValue(type, new Object[] {1}), null, audit, new Faults());
      List<String> columns = mapper.layout().columns().fields().stream().map(Field::name).toList();
      assertThat(columns.contains("_trace_id")).isEqualTo(table.endsWith("true"));
      @Nullable Object[] values = Objects.requireNonNull(row).values();
      assertThat(values).hasSameSizeAs(columns);
      assertThat(values[values.length - 1])
          .isEqualTo(table.endsWith("true") ? "4bf92f" : NOW * 1000);
    }
  }

  @Test
  void whatTheTableCannotTakeIsAFaultOfJustThatPlace() {
    RecordType part = new RecordType("", null, List.of(field("b", Scalar.INT)));
    RecordType type = new RecordType("", null, List.of(field("list", new ListType(part, true))));
    Tables tables =
        (target, layouts) ->
            new Tables.Prepared(
                TableColumns.NONE,
                Map.of("list.element.b", new Misfit(Code.INCOMPATIBLE_TYPE, "is an int")));
    RowMapper mapper =
        RowMapper.compile(
            contract(""), JsonShape.Document.of(type), Scalar.BYTES, tables, Limits.DEFAULT);
    RecordValue with = new RecordValue(part, new Object[] {5});
    RecordValue without = new RecordValue(part, new @Nullable Object[] {null});

    Faults none = new Faults();
    assertThat(map(mapper, type, none, List.of(without, without))).isNotNull();
    assertThat(none.isEmpty()).isTrue();

    Faults faults = new Faults();
    assertThat(map(mapper, type, faults, List.of(without, with))).isNull();
    assertThat(faults.kept())
        .extracting(Fault::path, Fault::code)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("list[1].b", "incompatible_type"));
  }

  @Test
  void partitionsAreSane() {
    RecordType type =
        new RecordType(
            "",
            null,
            List.of(field("at", Scalar.TIMESTAMP_MICROS), field("country", Scalar.STRING)));
    RowMapper mapper =
        RowMapper.compile(
            contract(", partitionBy: [day(at), country]"),
            JsonShape.Document.of(type),
            Scalar.BYTES,
            Tables.ANY,
            Limits.DEFAULT);
    Faults none = new Faults();
    assertThat(map(mapper, type, none, NOW * 1000, "DE")).isNotNull();
    for (String time : List.of("9999-12-31T00:00:00Z", "1890-01-01T00:00:00Z")) {
      Faults faults = new Faults();
      long micros = Instant.parse(time).toEpochMilli() * 1000;
      assertThat(map(mapper, type, faults, micros, "x".repeat(300))).isNull();
      assertThat(faults.kept())
          .extracting(Fault::path, Fault::code)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("at", "partition_out_of_range"),
              org.assertj.core.groups.Tuple.tuple("country", "partition_out_of_range"));
    }
  }
}
