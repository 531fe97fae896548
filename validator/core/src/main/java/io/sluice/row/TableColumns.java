package io.sluice.row;

import io.sluice.path.Path;
import io.sluice.path.Step;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Maps each column of a table to its field and records whether its text is JSON. A column belongs
 * to one field permanently. The table property {@link #PROPERTY} gives every writer and the audit
 * the same mapping.
 *
 * <p>Paths of columns are names joined by dots, {@code element} for the elements of a list, {@code
 * value} for the values of a map. Paths of fields are those of events, with {@code [*]} for the
 * elements of a list or the values of a map.
 */
public final class TableColumns {

  /** The table property, whose text {@link ColumnsProperty} defines. */
  public static final String PROPERTY = "sluice.columns";

  /** Represents the record's key, in place of the path of a field. */
  public static final String KEY = "$key";

  /** Represents the whole event, in place of the path of a field. */
  public static final String WHOLE = "$";

  /** No table is known. */
  public static final TableColumns NONE = new Builder("{}", true).build();

  /** How a column stores text. */
  public enum Encoding {
    /** Unchanged, or the column does not store text. */
    PLAIN,
    /** As JSON. */
    JSON,
    /** The table is older than the property; the next row decides, and it is recorded. */
    UNKNOWN
  }

  /**
   * The field that a column stores.
   *
   * @param field its path
   * @param hasOwnName whether the column has the field's name
   */
  public record Owner(String field, boolean hasOwnName, Encoding encoding) {}

  private final boolean isRecorded;
  private final boolean isOurs;

  /** The owners, by column path. */
  private final Map<String, Owner> owners;

  /** The column names, by the path of the enclosing column and then by the path of the field. */
  private final Map<String, Map<String, String>> names;

  /** The names that are taken, in lower case, by the path of the enclosing column. */
  private final Map<String, Set<String>> taken;

  private final Map<String, ColumnsProperty.Entry> entries;

  private TableColumns(Builder builder) {
    this.isRecorded = builder.isRecorded;
    this.isOurs = builder.isOurs;
    this.owners = Map.copyOf(builder.owners);
    this.names = Map.copyOf(builder.names);
    this.taken = Map.copyOf(builder.taken);
    this.entries = Map.copyOf(builder.entries);
  }

  /** The name of a field's column; null if it has none. */
  @Nullable String column(String around, String field) {
    Map<String, String> known = names.get(around);
    return known == null ? null : known.get(field);
  }

  /** The owner of the column with a path; null if there is no such column. */
  @Nullable Owner owner(String column) {
    return owners.get(column);
  }

  /** Whether a column or a partition already has a name, ignoring case. */
  boolean isTaken(String around, String name) {
    Set<String> known = taken.get(around);
    return known != null && known.contains(name.toLowerCase(Locale.ROOT));
  }

  /**
   * Whether a field can use a column that is older than the property. Only the column's name
   * suggests a different field.
   */
  boolean mayClaim(String column, String field) {
    Owner owner = owners.get(column);
    return !isRecorded
        && owner != null
        && owner.hasOwnName()
        && (!isOurs || field.equals(WHOLE) || field.equals(KEY));
  }

  /**
   * The text of the property after a table gets the columns of a layout.
   *
   * @param columns the paths of the columns that the table then has and that store the layout's
   *     values
   */
  public String property(RowLayout layout, Set<String> columns) {
    Map<String, ColumnsProperty.Entry> all = new TreeMap<>(entries);
    layout
        .owners()
        .forEach(
            (path, owner) -> {
              if (columns.contains(path)) {
                ColumnsProperty.Entry was = all.remove(path);
                String field = owner.hasOwnName() ? null : owner.field();
                boolean isOld = was != null && was.encoding() != null;
                Encoding encoding =
                    isOld || owner.encoding() == Encoding.JSON ? owner.encoding() : null;
                if (field != null || encoding != null) {
                  all.put(path, new ColumnsProperty.Entry(field, encoding));
                }
              }
            });
    return ColumnsProperty.write(all);
  }

  /** The same columns, after a table also gets the columns of a layout. */
  public TableColumns with(RowLayout layout) {
    Builder all = new Builder(property(layout, layout.owners().keySet()), true);
    all.owners.putAll(owners);
    all.owners.putAll(layout.owners());
    all.owners.forEach(
        (path, owner) -> {
          int end = path.lastIndexOf('.');
          String around = end < 0 ? "" : path.substring(0, end);
          all.name(around, owner.field(), path.substring(end + 1));
        });
    return all.build();
  }

  /** Every column with its owner, by column path. */
  public Map<String, Owner> owners() {
    return owners;
  }

  /** The path that a column would have without name conflicts. */
  public String wanted(String column) {
    Owner owner = owners.get(column);
    if (owner == null || owner.hasOwnName() || owner.field().equals(WHOLE)) {
      return column;
    }
    boolean isInWhole = owner.field().startsWith(WHOLE) && !owner.field().startsWith(KEY);
    List<Step> steps =
        Path.parse(isInWhole ? owner.field().substring(WHOLE.length()) : owner.field()).steps();
    boolean isNamed = !steps.isEmpty() && steps.get(steps.size() - 1) instanceof Step.Name;
    if (!isNamed) {
      return column;
    }
    String name = ColumnNames.plain(((Step.Name) steps.get(steps.size() - 1)).name());
    return column.substring(0, column.lastIndexOf('.') + 1) + name;
  }

  /** Collects the columns of a table: first the current columns, then the former columns. */
  public static final class Builder {

    private static final String COMMENT = "field '";

    private final boolean isRecorded;
    private final boolean isOurs;
    private final Map<String, ColumnsProperty.Entry> entries = new HashMap<>();
    private final Map<String, Owner> owners = new HashMap<>();
    private final Map<String, Map<String, String>> names = new HashMap<>();
    private final Map<String, Set<String>> taken = new HashMap<>();

    /**
     * Creates a builder.
     *
     * @param property the table's property, or null if it has none
     * @param isOurs whether Sluice created the table
     * @throws IllegalArgumentException if the property is not in the format of {@link
     *     ColumnsProperty}
     */
    public Builder(@Nullable String property, boolean isOurs) {
      this.isRecorded = property != null;
      this.isOurs = isOurs;
      if (property != null) {
        entries.putAll(ColumnsProperty.read(property));
      }
    }

    /**
     * Reserves a name, so that no column of the table gets it.
     *
     * @return the name
     */
    public String reserve(String name) {
      take("", name);
      return name;
    }

    private void take(String around, String name) {
      taken.computeIfAbsent(around, any -> new HashSet<>()).add(name.toLowerCase(Locale.ROOT));
    }

    private void name(String around, String field, String name) {
      take(around, name);
      names.computeIfAbsent(around, any -> new HashMap<>()).putIfAbsent(field, name);
    }

    /**
     * Adds a column.
     *
     * @param around the path of the enclosing column, empty for a column of the table
     * @param aroundField the path of the enclosing column's field
     * @param isText whether the column stores text
     * @param comment the column's, or null
     * @return the path of the column's field
     */
    public String column(
        String around, String aroundField, String name, boolean isText, @Nullable String comment) {
      if (around.isEmpty() && AuditColumns.taken(name)) {
        return reserve(name);
      }
      String path = around.isEmpty() ? name : around + "." + name;
      Owner known = owners.get(path);
      if (known != null) {
        return known.field();
      }
      ColumnsProperty.Entry entry = entries.get(path);
      String own = Path.child(aroundField, name);
      String field = entry == null ? null : entry.field();
      if (field == null) {
        field = isRecorded ? own : commented(aroundField, name, comment, own);
      }
      name(around, field, name);
      put(path, field, field.equals(own), isText);
      return field;
    }

    /** Adds the elements of a list or the values of a map. */
    public void part(String path, String field, boolean isText) {
      put(path, field, true, isText);
    }

    private void put(String path, String field, boolean hasOwnName, boolean isText) {
      if (owners.containsKey(path)) {
        return;
      }
      ColumnsProperty.Entry entry = entries.get(path);
      Encoding encoding = entry == null ? null : entry.encoding();
      if (!isRecorded) {
        encoding = isText ? Encoding.UNKNOWN : null;
        if (!hasOwnName || isText) {
          entries.put(path, new ColumnsProperty.Entry(hasOwnName ? null : field, encoding));
        }
      }
      Encoding kept = encoding == null || !isText ? Encoding.PLAIN : encoding;
      owners.put(path, new Owner(field, hasOwnName, kept));
    }

    /** Reads the path of a field from a comment in the format of {@link ColumnNames#doc}. */
    private static String commented(
        String aroundField, String column, @Nullable String comment, String otherwise) {
      if (comment == null) {
        return otherwise;
      }
      if (comment.equals(RowMapper.KEY_COMMENT)) {
        return KEY;
      }
      if (!comment.startsWith(COMMENT)) {
        return otherwise;
      }
      int end = comment.indexOf("': ");
      if (end < 0 && comment.endsWith("'")) {
        end = comment.length() - 1;
      }
      if (end < COMMENT.length()) {
        return otherwise;
      }
      String field = comment.substring(COMMENT.length(), end);
      boolean isOurs = column.matches(Pattern.quote(ColumnNames.plain(field)) + "_*");
      return isOurs ? Path.child(aroundField, field) : otherwise;
    }

    public TableColumns build() {
      return new TableColumns(this);
    }
  }
}
