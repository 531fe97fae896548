package io.sluice.audit.value;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.path.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * Which column each field of an event is in, as the table itself says: by its property, or by the
 * comments of its columns where it is older than the property. One object for a table, and one for
 * each struct, list, and map in it.
 */
public final class FieldColumns {

  /** For what has no parts. */
  static final FieldColumns NONE = new FieldColumns("", MissingNode.getInstance());

  private static final String PROPERTY = "sluice.columns";
  private static final String KEY = "$key";
  private static final String WHOLE = "$";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern FOREIGN = Pattern.compile("[^\\p{L}\\p{Nd}_]");
  private static final Pattern COMMENT = Pattern.compile("(?s)field '(.*?)'(: .*)?");

  /** The path of the field that this is about. */
  private final String field;

  private final boolean isJson;

  /** Columns by the paths of their fields. */
  private final Map<String, String> columns = new HashMap<>();

  /** Paths of fields by their columns. */
  private final Map<String, String> fields = new HashMap<>();

  private final Map<String, FieldColumns> parts = new HashMap<>();

  private FieldColumns(String field, JsonNode entry) {
    this.field = field;
    this.isJson = entry.path("encoding").asText().equals("json");
  }

  /** Those of a table. */
  static FieldColumns of(Table table) {
    return of(table.schema().asStruct(), table.properties().get(PROPERTY));
  }

  /**
   * Those of a table.
   *
   * @param property that the table has, or null; comments speak where it is not JSON
   */
  static FieldColumns of(Types.StructType table, @Nullable String property) {
    FieldColumns all = new FieldColumns("", MissingNode.getInstance());
    all.add(table, "", property == null ? null : parse(property));
    return all;
  }

  /** Whether the table's property can be read, if it has one. */
  public static boolean isReadable(Table table) {
    String property = table.properties().get(PROPERTY);
    return property == null || parse(property) != null;
  }

  /** Null where it is not a JSON object, which {@link #isReadable} reports. */
  private static @Nullable JsonNode parse(String property) {
    try {
      JsonNode all = JSON.readTree(property);
      return all.isObject() ? all : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private void add(Types.StructType struct, String path, @Nullable JsonNode property) {
    for (Types.NestedField column : struct.fields()) {
      if (!path.isEmpty() || !Comparison.AUDIT.contains(column.name())) {
        add(column, path.isEmpty() ? column.name() : path + "." + column.name(), property);
      }
    }
  }

  private void add(Types.NestedField column, String path, @Nullable JsonNode property) {
    JsonNode entry = property == null ? MissingNode.getInstance() : property.path(path);
    String its = entry.path("field").textValue();
    if (its == null) {
      its = property == null ? commented(column) : Path.child(field, column.name());
    }
    columns.putIfAbsent(its, column.name());
    fields.put(column.name(), its);
    parts.put(column.name(), part(its, entry, column.type(), path, property));
  }

  private String commented(Types.NestedField column) {
    String comment = column.doc();
    if (comment == null) {
      return Path.child(field, column.name());
    }
    if (comment.equals("the record's key")) {
      return KEY;
    }
    var matcher = COMMENT.matcher(comment);
    return Path.child(field, matcher.matches() ? matcher.group(1) : column.name());
  }

  private static FieldColumns part(
      String field, JsonNode entry, Type type, String path, @Nullable JsonNode property) {
    FieldColumns part = new FieldColumns(field, entry);
    if (type.isStructType()) {
      part.add(type.asStructType(), path, property);
    } else if (type.isListType()) {
      part.addPart("element", type.asListType().elementType(), path, property);
    } else if (type.isMapType()) {
      part.addPart("value", type.asMapType().valueType(), path, property);
    }
    return part;
  }

  private void addPart(String name, Type type, String path, @Nullable JsonNode property) {
    String its = path + "." + name;
    JsonNode entry = property == null ? MissingNode.getInstance() : property.path(its);
    parts.put(name, part(field + "[*]", entry, type, its, property));
  }

  /** The column of a member; null where it has none. */
  @Nullable String of(String member) {
    String column = columns.get(Path.child(field, member));
    return column == null ? unclaimed(member) : column;
  }

  /** The column of events that are no records. */
  String whole() {
    return columns.getOrDefault(WHOLE, Comparison.WHOLE);
  }

  /**
   * The column of the record's key; null where there is none.
   *
   * @param wanted the name that the contract gives it
   */
  @Nullable String key(String wanted) {
    String first = plain(wanted);
    for (String name = first; fields.containsKey(name); name += "_") {
      if (KEY.equals(fields.get(name))) {
        return name;
      }
    }
    return unclaimed(wanted);
  }

  /** A column that was there before Sluice wrote to the table: its name is all there is. */
  private @Nullable String unclaimed(String member) {
    String name = plain(member);
    return Path.child(field, name).equals(fields.get(name)) ? name : null;
  }

  private static String plain(String member) {
    String plain = FOREIGN.matcher(member).replaceAll("_");
    return plain.isEmpty() || Character.isDigit(plain.codePointAt(0)) ? "_" + plain : plain;
  }

  /** What is in a column of this, or in its {@code element} or {@code value}. */
  FieldColumns in(String column) {
    return parts.getOrDefault(column, NONE);
  }

  /** Whether text in the column is JSON for sure. */
  boolean isJson() {
    return isJson;
  }
}
