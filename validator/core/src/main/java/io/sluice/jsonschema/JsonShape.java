package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.jsonschema.Shape.Kind;
import io.sluice.jsonschema.Shape.Member;
import io.sluice.path.Path;
import io.sluice.type.DecimalType;
import io.sluice.type.Field;
import io.sluice.type.ListType;
import io.sluice.type.MapType;
import io.sluice.type.RecordType;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The types that a JSON Schema guarantees, for columns. Anything that it does not define is {@link
 * Scalar#JSON}, so that no data that passes the schema is lost.
 */
public final class JsonShape {

  private static final int DEEPEST = 32;

  /**
   * The size limit, because schemas that share parts can unfold to any size. Beyond it, values are
   * JSON.
   */
  private static final int MOST_PARTS = 5_000;

  private static final int MOST_DISAGREEMENTS = 100;

  /** The maximum number of kinds that a message lists. */
  private static final int MOST_NAMED = 3;

  private final List<Disagreement> disagreements = new ArrayList<>();
  private int parts;

  private JsonShape() {}

  /**
   * What a schema guarantees about whole documents.
   *
   * @param type the type, which is a record if documents are objects with declared members
   * @param isOpen whether documents can have members that the record does not have
   * @param former the type that was derived before tables recorded their columns
   * @param disagreements the reasons why places are JSON although each branch describes them
   */
  public record Document(Type type, boolean isOpen, Type former, List<Disagreement> disagreements) {

    /** The shape of a schema that does not need derivation. */
    public static Document of(Type type) {
      return new Document(type, false, type, List.of());
    }
  }

  /**
   * A place that branches of a schema describe in ways that no single column can store.
   *
   * @param path the path of the place in events
   * @param place the place in the schema: a document's name, empty for the schema itself, {@code
   *     #}, and a JSON pointer
   * @param message the branches and their differences
   */
  public record Disagreement(String path, String place, String message) {}

  /**
   * Reads the shape.
   *
   * @param references the texts of other schemas, by the names that this schema uses to refer to
   *     them
   */
  public static Document of(JsonNode schema, Map<String, String> references)
      throws UnusableJsonSchema {
    return of(schema, references, Draft.DRAFT_2020_12);
  }

  /**
   * Reads the shape.
   *
   * @param references the texts of other schemas, by the names that this schema uses to refer to
   *     them
   * @param otherwise the draft if {@code $schema} specifies none
   */
  public static Document of(JsonNode schema, Map<String, String> references, Draft otherwise)
      throws UnusableJsonSchema {
    SchemaSet set = new SchemaSet(schema, references, otherwise);
    return new JsonShape().document(new ShapeReader(set).root(), FormerShape.of(set));
  }

  private Document document(Shape shape, Type former) {
    boolean isObject = shape.kinds().keySet().equals(EnumSet.of(Kind.OBJECT));
    if (!isObject || shape.members().isEmpty()) {
      note("", shape);
      return new Document(Scalar.JSON, false, former, disagreements);
    }
    RecordType type = new RecordType("", shape.description(), fields(shape, "", 1));
    return new Document(type, !shape.rest().isNone(), former, disagreements);
  }

  private List<Field> fields(Shape shape, String path, int depth) {
    List<Field> fields = new ArrayList<>();
    for (Map.Entry<String, Member> entry : shape.members().entrySet()) {
      String name = entry.getKey();
      Shape member = entry.getValue().shape();
      fields.add(
          new Field(
              name,
              type(member, Path.child(path, name), depth + 1),
              isNullable(member) || !shape.required().contains(name),
              entry.getValue().description()));
    }
    return fields;
  }

  private static boolean isNullable(Shape shape) {
    return shape.has(Kind.NULL) || shape.isNothing();
  }

  private Type type(Shape shape, String path, int depth) {
    Set<Kind> kinds = shape.stored();
    if (depth > DEEPEST || ++parts > MOST_PARTS) {
      return Scalar.JSON;
    }
    if (kinds.size() != 1) {
      note(path, shape);
      return Scalar.JSON;
    }
    return switch (kinds.iterator().next()) {
      case STRING -> Scalar.STRING;
      case BOOLEAN -> Scalar.BOOLEAN;
      // where the schema itself speaks of integers beyond 64 bits
      case INTEGER -> shape.isHuge() ? new DecimalType(38, 0) : Scalar.LONG;
      case NUMBER -> Scalar.NUMBER;
      case ARRAY -> list(shape, path, depth);
      case OBJECT -> object(shape, path, depth);
      case NULL -> Scalar.JSON;
    };
  }

  private Type list(Shape shape, String path, int depth) {
    Shape element = shape.element();
    return element == null
        ? Scalar.JSON
        : new ListType(type(element, path + "[*]", depth + 1), isNullable(element));
  }

  private Type object(Shape shape, String path, int depth) {
    Shape rest = shape.rest().shape();
    if (shape.members().isEmpty()) {
      return rest == null || rest.isNothing()
          ? Scalar.JSON
          : new MapType(type(rest, path + "[*]", depth + 1), isNullable(rest));
    }
    if (shape.rest().isNone()) {
      return new RecordType("", shape.description(), fields(shape, path, depth));
    }
    String openedBy = shape.rest().openedBy();
    if (openedBy != null) {
      add(path, openedBy, "has members that " + openedBy + " does not list, but other branches do");
    }
    return Scalar.JSON;
  }

  /** Adds a note about the branches that disagree, if branches cause the disagreement. */
  private void note(String path, Shape shape) {
    Map<String, List<String>> byPlace = new LinkedHashMap<>();
    for (Kind kind : shape.stored()) {
      byPlace.computeIfAbsent(shape.kinds().get(kind), place -> new ArrayList<>()).add(kind.label);
    }
    if (byPlace.size() < 2) {
      return;
    }
    List<String> words = new ArrayList<>();
    byPlace.forEach(
        (place, kinds) ->
            words.add(
                (kinds.size() > MOST_NAMED ? "anything" : String.join(" or ", kinds))
                    + " at "
                    + place));
    add(path, byPlace.keySet().iterator().next(), "is " + String.join(", and ", words));
  }

  private void add(String path, String place, String message) {
    if (disagreements.size() < MOST_DISAGREEMENTS) {
      disagreements.add(new Disagreement(path, place, message));
    }
  }
}
