package io.sluice.row;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.row.TableColumns.Encoding;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text of {@link TableColumns#PROPERTY}: an object with a member for each column whose name
 * differs from its field's name, or that does not store text unchanged, such as {@code
 * {"net_total":{"field":"net-total"},"extras":{"encoding":"json"}}}.
 */
final class ColumnsProperty {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ColumnsProperty() {}

  /**
   * The recorded data of a column.
   *
   * @param field the path of its field; null if the column has the same name
   * @param encoding null if text is plain and always was; {@link Encoding#PLAIN} if older rows may
   *     have a different encoding
   */
  record Entry(@Nullable String field, @Nullable Encoding encoding) {}

  static String write(Map<String, Entry> entries) {
    ObjectNode all = JSON.createObjectNode();
    entries.forEach(
        (path, entry) -> {
          ObjectNode one = all.putObject(path);
          if (entry.field() != null) {
            one.put("field", entry.field());
          }
          Encoding encoding = entry.encoding();
          if (encoding != null) {
            one.put("encoding", encoding.name().toLowerCase(Locale.ROOT));
          }
        });
    return all.toString();
  }

  static Map<String, Entry> read(String text) {
    Map<String, Entry> entries = new HashMap<>();
    for (Map.Entry<String, JsonNode> one : parse(text).properties()) {
      JsonNode entry = one.getValue();
      if (!entry.isObject() || !(entry.path("field").isTextual() || !entry.has("field"))) {
        throw damaged("the entry for '" + one.getKey() + "' does not specify a field");
      }
      entries.put(
          one.getKey(),
          new Entry(entry.path("field").textValue(), encoding(entry.path("encoding"))));
    }
    return entries;
  }

  private static JsonNode parse(String text) {
    try {
      JsonNode all = JSON.readTree(text);
      if (all.isObject()) {
        return all;
      }
      throw damaged("it is not a JSON object");
    } catch (JsonProcessingException e) {
      throw damaged("it is not JSON");
    }
  }

  private static @Nullable Encoding encoding(JsonNode name) {
    if (name.isMissingNode()) {
      return null;
    }
    for (Encoding encoding : Encoding.values()) {
      if (encoding.name().toLowerCase(Locale.ROOT).equals(name.asText())) {
        return encoding;
      }
    }
    throw damaged("'" + name.asText() + "' is not an encoding");
  }

  private static IllegalArgumentException damaged(String why) {
    return new IllegalArgumentException(
        "the property "
            + TableColumns.PROPERTY
            + " was edited manually and cannot be read: "
            + why
            + ". It maps each column to its field. Restore it from an older metadata file of the"
            + " table.");
  }
}
