package io.sluice.limit;

import java.io.Serializable;

/**
 * Limits on one record. A record that exceeds them gets a fault, never a failure.
 *
 * @param recordBytes the maximum size of a value in bytes
 * @param depth the maximum nesting depth of a decoded value
 * @param items the maximum number of array elements and map entries in one record, across all
 *     levels
 * @param digits the maximum number of digits of one JSON number
 * @param exponent the maximum absolute decimal exponent of one JSON number
 * @param partitionDaysBack how many days before today a partition time can be
 * @param partitionDaysAhead how many days after today a partition time can be
 */
public record Limits(
    int recordBytes,
    int depth,
    int items,
    int digits,
    int exponent,
    int partitionDaysBack,
    int partitionDaysAhead)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  public static final Limits DEFAULT = new Limits(8 << 20, 128, 100_000, 1_000, 400, 36_525, 366);

  /** The same limits without the size limit, for tools that inspect records that exceeded it. */
  public Limits ofAnySize() {
    return new Limits(
        Integer.MAX_VALUE, depth, items, digits, exponent, partitionDaysBack, partitionDaysAhead);
  }
}
