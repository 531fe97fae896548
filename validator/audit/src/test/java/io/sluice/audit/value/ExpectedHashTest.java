package io.sluice.audit.value;

import static java.time.ZoneOffset.UTC;
import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

/** The hash of a record is that of the row it becomes by docs/reference/types.md. */
class ExpectedHashTest {

  private static final Types.StructType ADDRESS =
      Types.StructType.of(
          optional(30, "street", Types.StringType.get()),
          optional(31, "number", Types.IntegerType.get()));

  private static final Types.StructType TABLE =
      Types.StructType.of(
          optional(1, "id", Types.StringType.get()),
          optional(2, "count", Types.LongType.get()),
          optional(3, "ratio", Types.DoubleType.get()),
          optional(4, "is_new", Types.BooleanType.get()),
          optional(5, "day", Types.DateType.get()),
          optional(6, "at", Types.TimestampType.withZone()),
          optional(7, "price", Types.DecimalType.of(12, 2)),
          optional(8, "color", Types.StringType.get()),
          optional(9, "raw", Types.BinaryType.get()),
          optional(10, "note", Types.StringType.get()),
          optional(11, "address", ADDRESS),
          optional(12, "tags", Types.ListType.ofOptional(40, Types.StringType.get())),
          optional(
              13,
              "scores",
              Types.MapType.ofOptional(41, 42, Types.StringType.get(), Types.IntegerType.get())),
          optional(14, "either", Types.StringType.get()));

  private static final String AVRO =
      """
      {"type": "record", "name": "Thing", "fields": [
        {"name": "id", "type": "string"},
        {"name": "count", "type": "int"},
        {"name": "ratio", "type": "float"},
        {"name": "is_new", "type": "boolean"},
        {"name": "day", "type": {"type": "int", "logicalType": "date"}},
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "price", "type":
          {"type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 2}},
        {"name": "color", "type": {"type": "enum", "name": "Color", "symbols": ["RED", "BLUE"]}},
        {"name": "raw", "type": "bytes"},
        {"name": "note", "type": ["null", "string"]},
        {"name": "address", "type": ["null", {"type": "record", "name": "Address", "fields": [
          {"name": "street", "type": "string"},
          {"name": "number", "type": ["int", "null"]}]}]},
        {"name": "tags", "type": {"type": "array", "items": ["null", "string"]}},
        {"name": "scores", "type": {"type": "map", "values": "int"}},
        {"name": "either", "type": ["int", "string"]}]}
      """;

  private static final Schema SCHEMA = SchemaParser.parseSingle(AVRO);

  private static GenericData.Record thing(boolean isFull) {
    GenericData.Record address =
        new GenericData.Record(SCHEMA.getField("address").schema().getTypes().get(1));
    address.put("street", "Rue de l'Église");
    address.put("number", isFull ? 7 : null);
    GenericData.Record thing = new GenericData.Record(SCHEMA);
    thing.put("id", "o-1 ✓");
    thing.put("count", -5);
    thing.put("ratio", 0.25f);
    thing.put("is_new", true);
    thing.put("day", 20_000);
    thing.put("at", 1_764_000_000_123L);
    thing.put("price", ByteBuffer.wrap(new BigDecimal("-12.34").unscaledValue().toByteArray()));
    thing.put("color", new GenericData.EnumSymbol(SCHEMA.getField("color").schema(), "BLUE"));
    thing.put("raw", ByteBuffer.wrap(new byte[] {0, -1, 2, 3, 4, 5, 6, 7, 8, 9}));
    thing.put("note", isFull ? "" : null);
    thing.put("address", isFull ? address : null);
    thing.put("tags", isFull ? Arrays.asList("a", null, "a longer text") : List.of());
    thing.put("scores", isFull ? Map.of("one", 1, "two", 2) : Map.of());
    thing.put("either", 3);
    return thing;
  }

  private static Record row(boolean isFull) {
    Record address = GenericRecord.create(ADDRESS);
    address.setField("street", "Rue de l'Église");
    address.setField("number", isFull ? 7 : null);
    Record row = GenericRecord.create(TABLE);
    row.setField("id", "o-1 ✓");
    row.setField("count", -5L);
    row.setField("ratio", 0.25);
    row.setField("is_new", true);
    row.setField("day", LocalDate.ofEpochDay(20_000));
    row.setField("at", OffsetDateTime.of(2025, 11, 24, 16, 0, 0, 123_000_000, UTC));
    row.setField("price", new BigDecimal("-12.34"));
    row.setField("color", "BLUE");
    row.setField("raw", ByteBuffer.wrap(new byte[] {0, -1, 2, 3, 4, 5, 6, 7, 8, 9}));
    row.setField("note", isFull ? "" : null);
    row.setField("address", isFull ? address : null);
    row.setField("tags", isFull ? Arrays.asList("a", null, "a longer text") : List.of());
    row.setField("scores", isFull ? Map.of("one", 1, "two", 2) : Map.of());
    row.setField("either", "3");
    return row;
  }

  private static long hash(Record row) {
    long sum = 0;
    for (Types.NestedField column : row.struct().fields()) {
      Object value = row.getField(column.name());
      sum += value == null ? 0 : Hash.at(Hash.name(column.name()), RowHash.of(value));
    }
    return sum;
  }

  private static long expected(Schema schema, Object datum) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(new byte[5]);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    new GenericDatumWriter<>(schema).write(datum, encoder);
    WriterSchema writer =
        WriterSchema.parse(new SchemaTexts.Text(true, schema.toString(), List.of()), "id:1");
    return new ExpectedHash(TABLE, FieldColumns.of(TABLE, "{}"))
        .ofValue(new Payload(writer, bytes.toByteArray(), 5, decoder()));
  }

  private static long expected(String json) throws IOException {
    return new ExpectedHash(TABLE, FieldColumns.of(TABLE, "{}"))
        .ofValue(
            new Payload(WriterSchema.none(), json.getBytes(StandardCharsets.UTF_8), 0, decoder()));
  }

  private static BinaryDecoder decoder() {
    return DecoderFactory.get().binaryDecoder(new byte[0], null);
  }

  @Test
  void anAvroRecordHasTheHashOfItsRow() throws IOException {
    assertThat(expected(SCHEMA, thing(true))).isEqualTo(hash(row(true)));
    assertThat(expected(SCHEMA, thing(false))).isEqualTo(hash(row(false)));
  }

  @Test
  void everyColumnCounts() {
    long whole = hash(row(true));
    for (Types.NestedField column : TABLE.fields()) {
      Record changed = row(true);
      changed.setField(column.name(), null);
      assertThat(hash(changed)).as(column.name()).isNotEqualTo(whole);
    }
  }

  @Test
  void whatHasNoColumnMakesADifferenceUnlessItIsNull() throws IOException {
    Schema more =
        SchemaBuilder.record("Thing").fields().requiredString("id").optionalInt("lost").endRecord();
    GenericData.Record thing = new GenericData.Record(more);
    thing.put("id", "a");
    Record row = GenericRecord.create(TABLE);
    row.setField("id", "a");
    assertThat(expected(more, thing)).isEqualTo(hash(row));
    thing.put("lost", 1);
    assertThat(expected(more, thing)).isNotEqualTo(hash(row));
  }

  @Test
  void anEventInJsonHasTheHashOfItsRow() throws IOException {
    Record address = GenericRecord.create(ADDRESS);
    address.setField("street", "a");
    Record row = GenericRecord.create(TABLE);
    row.setField("id", "a");
    row.setField("count", 12L);
    row.setField("price", new BigDecimal("0.50"));
    row.setField("address", address);
    row.setField("tags", Arrays.asList("x", null));
    row.setField("scores", Map.of("one", 1));
    assertThat(
            expected(
                """
                {"id": "a", "count": 12, "price": 0.5, "note": null, "address": {"street": "a"},
                 "tags": ["x", null], "scores": {"one": 1}}
                """))
        .isEqualTo(hash(row));
  }
}
