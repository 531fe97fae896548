package io.sluice.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.check.EventReader;
import io.sluice.contract.Contract;
import io.sluice.decode.AvroSchemas;
import io.sluice.decode.Event;
import io.sluice.fix.Fix;
import io.sluice.fix.UnfixableException;
import io.sluice.fixture.PlainAvro;
import io.sluice.fixture.PlainJson;
import io.sluice.fixture.UnfitEventException;
import io.sluice.limit.Limits;
import io.sluice.raw.InMemoryRecord;
import io.sluice.raw.RawRecord;
import io.sluice.schema.Lookup;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaText;
import io.sluice.type.Absent;
import io.sluice.wire.Framing;
import io.sluice.wire.SchemaRef;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.apache.avro.AvroRuntimeException;
import org.jspecify.annotations.Nullable;

/** Applies a fix to the records of one topic: decodes, changes, and encodes for their schema. */
final class Repair {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

  private final Fix fix;
  private final EventReader reader;
  private final SchemaSource schemas;
  private final @Nullable Encoding encoding;

  /** The schema with which fixed events are written, where that is not their own. */
  record Encoding(int id, SchemaText schema) {}

  /**
   * @param contract of the topic, which says how values are read
   * @param encoding null to keep the schema that a record has
   */
  Repair(Fix fix, Contract contract, SchemaSource schemas, @Nullable Encoding encoding) {
    this.fix = fix;
    this.reader = new EventReader(contract, schemas, Limits.DEFAULT);
    this.schemas = schemas;
    this.encoding = encoding;
  }

  /**
   * The repaired record.
   *
   * @throws UnfixableException where the fix cannot be applied to it
   */
  InMemoryRecord apply(InMemoryRecord original) throws UnfixableException {
    if (fix.isNone()) {
      return original;
    }
    byte[] value = original.value();
    EventReader.Result result = value == null ? null : reader.read(original);
    if (value == null || result == null || result.problem() != null || result.reader() == null) {
      String why = result == null ? "it has no value" : result.problem();
      throw new UnfixableException("it cannot be read, so its fields cannot be fixed: " + why);
    }
    JsonNode message = PlainJson.of(result.message(), result.reader().type());
    if (encoding == null) {
      requireSame(original, value, message, result.schema());
    }
    Event event = new Event(result.message(), Absent.VALUE, original, Instant.now());
    fix.apply(message, event);
    return with(original, encoded(original, value, message, result.schema()));
  }

  /** Where writing the unchanged event gives other bytes, a fix would change more than it says. */
  private void requireSame(
      RawRecord original, byte[] value, JsonNode message, @Nullable SchemaRef ref)
      throws UnfixableException {
    SchemaText schema = schema(ref);
    if (schema != null
        && schema.format() == SchemaFormat.AVRO
        && !Arrays.equals(value, encoded(original, value, message, ref))) {
      throw new UnfixableException(
          "its Avro event cannot be written again as it is (a union whose branches plain JSON does"
              + " not tell apart); give its payload in 'payloads'");
    }
  }

  private byte[] encoded(
      RawRecord original, byte[] value, JsonNode message, @Nullable SchemaRef ref)
      throws UnfixableException {
    Encoding other = encoding;
    if (other != null) {
      return framed(other.id(), payload(message, other.schema()));
    }
    byte[] payload = payload(message, schema(ref));
    boolean bare = !(ref instanceof SchemaRef.Id) && !(ref instanceof SchemaRef.Guid);
    int start =
        bare ? 0 : Framing.read(value, original.header(Framing.VALUE_HEADER)).payloadStart();
    return ByteBuffer.allocate(start + payload.length).put(value, 0, start).put(payload).array();
  }

  private @Nullable SchemaText schema(@Nullable SchemaRef ref) {
    boolean isNamed = ref instanceof SchemaRef.Id || ref instanceof SchemaRef.Guid;
    return isNamed && ref != null && schemas.lookup(ref) instanceof Lookup.Found found
        ? found.schema()
        : null;
  }

  static byte[] framed(int id, byte[] payload) {
    return ByteBuffer.allocate(5 + payload.length).put((byte) 0).putInt(id).put(payload).array();
  }

  /** JSON where there is no schema of Avro. */
  static byte[] payload(JsonNode message, @Nullable SchemaText schema) throws UnfixableException {
    try {
      return schema != null && schema.format() == SchemaFormat.AVRO
          ? PlainAvro.encode(message, AvroSchemas.parse(schema))
          : JSON.writeValueAsBytes(message);
    } catch (UnfitEventException | AvroRuntimeException e) {
      throw new UnfixableException("the fixed event does not fit its schema: " + e.getMessage());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can always be written", e);
    }
  }

  /** The record with another value. */
  static InMemoryRecord with(InMemoryRecord record, byte[] value) {
    return new InMemoryRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.key(),
        value,
        record.headers());
  }
}
