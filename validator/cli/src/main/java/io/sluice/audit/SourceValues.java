package io.sluice.audit;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.audit.Comparison.Value;
import io.sluice.config.SluiceConfig;
import io.sluice.contract.Contract;
import io.sluice.problem.OutageException;
import io.sluice.registry.ConfluentRegistryClient;
import io.sluice.registry.RegistryAnswer;
import io.sluice.registry.RegistryClient;
import io.sluice.registry.RegistryOutage;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaText;
import io.sluice.wire.SchemaRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Decodes source records by means of its own: its own reading of the frame, Avro's reader, Jackson.
 */
final class SourceValues {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private static final Schema STRING = Schema.create(Schema.Type.STRING);
  private static final Schema LONG = Schema.create(Schema.Type.LONG);
  private static final Schema BYTES = Schema.create(Schema.Type.BYTES);

  private final @Nullable RegistryClient registry;
  private final Map<SchemaRef, Object> schemas = new HashMap<>();
  private final Map<String, Schema> files = new HashMap<>();

  SourceValues(SluiceConfig.Registry registry) {
    String url = registry.url();
    this.registry =
        url == null
            ? null
            : new ConfluentRegistryClient(
                url, registry.properties(), (int) registry.timeout().toMillis());
  }

  /**
   * Decodes a record's value.
   *
   * @throws IOException where it cannot be decoded
   * @throws OutageException where its schema cannot be had now
   */
  Value decode(ConsumerRecord<byte[], byte[]> record, Contract contract) throws IOException {
    if (contract.value().format() == Contract.Format.JSON) {
      return json(record.value(), 0);
    }
    String text = contract.value().schemaText();
    return text == null
        ? framed(record.value(), record.headers().lastHeader("__value_schema_id"))
        : avro(files.computeIfAbsent(text, t -> new Schema.Parser().parse(t)), record.value(), 0);
  }

  /**
   * Decodes a record's key, which must be there.
   *
   * @throws IOException where it cannot be decoded
   * @throws OutageException where its schema cannot be had now
   */
  Value decodeKey(ConsumerRecord<byte[], byte[]> record, Contract contract) throws IOException {
    byte[] key = record.key();
    Header header = record.headers().lastHeader("__key_schema_id");
    return switch (contract.key().format()) {
      case STRING -> new Value(new String(key, StandardCharsets.UTF_8), STRING);
      case LONG -> new Value(ByteBuffer.wrap(key).getLong(), LONG);
      case JSON ->
          header == null && key.length > 0 && key[0] > 1 ? json(key, 0) : framed(key, header);
      case AVRO -> framed(key, header);
      default -> new Value(ByteBuffer.wrap(key), BYTES);
    };
  }

  private Value framed(byte[] value, @Nullable Header header) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(value);
    ByteBuffer prefix = header == null ? bytes : ByteBuffer.wrap(header.value());
    Object schema =
        switch (prefix.get()) {
          case 0 -> schema(new SchemaRef.Id(prefix.getInt()));
          case 1 -> schema(new SchemaRef.Guid(new UUID(prefix.getLong(), prefix.getLong())));
          default -> throw new IOException("there is no frame that the audit knows");
        };
    return schema instanceof Schema avro
        ? avro(avro, value, bytes.position())
        : json(value, bytes.position());
  }

  private static Value avro(Schema schema, byte[] bytes, int from) throws IOException {
    BinaryDecoder decoder =
        DecoderFactory.get().binaryDecoder(bytes, from, bytes.length - from, null);
    return new Value(new GenericDatumReader<Object>(schema).read(null, decoder), schema);
  }

  private static Value json(byte[] bytes, int from) throws IOException {
    return new Value(JSON.readTree(bytes, from, bytes.length - from), null);
  }

  private Object schema(SchemaRef ref) throws IOException {
    Object known = schemas.get(ref);
    if (known == null) {
      known = parse(fetch(ref));
      schemas.put(ref, known);
    }
    return known;
  }

  private static Object parse(SchemaText schema) {
    if (schema.format() != SchemaFormat.AVRO) {
      return schema.text();
    }
    SchemaParser parser = new SchemaParser();
    schema.references().values().forEach(parser::parse);
    return parser.parse(schema.text()).mainSchema();
  }

  private SchemaText fetch(SchemaRef ref) throws IOException {
    if (registry == null) {
      throw new IOException("records name schemas, but the configuration has no registry");
    }
    try {
      if (registry.fetch(ref) instanceof RegistryAnswer.Found found) {
        return found.schema();
      }
      throw new IOException("the registry has no usable schema " + ref.label());
    } catch (RegistryOutage e) {
      throw new OutageException(e.getMessage() + "; the audit needs it to compare values", e);
    }
  }
}
