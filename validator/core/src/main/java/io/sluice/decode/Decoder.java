package io.sluice.decode;

import io.sluice.type.Type;
import org.jspecify.annotations.Nullable;

/** Reads payloads of one schema. Compiled once, used for every record; safe on any bytes. */
public interface Decoder {

  /** The shape of what is read. */
  Type type();

  /** Reads the payload that starts at {@code from} and must end where the array ends. */
  @Nullable Object decode(byte[] bytes, int from) throws Malformed;
}
