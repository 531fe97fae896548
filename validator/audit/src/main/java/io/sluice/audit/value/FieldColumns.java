package io.sluice.audit.value;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.path.Path;
import io.sluice.path.Step;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
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
  static final FieldColumns NONE = new FieldColumns("", Text.EITHER, true);

  private static final String PROPERTY = "sluice.columns";
  private static final String KEY = "$key";
  private static final String WHOLE = "$";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern FOREIGN = Pattern.compile("[^\\p{L}\\p{Nd}_]");
  private static final Pattern COMMENT = Pattern.compile("(?s)field '(.*?)'(: .*)?");

  /** How a column keeps text. */
  enum Text {
    /** As it is. */
    PLAIN,
    /** As JSON. */
    JSON,
    /** One way or the other: some rows are older than what the table says. */
    EITHER
  }

  /** The path of the field that this is about. */
  private final String field;

  private final Text text;
  private final boolean isRecorded;

  /** Columns by the names of members, as far as they are for members. */
  private final Map<String, String> columns = new HashMap<>();

  /** Paths of fields by their columns. */
  private final Map<String, String> fields = new HashMap<>();

  private final Map<String, FieldColumns> parts = new HashMap<>();

  private FieldColumns(String field, Text text, boolean isRecorded) {
    this.field = field;
    this.text = text;
    this.isRecorded = isRecorded;
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
    JsonNode recorded = property == null ? null : parse(property);
    FieldColumns all = new FieldColumns("", Text.EITHER, recorded != null);
    new Reading(recorded).add(all, table, "");
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

  /** Goes through the columns of a table. */
  private static final class Reading {

    private final @Nullable JsonNode property;
    private final boolean isOlder;

    /**
     * @param property null where there is none that can be read
     */
    Reading(@Nullable JsonNode property) {
      this.property = property;
      this.isOlder = property == null || isOlder(property);
    }

    /** Whether the table was there before the property: then it says of plain text that it is. */
    private static boolean isOlder(JsonNode property) {
      for (JsonNode entry : property) {
        String encoding = entry.path("encoding").asText();
        if (encoding.equals("plain") || encoding.equals("unknown")) {
          return true;
        }
      }
      return false;
    }

    private JsonNode entry(String path) {
      return property == null ? MissingNode.getInstance() : property.path(path);
    }

    void add(FieldColumns to, Types.StructType struct, String path) {
      for (Types.NestedField column : struct.fields()) {
        String name = column.name();
        if (!path.isEmpty() || !RecordComparison.AUDIT.contains(name)) {
          String its = path.isEmpty() ? name : path + "." + name;
          String field = entry(its).path("field").textValue();
          if (field == null) {
            field = property == null ? commented(to, column) : Path.child(to.field, name);
          }
          to.fields.put(name, field);
          if (!field.equals(KEY) && !field.equals(WHOLE)) {
            to.columns.putIfAbsent(member(to.field, field), name);
          }
          to.parts.put(name, part(field, column.type(), its));
        }
      }
    }

    /** The name of a member, as the path of its field has it after that of the field around. */
    private static String member(String around, String path) {
      String rest = path.startsWith(around) ? path.substring(around.length()) : path;
      List<Step> steps = Path.parse(rest.startsWith(".") ? rest.substring(1) : rest).steps();
      return steps.get(steps.size() - 1) instanceof Step.Name name ? name.name() : path;
    }

    private static String commented(FieldColumns around, Types.NestedField column) {
      String own = Path.child(around.field, column.name());
      String comment = column.doc();
      if (comment == null) {
        return own;
      }
      if (comment.equals("the record's key")) {
        return KEY;
      }
      Matcher matcher = COMMENT.matcher(comment);
      boolean isOurs =
          matcher.matches() && column.name().matches(Pattern.quote(plain(matcher.group(1))) + "_*");
      return isOurs ? Path.child(around.field, matcher.group(1)) : own;
    }

    private FieldColumns part(String field, Type type, String path) {
      boolean isJson = entry(path).path("encoding").asText().equals("json");
      Text text = isOlder ? Text.EITHER : isJson ? Text.JSON : Text.PLAIN;
      FieldColumns part = new FieldColumns(field, text, property != null);
      if (type.isStructType()) {
        add(part, type.asStructType(), path);
      } else if (type.isListType()) {
        Type element = type.asListType().elementType();
        part.parts.put("element", part(field + "[*]", element, path + ".element"));
      } else if (type.isMapType()) {
        Type value = type.asMapType().valueType();
        part.parts.put("value", part(field + "[*]", value, path + ".value"));
      }
      return part;
    }
  }

  /** The column of a member; null where it has none. */
  @Nullable String of(String member) {
    String column = columns.get(member);
    return column == null ? unclaimed(member) : column;
  }

  /** The column of events that are no records. */
  String whole() {
    for (Map.Entry<String, String> column : fields.entrySet()) {
      if (column.getValue().equals(WHOLE)) {
        return column.getKey();
      }
    }
    return RecordComparison.WHOLE;
  }

  /**
   * The column of the record's key; null where there is none.
   *
   * @param wanted the name that the contract gives it
   */
  @Nullable String key(String wanted) {
    Pattern name = Pattern.compile(Pattern.quote(plain(wanted)) + "_*");
    return fields.entrySet().stream()
        .filter(column -> column.getValue().equals(KEY))
        .map(Map.Entry::getKey)
        .filter(column -> name.matcher(column).matches())
        .min(Comparator.comparing(String::length))
        .orElse(unclaimed(wanted));
  }

  /** A column that was there before Sluice wrote to the table: its name is all there is. */
  private @Nullable String unclaimed(String member) {
    if (isRecorded) {
      return null;
    }
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

  /** How text is kept. */
  Text text() {
    return text;
  }
}
