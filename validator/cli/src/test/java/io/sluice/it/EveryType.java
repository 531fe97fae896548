package io.sluice.it;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;

/** Events of a schema that has every Avro type, with values at the edges of each. */
final class EveryType {

  static final Schema SCHEMA =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Every", "namespace": "com.acme", "fields": [
                {"name": "flag", "type": "boolean"},
                {"name": "i", "type": "int"},
                {"name": "l", "type": "long"},
                {"name": "f", "type": "float"},
                {"name": "d", "type": "double"},
                {"name": "text", "type": "string"},
                {"name": "raw", "type": "bytes"},
                {"name": "fix", "type": {"type": "fixed", "name": "Four", "size": 4}},
                {"name": "empty", "type": {"type": "fixed", "name": "Zero", "size": 0}},
                {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["A", "B"]}},
                {"name": "dec", "type": {"type": "bytes", "logicalType": "decimal",
                  "precision": 38, "scale": 10}},
                {"name": "fixdec", "type": {"type": "fixed", "name": "Dec", "size": 8,
                  "logicalType": "decimal", "precision": 18, "scale": 4}},
                {"name": "huge", "type": {"type": "bytes", "logicalType": "decimal",
                  "precision": 60, "scale": 2}},
                {"name": "day", "type": {"type": "int", "logicalType": "date"}},
                {"name": "tms", "type": {"type": "int", "logicalType": "time-millis"}},
                {"name": "tus", "type": {"type": "long", "logicalType": "time-micros"}},
                {"name": "at_ms", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                {"name": "at_us", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                {"name": "at_ns", "type": {"type": "long", "logicalType": "timestamp-nanos"}},
                {"name": "local_ms",
                  "type": {"type": "long", "logicalType": "local-timestamp-millis"}},
                {"name": "local_us",
                  "type": {"type": "long", "logicalType": "local-timestamp-micros"}},
                {"name": "local_ns",
                  "type": {"type": "long", "logicalType": "local-timestamp-nanos"}},
                {"name": "id", "type": {"type": "string", "logicalType": "uuid"}},
                {"name": "fixid", "type": {"type": "fixed", "name": "Id", "size": 16,
                  "logicalType": "uuid"}},
                {"name": "span", "type": {"type": "fixed", "name": "Span", "size": 12,
                  "logicalType": "duration"}},
                {"name": "maybe", "type": ["null", "int"]},
                {"name": "wide", "type": ["null", "int", "string",
                  {"type": "record", "name": "Inner", "fields": [{"name": "x", "type": "int"}]}]},
                {"name": "nothing", "type": "null"},
                {"name": "tags", "type": {"type": "map", "values": ["null", "long"]}},
                {"name": "grid", "type": {"type": "array",
                  "items": {"type": "array", "items": "int"}}},
                {"name": "nested", "type": {"type": "record", "name": "Nested", "fields": [
                  {"name": "a", "type": "string"},
                  {"name": "list", "type": {"type": "array", "items": "Inner"}}]}},
                {"name": "tree", "type": {"type": "record", "name": "Tree", "fields": [
                  {"name": "value", "type": "int"},
                  {"name": "children", "type": {"type": "array", "items": "Tree"}}]}},
                {"name": "_kafka_offset", "type": "string"},
                {"name": "Text", "type": "string"}
              ]}
              """);

  private EveryType() {}

  static List<GenericRecord> events() {
    List<GenericRecord> events = new ArrayList<>();
    events.add(event(false));
    events.add(event(true));
    return events;
  }

  private static GenericRecord event(boolean high) {
    long long0 = high ? Long.MAX_VALUE : Long.MIN_VALUE;
    int int0 = high ? Integer.MAX_VALUE : Integer.MIN_VALUE;
    GenericRecordBuilder builder = new GenericRecordBuilder(SCHEMA);
    builder.set("flag", high).set("i", int0).set("l", long0);
    builder.set("f", high ? Float.MAX_VALUE : Float.NaN);
    builder.set("d", high ? Double.MIN_VALUE : Double.NEGATIVE_INFINITY);
    builder.set("text", high ? "\u0000 \ud83d\ude80 \u00e9 'quoted'" : "");
    builder.set("raw", ByteBuffer.wrap(high ? new byte[] {0, -1, 127, -128} : new byte[0]));
    builder.set("fix", fixed("fix", high ? new byte[] {-1, -1, -1, -1} : new byte[4]));
    builder.set("empty", fixed("empty", new byte[0]));
    builder.set("kind", new GenericData.EnumSymbol(type("kind"), high ? "A" : "B"));
    builder.set("dec", decimal(high, 38));
    builder.set("fixdec", fixed("fixdec", padded(digits(high, 18).toByteArray(), 8)));
    builder.set("huge", decimal(high, 60));
    builder.set("day", high ? 2932896 : -719162);
    builder.set("tms", high ? 86_399_999 : 0).set("tus", high ? 86_399_999_999L : 0L);
    builder.set("at_ms", long0 / 1000).set("at_us", long0).set("at_ns", long0);
    builder.set("local_ms", long0 / 1000).set("local_us", long0).set("local_ns", long0);
    builder.set(
        "id",
        high ? "ffffffff-ffff-ffff-ffff-ffffffffffff" : "00000000-0000-0000-0000-000000000000");
    builder.set("fixid", fixed("fixid", high ? filled(16) : new byte[16]));
    builder.set("span", fixed("span", high ? filled(12) : new byte[12]));
    builder.set("maybe", high ? int0 : null);
    Schema inner = type("wide").getTypes().get(3);
    GenericRecord small = new GenericRecordBuilder(inner).set("x", int0).build();
    builder.set("wide", high ? small : "text");
    builder.set("nothing", null);
    builder.set("tags", high ? Map.of("max", long0, "a.b", 1L) : Map.of());
    builder.set("grid", high ? List.of(List.of(1, 2), List.of()) : List.of());
    builder.set(
        "nested",
        new GenericRecordBuilder(type("nested"))
            .set("a", "x")
            .set("list", high ? List.of(small, small) : List.of())
            .build());
    builder.set("tree", tree(high ? 3 : 0));
    builder.set("_kafka_offset", "clash").set("Text", "clash in case");
    return builder.build();
  }

  private static GenericRecord tree(int depth) {
    List<GenericRecord> children = depth == 0 ? List.of() : List.of(tree(depth - 1));
    return new GenericRecordBuilder(type("tree"))
        .set("value", depth)
        .set("children", children)
        .build();
  }

  private static Schema type(String field) {
    return SCHEMA.getField(field).schema();
  }

  private static GenericData.Fixed fixed(String field, byte[] bytes) {
    return new GenericData.Fixed(type(field), bytes);
  }

  private static byte[] filled(int size) {
    byte[] bytes = new byte[size];
    java.util.Arrays.fill(bytes, (byte) -1);
    return bytes;
  }

  private static ByteBuffer decimal(boolean high, int digits) {
    return ByteBuffer.wrap(digits(high, digits).toByteArray());
  }

  /** All nines, or all nines below zero. */
  private static BigInteger digits(boolean high, int digits) {
    BigInteger nines = BigInteger.TEN.pow(digits).subtract(BigInteger.ONE);
    return high ? nines : nines.negate();
  }

  private static byte[] padded(byte[] number, int size) {
    byte[] bytes = new byte[size];
    java.util.Arrays.fill(bytes, number[0] < 0 ? (byte) -1 : 0);
    System.arraycopy(number, 0, bytes, size - number.length, number.length);
    return bytes;
  }
}
