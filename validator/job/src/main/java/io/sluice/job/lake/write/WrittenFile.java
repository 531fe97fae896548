package io.sluice.job.lake.write;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.JsonUtil;

/**
 * A data file that is not committed yet.
 *
 * @param schemaId the table schema of its columns
 */
public record WrittenFile(int schemaId, DataFile file) {

  private static final int UNKNOWN = -1;

  /** The JSON form for reports and state, around that of {@link ContentFileParser}. */
  static String json(DataFile file, PartitionSpec spec, Schema schema) {
    return "{\"schema-id\":"
        + schema.schemaId()
        + ",\"data-file\":"
        + ContentFileParser.toJson(file, spec)
        + "}";
  }

  /** Reads the form of {@link #json}, and that of earlier versions, which had the file alone. */
  public static WrittenFile parse(Table table, String json) {
    try {
      var node = JsonUtil.mapper().readTree(json);
      return new WrittenFile(
          node.path("schema-id").asInt(UNKNOWN),
          (DataFile)
              ContentFileParser.fromJson(
                  node.has("data-file") ? node.get("data-file") : node, table.specs()));
    } catch (IOException e) {
      throw new UncheckedIOException("the state contains a data file that cannot be read", e);
    }
  }
}
