package io.sluice.job.lake;

import io.sluice.problem.SetUpException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;

/**
 * Reads {@code partitionBy}: identity(c) or c, year(c), month(c), day(c), hour(c), bucket(n, c).
 */
final class PartitionSpecs {

  private static final Pattern TRANSFORM =
      Pattern.compile(
          "(?:(?<name>year|month|day|hour|identity|bucket|truncate)\\("
              + "(?:(?<width>\\d{1,6})\\s*,\\s*)?(?<inside>[^()\\s]+)\\))|(?<plain>[^()\\s]+)");

  private PartitionSpecs() {}

  /**
   * Builds the spec of a new table.
   *
   * @throws SetUpException where a transform is not known or names no column
   */
  static PartitionSpec of(String table, Schema schema, List<String> transforms) {
    PartitionSpec.Builder builder = PartitionSpec.builderFor(schema);
    for (String transform : transforms) {
      Matcher matcher = TRANSFORM.matcher(transform.strip());
      if (!matcher.matches()) {
        throw new SetUpException(
            "partitionBy of table "
                + table
                + ": '"
                + transform
                + "' is no transform; write day(created_at), bucket(16, id) or a column");
      }
      String column =
          matcher.group("plain") == null ? matcher.group("inside") : matcher.group("plain");
      if (schema.findField(column) == null) {
        throw new SetUpException(
            "partitionBy of table " + table + ": there is no column '" + column + "'");
      }
      add(builder, matcher, column);
    }
    return builder.build();
  }

  private static void add(PartitionSpec.Builder builder, Matcher matcher, String column) {
    String name = matcher.group("name") == null ? "identity" : matcher.group("name");
    int width = matcher.group("width") == null ? 0 : Integer.parseInt(matcher.group("width"));
    switch (name) {
      case "year" -> builder.year(column);
      case "month" -> builder.month(column);
      case "day" -> builder.day(column);
      case "hour" -> builder.hour(column);
      case "bucket" -> builder.bucket(column, width);
      case "truncate" -> builder.truncate(column, width);
      default -> builder.identity(column);
    }
  }
}
