package io.sluice.wire;

import io.sluice.fault.Code;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes Confluent's wire format: magic byte 0 and a 4-byte schema ID, or magic byte 1
 * and a 16-byte schema GUID, either before the payload or alone in a header.
 *
 * @see <a
 *     href="https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format">Wire
 *     format</a>
 */
public final class Framing {

  /** The header that can carry the schema of the value, instead of a frame in the value. */
  public static final String VALUE_HEADER = "__value_schema_id";

  /** The header that can carry the schema of the key. */
  public static final String KEY_HEADER = "__key_schema_id";

  private static final int ID_FRAME = 1 + 4;
  private static final int GUID_FRAME = 1 + 16;

  private Framing() {}

  /**
   * Finds the schema and the start of the payload.
   *
   * @param header the bytes of the schema header, or null if there is none
   */
  public static Frame read(byte[] bytes, byte @Nullable [] header) {
    if (header == null) {
      return prefix(bytes);
    }
    return prefix(header) instanceof Framed framed && framed.payloadStart() == header.length
        ? new Framed(framed.schema(), 0)
        : new Unframed(
            Code.TRUNCATED_FRAME,
            "the schema header does not contain a complete schema ID or GUID");
  }

  /** Adds a frame with a registry's schema ID before a payload. */
  public static byte[] write(int id, byte[] payload) {
    return ByteBuffer.allocate(ID_FRAME + payload.length)
        .put((byte) 0)
        .putInt(id)
        .put(payload)
        .array();
  }

  private static Frame prefix(byte[] bytes) {
    if (bytes.length == 0) {
      return new Unframed(Code.EMPTY_VALUE, "the record is empty, so it does not specify a schema");
    }
    if (bytes[0] == 0) {
      return bytes.length < ID_FRAME
          ? new Unframed(Code.TRUNCATED_FRAME, "the record ends inside its 4-byte schema ID")
          : new Framed(new SchemaRef.Id(id(bytes)), ID_FRAME);
    }
    if (bytes[0] == 1) {
      if (bytes.length < GUID_FRAME) {
        return new Unframed(Code.TRUNCATED_FRAME, "the record ends inside its 16-byte schema GUID");
      }
      ByteBuffer guid = ByteBuffer.wrap(bytes, 1, 16);
      return new Framed(new SchemaRef.Guid(new UUID(guid.getLong(), guid.getLong())), GUID_FRAME);
    }
    return new Unframed(
        Code.BAD_MAGIC,
        "the first byte is "
            + (bytes[0] & 0xff)
            + ", but the registry's wire format starts with 0 or 1; the producer does not use a"
            + " registry serializer");
  }

  private static int id(byte[] bytes) {
    return (bytes[1] << 24)
        | ((bytes[2] & 0xff) << 16)
        | ((bytes[3] & 0xff) << 8)
        | (bytes[4] & 0xff);
  }

  /** The reference to a schema in bytes, and the start of the payload. */
  public sealed interface Frame {

    /** Passes this case to a handler that is shared by all records. */
    <C, R> R fold(Cases<C, R> cases, C context);

    /** Passes this case to the matching function. */
    <R extends @Nullable Object> R fold(Function<Framed, R> framed, Function<Unframed, R> unframed);

    /**
     * Handles each case; created once for all records.
     *
     * @param <C> the context that the handler needs besides the frame
     */
    interface Cases<C, R> {
      R framed(Framed framed, C context);

      R unframed(Unframed unframed, C context);
    }
  }

  /**
   * The bytes refer to a schema.
   *
   * @param payloadStart index of the first byte after the frame
   */
  public record Framed(SchemaRef schema, int payloadStart) implements Frame {
    @Override
    public <C, R> R fold(Cases<C, R> cases, C context) {
      return cases.framed(this, context);
    }

    @Override
    public <R extends @Nullable Object> R fold(
        Function<Framed, R> framed, Function<Unframed, R> unframed) {
      return framed.apply(this);
    }
  }

  /** There is no reference to a schema, for a given reason. */
  public record Unframed(Code code, String message) implements Frame {
    @Override
    public <C, R> R fold(Cases<C, R> cases, C context) {
      return cases.unframed(this, context);
    }

    @Override
    public <R extends @Nullable Object> R fold(
        Function<Framed, R> framed, Function<Unframed, R> unframed) {
      return unframed.apply(this);
    }
  }
}
