package io.sluice.lint;

import io.sluice.contract.Contract;
import io.sluice.failure.Problem;
import io.sluice.finding.JsonPositions;
import io.sluice.jsonschema.JsonShape;
import io.sluice.jsonschema.JsonShape.Disagreement;
import io.sluice.language.SchemaFolder.Version;
import io.sluice.limit.Limits;
import io.sluice.row.RowMapper;
import io.sluice.row.TableColumns;
import io.sluice.row.TableColumns.Owner;
import io.sluice.type.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Notes for authors about the columns of their events. */
final class ColumnLint {

  private ColumnLint() {}

  /** Places that are stored as JSON text because branches of the schema disagree. */
  static List<Problem> disagreements(Version version, JsonShape.Document shape) {
    if (shape.disagreements().isEmpty()) {
      return List.of();
    }
    try {
      JsonPositions positions = JsonPositions.of(version.file().toString(), version.text().text());
      // a part that many places refer to is reported once
      Map<String, List<Disagreement>> byPlace =
          shape.disagreements().stream()
              .collect(
                  Collectors.groupingBy(
                      one -> one.place() + one.message(), LinkedHashMap::new, Collectors.toList()));
      List<Problem> problems = new ArrayList<>();
      for (List<Disagreement> same : byPlace.values()) {
        Disagreement one = same.get(0);
        String pointer = one.place().startsWith("#") ? one.place().substring(1) : "";
        String what = one.path().isEmpty() ? "the event" : "'" + one.path() + "'";
        problems.add(
            positions.atPointer(
                pointer, what + " " + one.message() + "; its column is JSON text" + more(same)));
      }
      return problems;
    } catch (IOException e) {
      throw new IllegalStateException("compiled, but not JSON: " + version.file(), e);
    }
  }

  private static String more(List<Disagreement> same) {
    int others = same.size() - 1;
    return others == 0
        ? ""
        : " (the same applies to " + others + " other place" + (others == 1 ? "" : "s") + ")";
  }

  /**
   * Fields that compete for one column.
   *
   * @param shapes the shapes of all versions, oldest first, in the order in which a table follows
   *     them
   */
  static List<Problem> collisions(Contract contract, List<JsonShape.Document> shapes, Type key) {
    TableColumns table = TableColumns.NONE;
    for (JsonShape.Document shape : shapes) {
      table = table.with(RowMapper.layout(contract, shape, key, table, Limits.DEFAULT));
    }
    List<Problem> problems = new ArrayList<>();
    for (Map.Entry<String, Owner> column : new TreeMap<>(table.owners()).entrySet()) {
      String path = column.getKey();
      String field = column.getValue().field();
      String wanted = table.wanted(path);
      if (!wanted.equals(path)) {
        String holder = holder(table, wanted);
        problems.add(
            new Problem(
                contract.file(),
                1,
                1,
                "the column for '"
                    + field
                    + "' is '"
                    + path
                    + "', because '"
                    + wanted
                    + (holder == null
                        ? "' is reserved by Sluice or Iceberg"
                        : "' is the column for '" + holder + "'")));
      }
    }
    return problems;
  }

  /** The field whose column has the given name, ignoring case; null if there is none. */
  private static @Nullable String holder(TableColumns table, String wanted) {
    return table.owners().entrySet().stream()
        .filter(column -> column.getKey().equalsIgnoreCase(wanted))
        .map(column -> column.getValue().field())
        .findFirst()
        .orElse(null);
  }
}
