package io.sluice.row;

import io.sluice.path.Path;
import io.sluice.type.Field;
import io.sluice.type.ListType;
import io.sluice.type.MapType;
import io.sluice.type.RecordType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the columns of one struct. A field keeps its existing column. A new column gets a name
 * that every SQL engine accepts without quotes: letters, digits, and underscores, not starting with
 * a digit, and unique regardless of case. Any other character becomes an underscore, and a taken
 * name gets an underscore at its end. If new fields compete for one name, the first in code point
 * order gets it, so that the field order of a schema does not matter.
 */
final class ColumnNames {

  private static final Comparator<Wish> BY_CODE_POINTS =
      Comparator.comparing(wish -> wish.order().codePoints().toArray(), Arrays::compare);

  /**
   * A field that needs a column.
   *
   * @param field the field's path
   * @param name the field's own name, from which the column name is derived
   * @param hasParts whether the column is a struct, a list, or a map
   */
  record Wish(String field, String name, boolean hasParts) {

    /**
     * The text to sort by. The key comes first, so that its column gets the name in the contract if
     * the table is new.
     */
    String order() {
      return field.equals(TableColumns.KEY) ? field : name;
    }

    /** The wish for a member of a struct whose field has the given path. */
    static Wish of(String around, Field field) {
      boolean hasParts =
          field.type() instanceof RecordType
              || field.type() instanceof ListType
              || field.type() instanceof MapType;
      return new Wish(Path.child(around, field.name()), field.name(), hasParts);
    }
  }

  private static final Set<String> SHORT = Set.of("element", "key", "value");

  private final TableColumns table;
  private final String around;

  /** The names chosen so far, in lower case. */
  private final Set<String> chosen = new HashSet<>();

  private final Map<Wish, String> names = new HashMap<>();

  private ColumnNames(TableColumns table, String around) {
    this.table = table;
    this.around = around;
  }

  /**
   * The names of columns, in the order of the wishes.
   *
   * @param around the path of the enclosing column, empty for columns of the table
   */
  static List<String> choose(List<Wish> wishes, TableColumns table, String around) {
    ColumnNames names = new ColumnNames(table, around);
    List<Wish> left = names.take(wishes, names::known);
    left = names.take(left, names::claimed);
    left.sort(BY_CODE_POINTS);
    names.take(left, names::added);
    List<String> all = new ArrayList<>();
    wishes.forEach(wish -> all.add(Objects.requireNonNull(names.names.get(wish))));
    return all;
  }

  private interface Choice {
    @Nullable String of(Wish wish);
  }

  /** Assigns columns to wishes and returns the wishes that have no column yet. */
  private List<Wish> take(List<Wish> wishes, Choice choice) {
    List<Wish> left = new ArrayList<>();
    for (Wish wish : wishes) {
      String name = choice.of(wish);
      if (name == null) {
        left.add(wish);
      } else {
        chosen.add(name.toLowerCase(Locale.ROOT));
        names.put(wish, name);
      }
    }
    return left;
  }

  private @Nullable String known(Wish wish) {
    if (!wish.field().equals(TableColumns.KEY)) {
      return table.column(around, wish.field());
    }
    // contracts may call the key's column what they like, each its own
    Predicate<String> isKey =
        name -> {
          TableColumns.Owner owner = table.owner(path(name));
          return owner != null && owner.field().equals(TableColumns.KEY);
        };
    for (String name = plain(wish.name()); isTaken(wish, name); name += "_") {
      if (isKey.test(name)) {
        return name;
      }
    }
    return null;
  }

  private @Nullable String claimed(Wish wish) {
    String name = plain(wish.name());
    boolean isFree = !chosen.contains(name.toLowerCase(Locale.ROOT));
    return isFree && table.mayClaim(path(name), wish.field()) ? name : null;
  }

  private String added(Wish wish) {
    String name = plain(wish.name());
    while (isTaken(wish, name)) {
      name += "_";
    }
    return name;
  }

  private String path(String name) {
    return around.isEmpty() ? name : around + "." + name;
  }

  private boolean isTaken(Wish wish, String name) {
    return (around.isEmpty() && AuditColumns.taken(name))
        || table.isTaken(around, name)
        || chosen.contains(name.toLowerCase(Locale.ROOT))
        || (wish.hasParts() && isShort(name));
  }

  /**
   * Whether Iceberg omits a name from paths. The parts of a column with this name would look like
   * parts of the enclosing column.
   */
  private boolean isShort(String name) {
    return (around.endsWith(".element") || around.endsWith(".value"))
        && SHORT.contains(name.toLowerCase(Locale.ROOT));
  }

  /** The name that a field would have without conflicts. */
  static String plain(String field) {
    StringBuilder plain = new StringBuilder();
    field.codePoints().forEach(c -> plain.appendCodePoint(Character.isLetterOrDigit(c) ? c : '_'));
    if (plain.isEmpty() || Character.isDigit(plain.codePointAt(0))) {
      plain.insert(0, '_');
    }
    return plain.toString();
  }

  /**
   * The comment of a column: the field's own name if it differs, and the documentation from the
   * schema.
   */
  static @Nullable String doc(Field field, String column) {
    String doc = field.doc();
    if (column.equals(field.name())) {
      return doc;
    }
    String origin = "field '" + field.name() + "'";
    return doc == null ? origin : origin + ": " + doc;
  }
}
