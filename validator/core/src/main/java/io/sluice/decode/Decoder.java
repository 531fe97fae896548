package io.sluice.decode;

import io.sluice.type.Type;

/** Reads payloads of one schema. Compiled once, used for every record; safe on any bytes. */
public interface Decoder {

  /** The shape of what is read. */
  Type type();

  /** Reads the payload that starts at {@code from} and must end where the array ends. */
  Decoded decode(byte[] bytes, int from);
}
