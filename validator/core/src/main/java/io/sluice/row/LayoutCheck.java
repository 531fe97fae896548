package io.sluice.row;

import io.sluice.contract.Contract;
import io.sluice.contract.Contract.Transform;
import io.sluice.failure.FilePlace;
import io.sluice.failure.Problem;
import io.sluice.failure.Suggestion;
import io.sluice.type.DecimalType;
import io.sluice.type.Field;
import io.sluice.type.FixedType;
import io.sluice.type.ListType;
import io.sluice.type.MapType;
import io.sluice.type.RecordType;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether a table can have the layout of its contract.
 *
 * @see <a href="https://iceberg.apache.org/spec/#partition-transforms">Iceberg's table
 *     specification, Partition Transforms</a>
 */
public final class LayoutCheck {

  private final RecordType columns;
  private final List<Problem> problems = new ArrayList<>();

  private final @Nullable String unknown;

  private LayoutCheck(RecordType columns, @Nullable String unknown) {
    this.columns = columns;
    this.unknown = unknown;
  }

  /**
   * Why a table cannot be created, with each problem at its position in the contract.
   *
   * @param columns the columns of the table
   * @param unknown a column whose type is not known, so that everything is allowed; or null
   */
  public static List<Problem> problems(
      Contract.Table table, RecordType columns, @Nullable String unknown) {
    LayoutCheck check = new LayoutCheck(columns, unknown);
    Set<String> names = new HashSet<>();
    Set<String> times = new HashSet<>();
    for (Contract.Partition partition : table.partitionBy()) {
      check.partition(partition, names, times);
    }
    for (Contract.Sort sort : table.sortBy()) {
      Type type = check.requireColumn(sort.place(), sort.column());
      if (type != null && !isSingle(type)) {
        check.add(
            sort.place(), "rows cannot be sorted by '" + sort.column() + "', which is " + a(type));
      }
    }
    return check.problems;
  }

  private void add(FilePlace place, String message) {
    problems.add(place.at(message));
  }

  private void partition(Contract.Partition partition, Set<String> names, Set<String> times) {
    String column = partition.column();
    Type type = requireColumn(partition.place(), column);
    if (type == null) {
      return;
    }
    String wanted = fit(partition.transform(), type);
    if (wanted != null) {
      add(
          partition.place(),
          "'" + partition + "' requires " + wanted + ", but '" + column + "' is " + a(type));
      return;
    }
    if (isOfTime(partition.transform()) && !times.add(column)) {
      add(
          partition.place(),
          "'"
              + partition
              + "' is redundant with another time partition on '"
              + column
              + "'; keep one");
      return;
    }
    String name = name(partition);
    if (!names.add(name)) {
      add(
          partition.place(),
          "'" + partition + "' creates a second partition field named '" + name + "'; remove one");
    } else if (partition.transform() != Transform.IDENTITY && find(name) != null) {
      add(
          partition.place(),
          "'"
              + partition
              + "' creates a partition field named '"
              + name
              + "', but a column already has that name");
    }
  }

  /** The type of a column; null if there is none. */
  private @Nullable Type find(String column) {
    Type at = columns;
    for (String name : column.split("\\.", -1)) {
      if (!(at instanceof RecordType record) || record.position(name) < 0) {
        return null;
      }
      at = record.fields().get(record.position(name)).type();
    }
    return at;
  }

  /** The type of a column; null if it is not known, or after reporting that there is none. */
  private @Nullable Type requireColumn(FilePlace place, String column) {
    Type at = columns;
    if (unknown != null && (column.equals(unknown) || column.startsWith(unknown + "."))) {
      return null;
    }
    for (String name : column.split("\\.", -1)) {
      if (!(at instanceof RecordType record) || record.position(name) < 0) {
        List<String> known =
            at instanceof RecordType record
                ? record.fields().stream().map(Field::name).toList()
                : List.of();
        add(place, "there is no column '" + column + "'" + Suggestion.among(name, known));
        return null;
      }
      at = record.fields().get(record.position(name)).type();
    }
    return at;
  }

  private static boolean isSingle(Type type) {
    return !(type instanceof RecordType || type instanceof ListType || type instanceof MapType);
  }

  private static boolean isOfTime(Transform transform) {
    return switch (transform) {
      case YEAR, MONTH, DAY, HOUR -> true;
      default -> false;
    };
  }

  /** The kind of column that a transform requires; null if the column has it. */
  private static @Nullable String fit(Transform transform, Type type) {
    boolean isTimestamp = type instanceof Scalar scalar && scalar.isTimestamp();
    boolean isDate = type == Scalar.DATE;
    boolean isWhole = type == Scalar.INT || type == Scalar.LONG;
    boolean isText = type == Scalar.STRING || type == Scalar.BYTES;
    boolean isFit =
        switch (transform) {
          case IDENTITY -> isSingle(type);
          case YEAR, MONTH, DAY -> isTimestamp || isDate;
          case HOUR -> isTimestamp;
          case TRUNCATE -> isWhole || isText || type instanceof DecimalType;
          case BUCKET ->
              isWhole
                  || isText
                  || isTimestamp
                  || isDate
                  || type instanceof DecimalType
                  || type instanceof FixedType;
        };
    return isFit
        ? null
        : switch (transform) {
          case IDENTITY -> "a primitive column";
          case YEAR, MONTH, DAY -> "a date or a timestamp";
          case HOUR -> "a timestamp";
          case TRUNCATE -> "an integer, a decimal, a string, or bytes";
          case BUCKET -> "an integer, a decimal, a date, a timestamp, a string, or bytes";
        };
  }

  private static String a(Type type) {
    String words = type.describe();
    return (words.matches("[aeiou].*") ? "an " : "a ") + words;
  }

  /** Iceberg's name for a partition field. */
  private static String name(Contract.Partition partition) {
    return partition.column()
        + switch (partition.transform()) {
          case IDENTITY -> "";
          case TRUNCATE -> "_trunc";
          default -> "_" + partition.transform().label();
        };
  }
}
