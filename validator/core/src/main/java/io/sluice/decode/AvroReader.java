package io.sluice.decode;

import org.jspecify.annotations.Nullable;

/** Reads one value of one Avro type. */
interface AvroReader {

  @Nullable Object read(Cursor in) throws Malformed;

  /** The fewest bytes that a value can have, so that announced counts can be checked. */
  default int leastBytes() {
    return 1;
  }
}
