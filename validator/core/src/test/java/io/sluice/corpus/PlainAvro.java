package io.sluice.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Writes plain JSON as Avro: no branch names, dates and decimals as text. */
final class PlainAvro {

  private PlainAvro() {}

  static byte[] encode(JsonNode event, Schema schema) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<Object>(schema).write(datum(event, schema), encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private static Object datum(JsonNode node, Schema schema) {
    LogicalType logical = schema.getLogicalType();
    return switch (schema.getType()) {
      case RECORD -> record(node, schema);
      case ARRAY -> {
        List<Object> all = new ArrayList<>();
        node.forEach(element -> all.add(datum(element, schema.getElementType())));
        yield all;
      }
      case MAP -> {
        Map<String, Object> all = new LinkedHashMap<>();
        node.properties()
            .forEach(e -> all.put(e.getKey(), datum(e.getValue(), schema.getValueType())));
        yield all;
      }
      case UNION -> node.isNull() || node.isMissingNode() ? null : datum(node, notNull(schema));
      case ENUM -> new GenericData.EnumSymbol(schema, node.asText());
      case STRING -> node.asText();
      case INT ->
          logical instanceof LogicalTypes.Date
              ? (Object) (int) LocalDate.parse(node.asText()).toEpochDay()
              : (Object) node.intValue();
      case LONG ->
          logical == null
              ? (Object) node.longValue()
              : (Object) Instant.parse(node.asText()).toEpochMilli();
      case DOUBLE -> node.doubleValue();
      case BOOLEAN -> node.booleanValue();
      case BYTES -> decimal(node, (LogicalTypes.Decimal) logical);
      default -> throw new IllegalArgumentException("the corpus has no " + schema.getType());
    };
  }

  private static GenericData.Record record(JsonNode node, Schema schema) {
    GenericData.Record record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(field.name(), datum(node.path(field.name()), field.schema()));
    }
    return record;
  }

  private static Schema notNull(Schema union) {
    return union.getTypes().stream()
        .filter(branch -> branch.getType() != Schema.Type.NULL)
        .findFirst()
        .orElseThrow();
  }

  private static ByteBuffer decimal(JsonNode node, LogicalTypes.Decimal type) {
    return ByteBuffer.wrap(
        new BigDecimal(node.asText()).setScale(type.getScale()).unscaledValue().toByteArray());
  }
}
