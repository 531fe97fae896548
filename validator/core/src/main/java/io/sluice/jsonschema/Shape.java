package io.sluice.jsonschema;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values that a schema allows, as far as they matter for columns. It can allow more values than
 * the schema, but never fewer.
 *
 * @param kinds the kinds of values, each with a place in the schema that allows it
 * @param isVague whether all kinds are allowed because the schema does not restrict them
 * @param isHuge whether the schema mentions integers beyond 64 bits
 * @param element the element of arrays; null if the schema does not describe it
 * @param members the members of objects, in the order of the schema
 * @param required the members that every object has
 * @param rest the other members of objects
 * @param description the description in the schema
 */
record Shape(
    Map<Kind, String> kinds,
    boolean isVague,
    boolean isHuge,
    @Nullable Shape element,
    Map<String, Member> members,
    Set<String> required,
    Rest rest,
    @Nullable String description) {

  /** Kinds of values. With {@link #NUMBER}, whole numbers are allowed too. */
  enum Kind {
    NULL("null"),
    BOOLEAN("a boolean"),
    INTEGER("an integer"),
    NUMBER("a number"),
    STRING("a string"),
    ARRAY("an array"),
    OBJECT("an object");

    /** The name in messages. */
    final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The kind for a name in {@code type}; null if the name is unknown. */
    static @Nullable Kind of(String type) {
      for (Kind kind : values()) {
        if (kind.name().toLowerCase(Locale.ROOT).equals(type)) {
          return kind;
        }
      }
      return null;
    }
  }

  /**
   * A member that a schema declares.
   *
   * @param shape the values that the schema allows
   * @param undeclared the same for a member that only some branches declare, if undeclared members
   *     are rejected; null if it is always declared
   */
  record Member(Shape shape, @Nullable Shape undeclared, @Nullable String description) {

    Member(Shape shape, @Nullable String description) {
      this(shape, null, description);
    }

    /** The values that are allowed if nothing else declares the member. */
    Shape alone() {
      return undeclared == null ? shape : undeclared;
    }
  }

  /**
   * Members that a schema does not declare.
   *
   * @param shape null if the schema does not describe them
   * @param isEvaluated whether a keyword allows them, so that {@code unevaluatedProperties} does
   *     not see them
   * @param openedBy a branch that leaves them open although a different branch does not, or null
   */
  record Rest(@Nullable Shape shape, boolean isEvaluated, @Nullable String openedBy) {

    /** The schema does not describe them. */
    static final Rest OPEN = new Rest(null, false, null);

    /** They are allowed, at least those with certain names. */
    static final Rest ALLOWED = new Rest(null, true, null);

    /** There are none. */
    static final Rest NONE = new Rest(nothing(), true, null);

    boolean isNone() {
      return shape != null && shape.isNothing();
    }
  }

  /** The shape of a schema without restrictions. */
  static Shape anything(String place) {
    return new Shape(
        kinds(EnumSet.allOf(Kind.class), place),
        true,
        false,
        null,
        Map.of(),
        Set.of(),
        Rest.OPEN,
        null);
  }

  /** The shape of a schema that is not read to its end. */
  static Shape unread(String place) {
    return anything(place).withRest(Rest.ALLOWED);
  }

  static Shape nothing() {
    return new Shape(Map.of(), false, false, null, Map.of(), Set.of(), Rest.OPEN, null);
  }

  /** Values of some kinds without other restrictions. */
  static Shape of(Set<Kind> kinds, String place, boolean isHuge) {
    return new Shape(kinds(kinds, place), false, isHuge, null, Map.of(), Set.of(), Rest.OPEN, null);
  }

  private static Map<Kind, String> kinds(Set<Kind> kinds, String place) {
    Map<Kind, String> all = new EnumMap<>(Kind.class);
    kinds.forEach(kind -> all.put(kind, place));
    return all;
  }

  boolean isNothing() {
    return kinds.isEmpty();
  }

  boolean has(Kind kind) {
    return kinds.containsKey(kind);
  }

  /** The kinds that need a column. */
  Set<Kind> stored() {
    EnumSet<Kind> stored = EnumSet.noneOf(Kind.class);
    stored.addAll(kinds.keySet());
    stored.remove(Kind.NULL);
    if (stored.contains(Kind.NUMBER)) {
      stored.remove(Kind.INTEGER);
    }
    return stored;
  }

  /** A place that allows it. */
  String place() {
    return kinds.isEmpty() ? "" : kinds.values().iterator().next();
  }

  /** The same shape, as if a single place allowed all kinds. */
  Shape at(String place) {
    return new Shape(
        kinds(kinds.keySet(), place),
        isVague,
        isHuge,
        element,
        members,
        required,
        rest,
        description);
  }

  Shape withHuge(boolean huge) {
    return new Shape(kinds, isVague, huge, element, members, required, rest, description);
  }

  Shape withElement(@Nullable Shape known) {
    return new Shape(kinds, isVague, isHuge, known, members, required, rest, description);
  }

  Shape withObject(Map<String, Member> known, Set<String> names, Rest others) {
    return new Shape(kinds, isVague, isHuge, element, known, names, others, description);
  }

  Shape withRest(Rest others) {
    return new Shape(kinds, isVague, isHuge, element, members, required, others, description);
  }

  /** The same shape, but members that no keyword evaluates are rejected. */
  Shape closed() {
    Map<String, Member> alone = new LinkedHashMap<>();
    members.forEach(
        (name, member) -> alone.put(name, new Member(member.alone(), member.description())));
    return withObject(alone, required, Rest.NONE);
  }

  Shape withDescription(@Nullable String text) {
    return new Shape(kinds, isVague, isHuge, element, members, required, rest, text);
  }
}
