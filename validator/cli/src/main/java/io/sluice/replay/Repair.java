package io.sluice.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.check.Opened;
import io.sluice.check.Opening;
import io.sluice.contract.Contract;
import io.sluice.decode.Event;
import io.sluice.fault.Fault;
import io.sluice.fault.Stage;
import io.sluice.fix.Fix;
import io.sluice.fix.UnfixableException;
import io.sluice.fixture.PlainJson;
import io.sluice.language.SchemaLanguage;
import io.sluice.language.SchemaLanguages;
import io.sluice.language.UnfitEventException;
import io.sluice.limit.Limits;
import io.sluice.raw.InMemoryRecord;
import io.sluice.raw.RawHeader;
import io.sluice.raw.RawRecord;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaText;
import io.sluice.type.Absent;
import io.sluice.wire.Framing;
import io.sluice.wire.SchemaRef;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies a fix to the records of one topic: decodes, changes, and encodes them again. */
final class Repair {

  private final Fix fix;
  private final Contract contract;
  private final Opening opening;
  private final SchemaSource schemas;
  private final @Nullable Encoding encoding;

  /** The schema that fixed events are encoded with, if it is not their own. */
  record Encoding(int id, SchemaText schema) {}

  /**
   * Prepares a repair.
   *
   * @param contract the topic's contract, which defines how values are read
   * @param encoding null to keep the schema of each record
   */
  Repair(
      Fix fix,
      Contract contract,
      SchemaSource schemas,
      Limits limits,
      @Nullable Encoding encoding) {
    this.fix = fix;
    this.contract = contract;
    // a fix may make a record smaller; the result is checked against the limits afterward
    this.opening = Opening.ofValues(List.of(contract), schemas, limits.ofAnySize());
    this.schemas = schemas;
    this.encoding = encoding;
  }

  /**
   * The repaired record.
   *
   * @throws UnfixableException if the fix cannot be applied to it
   */
  InMemoryRecord apply(InMemoryRecord original) throws UnfixableException {
    if (fix.isNone()) {
      return original;
    }
    byte[] value = original.value();
    if (value == null) {
      throw unreadable("the record has no value");
    }
    Opened opened = opening.open(original);
    if (!(opened instanceof Opened.Decoded decoded)) {
      throw unreadable(opened.fold(event -> "", refused -> why(refused), Opened.Waiting::reason));
    }
    JsonNode message = PlainJson.of(decoded.value(), decoded.compiled().type());
    SchemaText schema = schema(decoded.schema());
    int start = start(original, value, decoded.schema());
    requireSame(value, message, schema, start);
    Event event = new Event(decoded.value(), Absent.VALUE, original, Instant.now());
    fix.apply(message, event, decoded.compiled().type());
    Encoding other = encoding;
    if (other == null) {
      return with(original, behind(value, start, payload(message, schema)));
    }
    // the schema ID is now in the frame before the value
    List<RawHeader> headers =
        original.headers().stream()
            .filter(header -> !header.name().equals(Framing.VALUE_HEADER))
            .toList();
    return with(original, Framing.write(other.id(), payload(message, other.schema())), headers);
  }

  private static UnfixableException unreadable(String why) {
    return new UnfixableException(
        "the event cannot be decoded, so its fields cannot be fixed: " + why);
  }

  private static String why(Opened.Refused refused) {
    Fault first = refused.faults().first();
    return first.stage() == Stage.DECODE ? first.code() + ": " + first.message() : first.message();
  }

  /** Fails if encoding the unchanged event gives other bytes: a fix would then change too much. */
  private static void requireSame(
      byte[] value, JsonNode message, @Nullable SchemaText schema, int start)
      throws UnfixableException {
    SchemaLanguage language = schema == null ? null : SchemaLanguages.of(schema.format());
    if (language != null
        && !language.isJsonText()
        && !Arrays.equals(value, behind(value, start, payload(message, schema)))) {
      throw new UnfixableException(
          "the "
              + language.label()
              + " event cannot be encoded to the same bytes ("
              + language.ambiguity()
              + "); put the fixed payload in a file, and list the file under 'payloads'");
    }
  }

  private static int start(RawRecord original, byte[] value, @Nullable SchemaRef ref) {
    boolean isFramed = ref instanceof SchemaRef.Id || ref instanceof SchemaRef.Guid;
    return isFramed
        ? Framing.read(value, original.header(Framing.VALUE_HEADER))
            .fold(Framing.Framed::payloadStart, unframed -> 0)
        : 0;
  }

  private static byte[] behind(byte[] value, int start, byte[] payload) {
    return ByteBuffer.allocate(start + payload.length).put(value, 0, start).put(payload).array();
  }

  private @Nullable SchemaText schema(@Nullable SchemaRef ref) {
    if (ref instanceof SchemaRef.Id || ref instanceof SchemaRef.Guid) {
      return schemas
          .lookup(ref, 0)
          .fold(text -> text, () -> null, unusable -> null, pending -> null);
    }
    return SchemaLanguages.ofContract(contract);
  }

  /** The encoded event, or JSON if there is no schema. */
  static byte[] payload(JsonNode message, @Nullable SchemaText schema) throws UnfixableException {
    try {
      return SchemaLanguages.encoder(schema).encode(message);
    } catch (UnfitEventException e) {
      // the reason may hold values
      throw new UnfixableException("the fixed event does not match its schema");
    }
  }

  /** The record with another value. */
  static InMemoryRecord with(InMemoryRecord record, byte[] value) {
    return with(record, value, record.headers());
  }

  private static InMemoryRecord with(InMemoryRecord record, byte[] value, List<RawHeader> headers) {
    return new InMemoryRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.key(),
        value,
        headers);
  }
}
