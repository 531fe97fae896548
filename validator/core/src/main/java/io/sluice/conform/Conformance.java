package io.sluice.conform;

import io.sluice.fault.Faults;
import org.jspecify.annotations.Nullable;

/** Checks decoded documents against one schema. Compiled once, used for every record. */
public interface Conformance {

  /** For schemas that decoding has already checked, as Avro's. */
  Conformance GIVEN = document -> null;

  /** The faults of a document, or null where it conforms. */
  @Nullable Faults check(@Nullable Object document);
}
