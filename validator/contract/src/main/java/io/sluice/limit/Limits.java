package io.sluice.limit;

import java.io.Serializable;

/**
 * Bounds on one record. What exceeds them is a fault, never a failure.
 *
 * @param recordBytes largest value in bytes
 * @param depth deepest nesting of a decoded value
 * @param items most array elements and map entries of one record, all levels together
 * @param digits most digits of one number in JSON
 * @param exponent largest absolute decimal exponent of one number in JSON
 * @param partitionDaysBack how far before today a time may be that decides on a partition
 * @param partitionDaysAhead how far after today a time may be that decides on a partition
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

  /**
   * The same without a bound on the value's size, for tools that look into records that died of it.
   */
  public Limits ofAnySize() {
    return new Limits(
        Integer.MAX_VALUE, depth, items, digits, exponent, partitionDaysBack, partitionDaysAhead);
  }
}
