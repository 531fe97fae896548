package io.sluice.check;

import io.sluice.conform.Conformance;
import io.sluice.contract.Contract.Format;
import io.sluice.contract.JsonValidation;
import io.sluice.decode.Decoded;
import io.sluice.fault.Code;
import io.sluice.fault.Faults;
import io.sluice.limit.Limits;
import io.sluice.raw.RawRecord;
import io.sluice.schema.SchemaSource;
import io.sluice.type.Absent;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import io.sluice.wire.Framing;
import io.sluice.wire.SchemaRef;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the keys of one topic's records. */
final class Keys {

  private static final String PATH = "$key";

  private final CompiledSchemas readers;
  private final CompiledSchema plainJson;
  private final Limits limits;

  Keys(SchemaSource schemas, Limits limits) {
    this.readers = new CompiledSchemas(schemas, JsonValidation.DEFAULT, limits);
    this.plainJson = CompiledSchema.schemaless(limits);
    this.limits = limits;
  }

  /**
   * A key that was read, or why it was not.
   *
   * @param type its shape, or null where only its schema would tell and there is none
   * @param faults null unless it can't be read
   * @param pending null unless its schema can't be had now
   */
  record Key(
      @Nullable Object value,
      @Nullable Type type,
      Conformance conformance,
      @Nullable Faults faults,
      @Nullable Pending pending) {

    private static Key of(@Nullable Object value, @Nullable Type type) {
      return new Key(value, type, Conformance.GIVEN, null, null);
    }

    private static Key bad(Faults faults) {
      return new Key(null, null, Conformance.GIVEN, faults, null);
    }

    private static Key bad(Code code, String message) {
      return bad(Faults.of(code, PATH, message));
    }

    /** What its schema says against it, or null. */
    @Nullable Faults misfits() {
      Faults found = conformance.check(value);
      return found == null ? null : found.inside(PATH);
    }
  }

  /** A schema that can't be had now. */
  record Pending(SchemaRef schema, String reason) {}

  Key read(Format format, RawRecord raw) {
    byte[] bytes = raw.key();
    if (format == Format.NONE) {
      return Key.of(Absent.VALUE, null);
    }
    if (bytes == null) {
      return Key.of(null, typeWithoutSchema(format));
    }
    if (bytes.length > limits.recordBytes()) {
      return Key.bad(
          Code.TOO_LARGE,
          "the key has " + bytes.length + " bytes; the limit is " + limits.recordBytes());
    }
    return switch (format) {
      case LONG ->
          bytes.length == Long.BYTES
              ? Key.of(ByteBuffer.wrap(bytes).getLong(), Scalar.LONG)
              : Key.bad(Code.BAD_KEY, "the key has " + bytes.length + " bytes; a long has 8");
      case STRING -> text(bytes);
      case JSON -> isFramed(bytes, raw) ? framed(bytes, raw) : decode(plainJson, bytes, 0);
      case AVRO -> framed(bytes, raw);
      default -> Key.of(ByteBuffer.wrap(bytes).asReadOnlyBuffer(), Scalar.BYTES);
    };
  }

  private static @Nullable Type typeWithoutSchema(Format format) {
    return switch (format) {
      case LONG -> Scalar.LONG;
      case STRING -> Scalar.STRING;
      case BYTES -> Scalar.BYTES;
      default -> null;
    };
  }

  private static Key text(byte[] bytes) {
    try {
      return Key.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(),
          Scalar.STRING);
    } catch (CharacterCodingException e) {
      return Key.bad(Code.BAD_KEY, "the key is not valid UTF-8");
    }
  }

  /** No JSON text begins with the first byte of a frame. */
  private static boolean isFramed(byte[] bytes, RawRecord raw) {
    return raw.header(Framing.KEY_HEADER) != null
        || (bytes.length > 0 && (bytes[0] == 0 || bytes[0] == 1));
  }

  private Key framed(byte[] bytes, RawRecord raw) {
    Framing.Frame frame = Framing.read(bytes, raw.header(Framing.KEY_HEADER));
    SchemaRef ref = frame.ref();
    if (ref == null) {
      Framing.Unreadable why = frame.unreadable();
      return why == null
          ? Key.bad(Code.TRUNCATED_FRAME, "the frame holds no schema")
          : Key.bad(why.code(), why.message());
    }
    CompiledSchemas.Compiled compiled = readers.find(ref, raw.readAt());
    CompiledSchema reader = compiled.reader();
    if (reader != null) {
      return decode(reader, bytes, frame.payloadStart());
    }
    Code refusal = compiled.refusal();
    return refusal == null
        ? new Key(null, null, Conformance.GIVEN, null, new Pending(ref, compiled.message()))
        : Key.bad(refusal, compiled.message());
  }

  private static Key decode(CompiledSchema reader, byte[] bytes, int from) {
    Decoded decoded = reader.decoder().decode(bytes, from);
    Faults malformed = decoded.faults();
    return malformed == null
        ? new Key(decoded.value(), shape(reader), reader.conformance(), null, null)
        : Key.bad(malformed.inside(PATH));
  }

  /** Members that an open schema does not declare have no column of their own. */
  private static Type shape(CompiledSchema reader) {
    return reader.isOpen() ? Scalar.JSON : reader.type();
  }
}
