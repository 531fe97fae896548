package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Bounds of sizes in the notation of schemas. A bound can be a fraction, and still limits whole
 * numbers.
 */
final class SizeBound {

  /** Larger than any text, list, or object. */
  private static final BigDecimal LARGEST = BigDecimal.valueOf(Integer.MAX_VALUE);

  private SizeBound() {}

  /** The largest size that an upper bound allows. */
  static int most(JsonNode bound) {
    return whole(bound, RoundingMode.FLOOR);
  }

  /** The smallest size that a lower bound allows. */
  static int least(JsonNode bound) {
    return whole(bound, RoundingMode.CEILING);
  }

  private static int whole(JsonNode bound, RoundingMode rounding) {
    return bound.decimalValue().min(LARGEST).setScale(0, rounding).intValue();
  }
}
