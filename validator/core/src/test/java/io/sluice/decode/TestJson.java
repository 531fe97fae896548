package io.sluice.decode;

import io.sluice.limit.Limits;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** JSON of tests, decoded as the job does. */
public final class TestJson {

  private TestJson() {}

  /** The value of a JSON text without mistakes. */
  public static @Nullable Object decode(String text) {
    return decode(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same in UTF-8. */
  public static @Nullable Object decode(byte[] text) {
    try {
      return new JsonDecoder(Limits.DEFAULT).decode(text, 0);
    } catch (Malformed e) {
      throw new IllegalArgumentException(e.faults().toString(), e);
    }
  }
}
