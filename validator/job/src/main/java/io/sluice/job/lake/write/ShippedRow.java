package io.sluice.job.lake.write;

/**
 * A row that is sent to the subtask that writes its partition.
 *
 * @param table namespace and table
 * @param schemaId Iceberg's ID of the table schema with which the row was written
 * @param route the same for all rows of a partition of a table
 * @param columns the row in Avro's binary form with that schema
 */
public record ShippedRow(String table, int schemaId, int route, byte[] columns) {

  /**
   * The Avro name of rows. Table names may not be valid Avro names, and columns are identified by
   * their IDs.
   */
  static final String RECORD = "row";

  /** The subtask that writes the row. */
  public static int channel(int route, int channels) {
    return Math.floorMod(route, channels);
  }
}
