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
 * The columns of an event's fields, from the table's property, or from the comments of its columns
 * if the table is older than the property. There is one object for a table, and one for each
 * struct, list, and map in it.
 */
public final class FieldColumns {

  /** The columns of a value without parts. */
  static final FieldColumns NONE = new FieldColumns("", Text.EITHER, true);

  private static final String PROPERTY = "sluice.columns";
  private static final String KEY = "$key";
  private static final String WHOLE = "$";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern FOREIGN = Pattern.compile("[^\\p{L}\\p{Nd}_]");
  private static final Pattern COMMENT = Pattern.compile("(?s)field '(.*?)'(: .*)?");

  /** The way a column stores text. */
  enum Text {
    /** As it is. */
    PLAIN,
    /** As JSON. */
    JSON,
    /** Either way, because some rows are older than the property. */
    EITHER
  }

  /** The path of the field with these columns. */
  private final String field;

  private final Text text;
  private final boolean isRecorded;

  /** The columns of members, by the name of the member. */
  private final Map<String, String> columns = new HashMap<>();

  /** The paths of fields, by column. */
  private final Map<String, String> fields = new HashMap<>();

  private final Map<String, FieldColumns> parts = new HashMap<>();

  private FieldColumns(String field, Text text, boolean isRecorded) {
    this.field = field;
    this.text = text;
    this.isRecorded = isRecorded;
  }

  /** The columns of a table. */
  static FieldColumns of(Table table) {
    return of(table.schema().asStruct(), table.properties().get(PROPERTY));
  }

  /**
   * The columns of a table.
   *
   * @param property the table's property, or null; if it is not JSON, the comments count
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

  /** The property, or null if it is not a JSON object, which {@link #isReadable} reports. */
  private static @Nullable JsonNode parse(String property) {
    try {
      JsonNode all = JSON.readTree(property);
      return all.isObject() ? all : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** Reads the columns of a table. */
  private static final class Reading {

    private final @Nullable JsonNode property;
    private final boolean isOlder;

    /**
     * Prepares the reading.
     *
     * @param property null if it is missing or cannot be read
     */
    Reading(@Nullable JsonNode property) {
      this.property = property;
      this.isOlder = property == null || isOlder(property);
    }

    /** Whether the table is older than the property. The property then also marks plain text. */
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

    /** The name of a member: the path of its field after the path of the enclosing field. */
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

  /** The column of a member; null if it has none. */
  @Nullable String of(String member) {
    String column = columns.get(member);
    return column == null ? unclaimed(member) : column;
  }

  /** The column of events that are not records. */
  String whole() {
    for (Map.Entry<String, String> column : fields.entrySet()) {
      if (column.getValue().equals(WHOLE)) {
        return column.getKey();
      }
    }
    return RecordComparison.WHOLE;
  }

  /**
   * The column of the record's key; null if there is none.
   *
   * @param wanted the column's name in the contract
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

  /** A column from before Sluice wrote to the table, which is known only by its name. */
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

  /** The columns within a column, or within {@code element} or {@code value}. */
  FieldColumns in(String column) {
    return parts.getOrDefault(column, NONE);
  }

  /** The way text is stored. */
  Text text() {
    return text;
  }
}
