package io.sluice.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.limit.Limits;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaText;
import io.sluice.type.RecordValue;
import io.sluice.type.Variant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Conversions;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Records are what Avro's own reader makes of them, also by schemas with wrong defaults and names.
 * Of bytes that are damaged, what is read here, Avro reads as the same. The other way round there
 * are intended differences: Avro takes booleans other than 0 and 1, text that is not UTF-8, and
 * bytes after the record.
 */
class AvroReaderTest {

  private int damaged;
  private int read;

  @Test
  void valuesAreThoseOfAvrosReader() throws Exception {
    compare(400);
  }

  @Test
  @Tag("full")
  void valuesAreThoseOfAvrosReaderManyTimes() throws Exception {
    compare(40_000);
  }

  private void compare(int schemas) throws Exception {
    GeneratedAvro generated = new GeneratedAvro(20261130);
    for (int i = 0; i < schemas; i++) {
      ObjectNode text = generated.record(4);
      Schema plain = new Schema.Parser(NameValidator.NO_VALIDATION).parse(text.toString());
      SchemaText mutated = new SchemaText(SchemaFormat.AVRO, generated.mutated(text), Map.of());
      assertThat(AvroSchemas.parseWithDefaults(mutated).getFields())
          .hasSameSizeAs(plain.getFields());
      AvroDecoder decoder = new AvroDecoder(AvroSchemas.parse(mutated), Limits.DEFAULT);
      for (int j = 0; j < 5; j++) {
        Object value = generated.value(plain);
        byte[] bytes = encoded(value, plain);
        assertThat(ours(decoder.decode(bytes, 0)))
            .as("%s by %s", value, mutated.text())
            .isEqualTo(theirs(avros(bytes, plain)));
        damage(generated, bytes, decoder, plain);
      }
    }
    assertThat(read).isGreaterThan(schemas / 4);
    assertThat(damaged - read).isGreaterThan(schemas / 4);
  }

  private void damage(GeneratedAvro generated, byte[] bytes, AvroDecoder decoder, Schema schema)
      throws IOException {
    byte[] other = bytes.clone();
    if (other.length == 0) {
      return;
    }
    int at = generated.random().nextInt(other.length);
    if (generated.random().nextBoolean()) {
      other[at] = (byte) generated.random().nextInt(256);
    } else {
      other = Arrays.copyOf(other, at);
    }
    damaged++;
    Object value;
    try {
      value = decoder.decode(other, 0);
    } catch (Malformed e) {
      return;
    }
    read++;
    assertThat(ours(value)).isEqualTo(theirs(avros(other, schema)));
  }

  private static byte[] encoded(@Nullable Object value, Schema schema) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<Object>(schema).write(value, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private static @Nullable Object avros(byte[] bytes, Schema schema) throws IOException {
    GenericData data = new GenericData();
    data.addLogicalTypeConversion(new Conversions.DecimalConversion());
    return new GenericDatumReader<Object>(schema, schema, data)
        .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
  }

  private static Object ours(@Nullable Object value) {
    if (value instanceof Variant variant) {
      return ours(variant.value());
    }
    if (value instanceof RecordValue record) {
      List<Object> fields = new ArrayList<>();
      for (int i = 0; i < record.size(); i++) {
        fields.add(ours(record.valueAt(i)));
      }
      return fields;
    }
    if (value instanceof List<?> list) {
      return List.of("list", list.stream().map(AvroReaderTest::ours).toList());
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> values = new TreeMap<>();
      map.forEach((key, member) -> values.put(key.toString(), ours(member)));
      return values;
    }
    return plain(value);
  }

  private static Object theirs(@Nullable Object value) {
    if (value instanceof IndexedRecord record) {
      List<Object> fields = new ArrayList<>();
      for (Schema.Field field : record.getSchema().getFields()) {
        fields.add(theirs(record.get(field.pos())));
      }
      return fields;
    }
    if (value instanceof List<?> list) {
      return List.of("list", list.stream().map(AvroReaderTest::theirs).toList());
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> values = new TreeMap<>();
      map.forEach((key, member) -> values.put(key.toString(), theirs(member)));
      return values;
    }
    return value instanceof GenericFixed fixed ? hex(fixed.bytes()) : plain(value);
  }

  private static Object plain(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return hex(bytes);
    }
    return value instanceof Number || value instanceof Boolean ? value : value.toString();
  }

  private static String hex(byte[] bytes) {
    return Arrays.toString(bytes);
  }
}
