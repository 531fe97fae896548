package io.sluice.finding;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.failure.Problem;
import io.sluice.path.Path;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The positions of the values and member names in a JSON file. */
public final class JsonPositions {

  private static final JsonFactory JSON = new JsonFactory();

  private final String file;
  private final Map<String, JsonLocation> values = new HashMap<>();
  private final Map<String, String> pointers = new HashMap<>();
  private final Map<String, JsonLocation> names = new HashMap<>();

  private final List<Problem> repeated = new ArrayList<>();

  private JsonPositions(String file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it is not JSON
   */
  public static JsonPositions of(String file, String text) throws IOException {
    JsonPositions positions = new JsonPositions(file);
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      positions.read(parser, "", "");
    }
    return positions;
  }

  /** A problem at a JSON pointer in a file, or at the syntax error if the file is not JSON. */
  public static Problem problem(String file, String text, String pointer, String message) {
    try {
      return of(file, text).atPointer(pointer, message);
    } catch (JsonProcessingException e) {
      return new JsonPositions(file).problem(e.getLocation(), message);
    } catch (IOException e) {
      throw new UncheckedIOException("a text is read without files", e);
    }
  }

  private void read(JsonParser parser, String path, String pointer) throws IOException {
    values.put(path, parser.currentTokenLocation());
    pointers.put(pointer, path);
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      Set<String> own = new HashSet<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        String member = Path.child(path, name);
        names.put(member, parser.currentTokenLocation());
        if (!own.add(name)) {
          repeated.add(
              atName(
                  member,
                  "'" + name + "' appears twice, and only the last one counts; remove one"));
        }
        parser.nextToken();
        read(parser, member, pointer + "/" + name.replace("~", "~0").replace("/", "~1"));
      }
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      int index = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        read(parser, Path.element(path, index), pointer + "/" + index);
        index++;
      }
    }
  }

  /** Member names that appear twice in their object. */
  public List<Problem> repeated() {
    return repeated;
  }

  /** A problem at a value. */
  public Problem at(String path, String message) {
    return problem(values.get(path), message);
  }

  /** A problem at the value of a JSON pointer. */
  public Problem atPointer(String pointer, String message) {
    return at(pointers.getOrDefault(pointer, ""), message);
  }

  /** A problem at the name of a member. */
  public Problem atName(String path, String message) {
    return problem(names.get(path), message);
  }

  private Problem problem(@Nullable JsonLocation place, String message) {
    return place == null
        ? new Problem(file, 1, 1, message)
        : new Problem(file, place.getLineNr(), place.getColumnNr(), message);
  }
}
