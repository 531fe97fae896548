package io.sluice.audit.value;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** A value or key without its frame, decoded on demand. Not thread-safe. */
public final class Payload {

  /** Keeps the digits of numbers. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final WriterSchema schema;
  private final byte[] bytes;
  private final int from;
  private final BinaryDecoder decoder;
  private @Nullable DecodedValue decoded;

  /**
   * Prepares a payload.
   *
   * @param from where the data begins, after the frame
   * @param decoder decodes one payload after another
   */
  Payload(WriterSchema schema, byte[] bytes, int from, BinaryDecoder decoder) {
    this.schema = schema;
    this.bytes = bytes;
    this.from = from;
    this.decoder = decoder;
  }

  WriterSchema schema() {
    return schema;
  }

  /** An Avro decoder at the start of the data; valid until the reader's next payload. */
  BinaryDecoder decoder() {
    return DecoderFactory.get().binaryDecoder(bytes, from, bytes.length - from, decoder);
  }

  /**
   * Decodes the payload.
   *
   * @throws IOException if it cannot be decoded
   */
  public DecodedValue decode() throws IOException {
    DecodedValue known = decoded;
    if (known == null) {
      GenericDatumReader<Object> reader = schema.reader();
      Object value =
          reader == null
              ? JSON.readTree(bytes, from, bytes.length - from)
              : reader.read(null, decoder());
      known = new DecodedValue(value, schema.avro(), schema.name(), schema.label());
      decoded = known;
    }
    return known;
  }
}
