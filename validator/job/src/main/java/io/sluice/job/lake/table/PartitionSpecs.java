package io.sluice.job.lake.table;

import io.sluice.contract.Contract;
import io.sluice.failure.SetUpException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;

/** Converts partitioning and sort order from contracts to Iceberg. */
final class PartitionSpecs {

  private PartitionSpecs() {}

  /**
   * The partitioning of a contract's table.
   *
   * @throws SetUpException if a column does not exist
   */
  static PartitionSpec of(Contract.Table target, Schema schema) {
    PartitionSpec.Builder builder = PartitionSpec.builderFor(schema);
    for (Contract.Partition partition : target.partitionBy()) {
      String column = partition.column();
      requireColumn(target, schema, "partitionBy", column);
      try {
        switch (partition.transform()) {
          case IDENTITY -> builder.identity(column);
          case YEAR -> builder.year(column);
          case MONTH -> builder.month(column);
          case DAY -> builder.day(column);
          case HOUR -> builder.hour(column);
          case BUCKET -> builder.bucket(column, partition.width());
          case TRUNCATE -> builder.truncate(column, partition.width());
        }
      } catch (IllegalArgumentException e) {
        throw new SetUpException(
            "partitionBy of table "
                + target.name()
                + ": "
                + partition
                + " cannot be applied to a column of type "
                + schema.findType(column));
      }
    }
    return builder.build();
  }

  /** The sort order of a contract's table, nulls last. */
  static SortOrder order(Contract.Table target, Schema schema) {
    SortOrder.Builder builder = SortOrder.builderFor(schema);
    for (Contract.Sort sort : target.sortBy()) {
      requireColumn(target, schema, "sortBy", sort.column());
      builder.sortBy(
          sort.column(),
          sort.descending()
              ? org.apache.iceberg.SortDirection.DESC
              : org.apache.iceberg.SortDirection.ASC,
          org.apache.iceberg.NullOrder.NULLS_LAST);
    }
    return builder.build();
  }

  private static void requireColumn(
      Contract.Table target, Schema schema, String key, String column) {
    if (schema.findField(column) == null) {
      throw new SetUpException(
          key + " of table " + target.name() + ": there is no column '" + column + "'");
    }
  }

  /**
   * Rejects a contract whose partitioning differs from that of its table.
   *
   * @throws SetUpException with the statements that would change the table
   */
  static void requireSame(Contract.Table target, Table table) {
    if (target.partitionBy().isEmpty()) {
      return;
    }
    PartitionSpec wanted = of(target, table.schema());
    if (isSame(wanted.fields(), table.spec().fields())) {
      return;
    }
    String name = target.name();
    String drops =
        table.spec().fields().stream()
            .filter(field -> !field.transform().isVoid())
            .map(field -> "ALTER TABLE " + name + " DROP PARTITION FIELD " + field.name() + "; ")
            .collect(Collectors.joining());
    String adds =
        target.partitionBy().stream()
            .map(field -> "ALTER TABLE " + name + " ADD PARTITION FIELD " + sql(field) + ";")
            .collect(Collectors.joining(" "));
    throw new SetUpException(
        "table "
            + name
            + " is partitioned by "
            + describe(table.spec().fields())
            + ", but its contract specifies "
            + target.partitionBy()
            + ". Sluice never changes the partitioning of an existing table. Change the contract,"
            + " or change the table with Spark SQL (existing files stay as they are): "
            + drops
            + adds);
  }

  /** Compares by transform, because engines choose their own names for partition fields. */
  private static boolean isSame(List<PartitionField> wanted, List<PartitionField> existing) {
    List<PartitionField> used =
        existing.stream().filter(field -> !field.transform().isVoid()).toList();
    if (wanted.size() != used.size()) {
      return false;
    }
    for (int i = 0; i < used.size(); i++) {
      if (wanted.get(i).sourceId() != used.get(i).sourceId()
          || !wanted.get(i).transform().toString().equals(used.get(i).transform().toString())) {
        return false;
      }
    }
    return true;
  }

  private static String describe(List<PartitionField> fields) {
    return fields.isEmpty()
        ? "nothing"
        : fields.stream().map(PartitionField::name).collect(Collectors.joining(", "));
  }

  private static String sql(Contract.Partition field) {
    return switch (field.transform()) {
      case YEAR, MONTH, DAY, HOUR -> field.transform().label() + "s(" + field.column() + ")";
      default -> field.toString();
    };
  }
}
