package io.sluice.audit.value;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.contract.Contract;
import io.sluice.contract.ValueFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Decodes source records with the audit's own frame parser, Avro's reader, and Jackson. Not
 * thread-safe.
 */
public final class RecordReader {

  private static final Schema STRING = Schema.create(Schema.Type.STRING);
  private static final Schema LONG = Schema.create(Schema.Type.LONG);
  private static final Schema BYTES = Schema.create(Schema.Type.BYTES);

  private static final WriterSchema PLAIN_JSON = WriterSchema.none();

  private final SchemaTexts schemas;
  private final BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(new byte[0], null);

  private final Map<Integer, WriterSchema> byId = new HashMap<>();
  private final Map<UUID, WriterSchema> byGuid = new HashMap<>();
  private final Map<String, WriterSchema> byText = new HashMap<>();
  private final Map<String, NoSchemaException> missing = new HashMap<>();

  public RecordReader(SchemaTexts schemas) {
    this.schemas = schemas;
  }

  /** Whether the records in a topic refer to their schemas. */
  public static boolean isFramed(List<Contract> contracts) {
    return contracts.stream().allMatch(contract -> contract.value().isFramed());
  }

  /**
   * Opens a record's value.
   *
   * @throws IOException if its frame is unknown, or its schema does not exist
   * @throws io.sluice.failure.OutageException if its schema cannot be fetched now
   */
  public Payload open(ConsumerRecord<byte[], byte[]> record, Contract contract, boolean isFramed)
      throws IOException {
    if (isFramed) {
      return framed(record.value(), record.headers().lastHeader("__value_schema_id"));
    }
    String text = contract.value().schemaText();
    ValueFormat format = contract.value().format();
    boolean isAvro = format.equals(ValueFormat.AVRO);
    if (!isAvro && !format.equals(ValueFormat.JSON)) {
      throw new NoSchemaException("the audit cannot read values in format " + format.name());
    }
    return new Payload(text == null ? PLAIN_JSON : file(text, isAvro), record.value(), 0, decoder);
  }

  /**
   * Decodes a record's key, which must exist.
   *
   * @throws IOException if it cannot be decoded
   * @throws io.sluice.failure.OutageException if its schema cannot be fetched now
   */
  public DecodedValue decodeKey(ConsumerRecord<byte[], byte[]> record, Contract contract)
      throws IOException {
    Payload payload = openKey(record, contract);
    return payload == null ? plainKey(record.key(), contract) : payload.decode();
  }

  /** Opens a key that is Avro or JSON; null if it is neither. */
  @Nullable Payload openKey(ConsumerRecord<byte[], byte[]> record, Contract contract)
      throws IOException {
    byte[] key = record.key();
    Header header = record.headers().lastHeader("__key_schema_id");
    return switch (contract.key().format()) {
      case JSON ->
          header == null && key.length > 0 && key[0] > 1
              ? new Payload(PLAIN_JSON, key, 0, decoder)
              : framed(key, header);
      case AVRO -> framed(key, header);
      default -> null;
    };
  }

  /** A key that is neither Avro nor JSON. */
  static DecodedValue plainKey(byte[] key, Contract contract) throws IOException {
    return switch (contract.key().format()) {
      case STRING -> new DecodedValue(new String(key, UTF_8), STRING, null, null);
      case LONG -> {
        if (key.length != Long.BYTES) {
          throw new IOException("the key has " + key.length + " bytes, so it is not a long");
        }
        yield new DecodedValue(ByteBuffer.wrap(key).getLong(), LONG, null, null);
      }
      default -> new DecodedValue(ByteBuffer.wrap(key), BYTES, null, null);
    };
  }

  private Payload framed(byte[] value, @Nullable Header header) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(value);
    ByteBuffer prefix = header == null ? bytes : ByteBuffer.wrap(header.value());
    if (prefix.remaining() < 5) {
      throw new IOException("the frame is truncated");
    }
    WriterSchema schema =
        switch (prefix.get()) {
          case 0 -> id(prefix.getInt());
          case 1 -> guid(prefix);
          default -> throw new IOException("the audit does not recognize the frame");
        };
    return new Payload(schema, value, bytes.position(), decoder);
  }

  private WriterSchema id(int id) throws IOException {
    WriterSchema known = byId.get(id);
    if (known == null) {
      known = fetch("id:" + id);
      byId.put(id, known);
    }
    return known;
  }

  private WriterSchema guid(ByteBuffer prefix) throws IOException {
    if (prefix.remaining() < 16) {
      throw new IOException("the frame is truncated");
    }
    UUID guid = new UUID(prefix.getLong(), prefix.getLong());
    WriterSchema known = byGuid.get(guid);
    if (known == null) {
      known = fetch("guid:" + guid);
      byGuid.put(guid, known);
    }
    return known;
  }

  private WriterSchema fetch(String label) throws IOException {
    NoSchemaException known = missing.get(label);
    if (known != null) {
      throw known;
    }
    SchemaTexts.Text text;
    try {
      text = schemas.fetch(label);
    } catch (IOException e) {
      NoSchemaException failure = new NoSchemaException(e);
      missing.put(label, failure);
      throw failure;
    }
    return WriterSchema.parse(text, label);
  }

  private WriterSchema file(String text, boolean isAvro) throws IOException {
    WriterSchema known = byText.get(text);
    if (known == null) {
      known = WriterSchema.parse(new SchemaTexts.Text(isAvro, text, List.of()), digest(text));
      byText.put(text, known);
    }
    return known;
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
