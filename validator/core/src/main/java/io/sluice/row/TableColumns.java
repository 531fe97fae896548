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
 * Maps each column of a table to its field, and records whether its text is JSON. A column belongs
 * to one field permanently. The table property {@link #PROPERTY} gives every writer and the audit
 * the same mapping.
 *
 * <p>Paths of columns are names joined by dots, {@code element} for what is in a list, {@code
 * value} for what is in a map. Paths of fields are those of events, with {@code [*]} for what is in
 * a list or a map.
 */
public final class TableColumns {

  /** The table property; its text is that of {@link ColumnsProperty}. */
  public static final String PROPERTY = "sluice.columns";

  /** Stands for the record's key where others have the path of a field. */
  public static final String KEY = "$key";

  /** Stands for the whole event where others have the path of a field. */
  public static final String WHOLE = "$";

  /** No table is known. */
  public static final TableColumns NONE = new Builder("{}", true).build();

  /** How a column stores text. */
  public enum Encoding {
    /** As it is, or the column is none of text. */
    PLAIN,
    /** As JSON. */
    JSON,
    /** The table is older than the property; the next row decides, and it is recorded. */
    UNKNOWN
  }

  /**
   * What a column is for.
   *
   * @param field its path
   * @param hasOwnName whether the column is named as the field
   */
  public record Owner(String field, boolean hasOwnName, Encoding encoding) {}

  private final boolean isRecorded;
  private final boolean isOurs;

  /** By the column's path. */
  private final Map<String, Owner> owners;

  /** By the path of the column around, then by the path of the field. */
  private final Map<String, Map<String, String>> names;

  /** In lower case, by the path of the column around. */
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

  /** What the column of that path is for; null if there is no such column. */
  @Nullable Owner owner(String column) {
    return owners.get(column);
  }

  /** Whether a column, or a partition, has a name already, in whatever case of letters. */
  boolean isTaken(String around, String name) {
    Set<String> known = taken.get(around);
    return known != null && known.contains(name.toLowerCase(Locale.ROOT));
  }

  /**
   * Whether a field may have a column that was there before anything was recorded, as its name is
   * all that speaks for another field.
   */
  boolean mayClaim(String column, String field) {
    Owner owner = owners.get(column);
    return !isRecorded
        && owner != null
        && owner.hasOwnName()
        && (!isOurs || field.equals(WHOLE) || field.equals(KEY));
  }

  /**
   * The text of the property, once a table has the columns of a layout.
   *
   * @param columns paths of the columns that the table has then, and that take the layout's values
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

  /** The same, once a table has the columns of a layout, too. */
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

  /** Every column and what it is for, by its path. */
  public Map<String, Owner> owners() {
    return owners;
  }

  /** The path that a column would have if its field were alone. */
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

  /** Collects the columns of a table: those that it has first, then those that it had once. */
  public static final class Builder {

    private static final String COMMENT = "field '";

    private final boolean isRecorded;
    private final boolean isOurs;
    private final Map<String, ColumnsProperty.Entry> entries = new HashMap<>();
    private final Map<String, Owner> owners = new HashMap<>();
    private final Map<String, Map<String, String>> names = new HashMap<>();
    private final Map<String, Set<String>> taken = new HashMap<>();

    /**
     * Begins.
     *
     * @param property of the table, or null if it has none
     * @param isOurs whether the table was made by Sluice
     * @throws IllegalArgumentException if the property is not as {@link ColumnsProperty} writes it
     */
    public Builder(@Nullable String property, boolean isOurs) {
      this.isRecorded = property != null;
      this.isOurs = isOurs;
      if (property != null) {
        entries.putAll(ColumnsProperty.read(property));
      }
    }

    /**
     * Keeps a name from being taken by a column of the table.
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
     * @param around path of the column around, empty for a column of the table
     * @param aroundField the path of the field that the column around is for
     * @param isText whether the column is of text
     * @param comment the column's, or null
     * @return the path of the field that the column is for
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

    /** Adds what is in a list or a map. */
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

    /** As {@link ColumnNames#doc} writes it. */
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
