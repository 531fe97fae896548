package io.sluice.check;

import io.sluice.contract.Contract.Format;
import io.sluice.fault.Code;
import io.sluice.fault.Faults;
import io.sluice.type.Absent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads record keys. */
final class Keys {

  /** A key, or the faults of one that can't be read. */
  record Key(@Nullable Object value, @Nullable Faults faults) {}

  private static final Key NONE = new Key(Absent.VALUE, null);
  private static final Key NULL = new Key(null, null);

  private Keys() {}

  static Key read(Format format, byte @Nullable [] bytes) {
    if (format == Format.NONE) {
      return NONE;
    }
    if (bytes == null) {
      return NULL;
    }
    return switch (format) {
      case LONG ->
          bytes.length == Long.BYTES
              ? new Key(ByteBuffer.wrap(bytes).getLong(), null)
              : bad("the key has " + bytes.length + " bytes; a long has 8");
      case STRING -> text(bytes);
      default -> new Key(ByteBuffer.wrap(bytes).asReadOnlyBuffer(), null);
    };
  }

  private static Key text(byte[] bytes) {
    try {
      return new Key(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), null);
    } catch (CharacterCodingException e) {
      return bad("the key is not valid UTF-8");
    }
  }

  private static Key bad(String message) {
    return new Key(null, Faults.of(Code.BAD_KEY, "$key", message));
  }
}
