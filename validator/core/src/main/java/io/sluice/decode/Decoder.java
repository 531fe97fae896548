package io.sluice.decode;

import io.sluice.type.Type;
import org.jspecify.annotations.Nullable;

/** Reads payloads of one schema. Compiled once, used for every record, and safe for any bytes. */
public interface Decoder {

  /** The shape of the decoded values. */
  Type type();

  /** Reads the payload that starts at {@code from} and must end at the end of the array. */
  @Nullable Object decode(byte[] bytes, int from) throws Malformed;
}
