package io.sluice.decode;

import io.sluice.fault.Faults;
import org.jspecify.annotations.Nullable;

/**
 * What came of decoding.
 *
 * @param value the value; meaningless where there are faults
 * @param faults null where decoding went well
 */
public record Decoded(@Nullable Object value, @Nullable Faults faults) {

  static Decoded of(@Nullable Object value) {
    return new Decoded(value, null);
  }

  static Decoded failed(Malformed malformed) {
    String path = malformed.path().isEmpty() ? null : malformed.path();
    return new Decoded(null, Faults.of(malformed.code(), path, malformed.problem()));
  }
}
