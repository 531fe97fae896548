package io.sluice.wire;

import io.sluice.fault.Code;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads Confluent's wire format: magic byte 0 and a 4-byte schema id, or magic byte 1 and a 16-byte
 * schema GUID, before the payload or alone in a header.
 *
 * @see <a
 *     href="https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format">Wire
 *     format</a>
 */
public final class Framing {

  /** The header that may carry the schema of the value instead of the value itself. */
  public static final String VALUE_HEADER = "__value_schema_id";

  /** The header that may carry the schema of the key. */
  public static final String KEY_HEADER = "__key_schema_id";

  private static final int ID_FRAME = 1 + 4;
  private static final int GUID_FRAME = 1 + 16;

  private Framing() {}

  /**
   * Finds the schema and the start of the payload.
   *
   * @param header the bytes of the schema header, or null where there is none
   */
  public static Frame read(byte[] bytes, byte @Nullable [] header) {
    if (header != null) {
      Frame frame = prefix(header);
      if (frame.ref() != null && frame.payloadStart() == header.length) {
        return new Frame(frame.ref(), 0, null);
      }
      return bad(Code.TRUNCATED_FRAME, "the schema header holds no complete schema id or GUID");
    }
    return prefix(bytes);
  }

  private static Frame prefix(byte[] bytes) {
    if (bytes.length == 0) {
      return bad(Code.EMPTY_VALUE, "the record has no bytes, so it names no schema");
    }
    if (bytes[0] == 0) {
      return bytes.length < ID_FRAME
          ? bad(Code.TRUNCATED_FRAME, "the record ends inside its 4-byte schema id")
          : new Frame(new SchemaRef.Id(ByteBuffer.wrap(bytes, 1, 4).getInt()), ID_FRAME, null);
    }
    if (bytes[0] == 1) {
      if (bytes.length < GUID_FRAME) {
        return bad(Code.TRUNCATED_FRAME, "the record ends inside its 16-byte schema GUID");
      }
      ByteBuffer guid = ByteBuffer.wrap(bytes, 1, 16);
      return new Frame(
          new SchemaRef.Guid(new UUID(guid.getLong(), guid.getLong())), GUID_FRAME, null);
    }
    return bad(
        Code.BAD_MAGIC,
        "the first byte is "
            + (bytes[0] & 0xff)
            + ", not the 0 or 1 of the registry's wire format; the producer does not use a"
            + " registry serializer");
  }

  private static Frame bad(Code code, String message) {
    return new Frame(null, 0, new Unreadable(code, message));
  }

  /** Why no schema could be found. */
  public record Unreadable(Code code, String message) {}

  /**
   * Either a schema and where the payload starts, or why there is none.
   *
   * @param payloadStart index of the first byte after the frame
   */
  public record Frame(@Nullable SchemaRef ref, int payloadStart, @Nullable Unreadable unreadable) {}
}
