package io.sluice.job.lake.write;

/**
 * A row on its way to the subtask that writes its partition.
 *
 * @param table namespace and table
 * @param schemaId of the table's schema, as Iceberg numbers them, that the row was written with
 * @param route equal for rows of one partition of a table
 * @param columns the row in Avro's binary form with that schema
 */
public record ShippedRow(String table, int schemaId, int route, byte[] columns) {

  /**
   * The Avro name of rows: names of tables may not be Avro's, and columns are known by their ids.
   */
  static final String RECORD = "row";

  /** The subtask that writes the row. */
  public static int channel(int route, int channels) {
    return Math.floorMod(route, channels);
  }
}
