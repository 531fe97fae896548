package io.sluice.decode;

import org.jspecify.annotations.Nullable;

/** Reads one value of one Avro type. */
interface AvroReader {

  @Nullable Object read(Cursor in) throws Malformed;

  /** The minimum size of a value in bytes, for checking announced counts. */
  default int leastBytes() {
    return 1;
  }
}
