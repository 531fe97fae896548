package io.sluice.audit.value;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.contract.Contract;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Decodes source records by means of its own: its own reading of the frame, Avro's reader, Jackson.
 * For one thread.
 */
public final class RecordReader {

  /** Numbers keep the digits that they are written with. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final Schema STRING = Schema.create(Schema.Type.STRING);
  private static final Schema LONG = Schema.create(Schema.Type.LONG);
  private static final Schema BYTES = Schema.create(Schema.Type.BYTES);

  private static final GenericData DATA = fast();

  private final Schemas schemas;

  private final Map<Integer, Named> byId = new HashMap<>();
  private final Map<UUID, Named> byGuid = new HashMap<>();
  private final Map<String, Named> byText = new HashMap<>();
  private @Nullable BinaryDecoder decoder;

  public RecordReader(Schemas schemas) {
    this.schemas = schemas;
  }

  /** A schema that is ready to read with. */
  private record Named(
      @Nullable Schema avro,
      @Nullable GenericDatumReader<Object> reader,
      @Nullable String name,
      String label) {}

  private static GenericData fast() {
    GenericData data = new GenericData();
    data.setFastReaderEnabled(true);
    return data;
  }

  /** Whether records of a topic name their schemas themselves. */
  public static boolean isFramed(List<Contract> contracts) {
    return contracts.stream().allMatch(contract -> contract.value().schemaText() == null)
        && contracts.get(0).value().format() != Contract.Format.JSON;
  }

  /**
   * Decodes a record's value.
   *
   * @throws IOException where it cannot be decoded
   * @throws io.sluice.problem.OutageException where its schema cannot be had now
   */
  public Decoded decode(ConsumerRecord<byte[], byte[]> record, Contract contract, boolean isFramed)
      throws IOException {
    if (isFramed) {
      return framed(record.value(), record.headers().lastHeader("__value_schema_id"));
    }
    String text = contract.value().schemaText();
    if (contract.value().format() == Contract.Format.JSON || text == null) {
      Named schema = text == null ? null : file(text, false);
      return json(record.value(), 0, schema);
    }
    return avro(file(text, true), record.value(), 0);
  }

  /**
   * Decodes a record's key, which must be there.
   *
   * @throws IOException where it cannot be decoded
   * @throws io.sluice.problem.OutageException where its schema cannot be had now
   */
  public Decoded decodeKey(ConsumerRecord<byte[], byte[]> record, Contract contract)
      throws IOException {
    byte[] key = record.key();
    Header header = record.headers().lastHeader("__key_schema_id");
    return switch (contract.key().format()) {
      case STRING -> new Decoded(new String(key, UTF_8), STRING, null, null);
      case LONG -> new Decoded(ByteBuffer.wrap(key).getLong(), LONG, null, null);
      case JSON ->
          header == null && key.length > 0 && key[0] > 1 ? json(key, 0, null) : framed(key, header);
      case AVRO -> framed(key, header);
      default -> new Decoded(ByteBuffer.wrap(key), BYTES, null, null);
    };
  }

  private Decoded framed(byte[] value, @Nullable Header header) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(value);
    ByteBuffer prefix = header == null ? bytes : ByteBuffer.wrap(header.value());
    if (prefix.remaining() < 5) {
      throw new IOException("the frame is cut off");
    }
    Named schema =
        switch (prefix.get()) {
          case 0 -> id(prefix.getInt());
          case 1 -> guid(prefix);
          default -> throw new IOException("there is no frame that the audit knows");
        };
    return schema.avro() == null
        ? json(value, bytes.position(), schema)
        : avro(schema, value, bytes.position());
  }

  private Named id(int id) throws IOException {
    Named known = byId.get(id);
    if (known == null) {
      known = fetch("id:" + id);
      byId.put(id, known);
    }
    return known;
  }

  private Named guid(ByteBuffer prefix) throws IOException {
    if (prefix.remaining() < 16) {
      throw new IOException("the frame is cut off");
    }
    UUID guid = new UUID(prefix.getLong(), prefix.getLong());
    Named known = byGuid.get(guid);
    if (known == null) {
      known = fetch("guid:" + guid);
      byGuid.put(guid, known);
    }
    return known;
  }

  private Named fetch(String label) throws IOException {
    Schemas.Text text = schemas.fetch(label);
    return named(text, label);
  }

  private Named file(String text, boolean isAvro) throws IOException {
    Named known = byText.get(text);
    if (known == null) {
      known = named(new Schemas.Text(isAvro, text, List.of()), digest(text));
      byText.put(text, known);
    }
    return known;
  }

  private static Named named(Schemas.Text text, String label) throws IOException {
    try {
      if (!text.isAvro()) {
        return new Named(null, null, JSON.readTree(text.text()).path("title").textValue(), label);
      }
      SchemaParser parser = new SchemaParser();
      text.references().forEach(parser::parse);
      Schema schema = parser.parse(text.text()).mainSchema();
      boolean isRecord = schema.getType() == Schema.Type.RECORD;
      return new Named(
          schema,
          new GenericDatumReader<>(schema, schema, DATA),
          isRecord ? schema.getFullName() : null,
          label);
    } catch (JsonProcessingException | AvroRuntimeException e) {
      throw new IOException("schema " + label + " cannot be read", e);
    }
  }

  private Decoded avro(Named schema, byte[] bytes, int from) throws IOException {
    BinaryDecoder input =
        DecoderFactory.get().binaryDecoder(bytes, from, bytes.length - from, decoder);
    decoder = input;
    GenericDatumReader<Object> reader = schema.reader();
    if (reader == null) {
      throw new IOException("schema " + schema.label() + " is not Avro");
    }
    return new Decoded(reader.read(null, input), schema.avro(), schema.name(), schema.label());
  }

  private static Decoded json(byte[] bytes, int from, @Nullable Named schema) throws IOException {
    JsonNode node = JSON.readTree(bytes, from, bytes.length - from);
    return new Decoded(
        node, null, schema == null ? null : schema.name(), schema == null ? null : schema.label());
  }

  private static String digest(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
