package io.sluice.jsonschema;

import io.sluice.jsonschema.Shape.Kind;
import io.sluice.jsonschema.Shape.Member;
import io.sluice.jsonschema.Shape.Rest;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The union and intersection of two shapes. The work is bounded, because shapes share parts. */
final class ShapeAlgebra {

  /** Enough for any schema written by people; a schema that grows without end stops here. */
  private static final int MOST_STEPS = 2_000_000;

  /**
   * The limit for one member, so that a member that grows without end does not affect the others.
   */
  private static final int MOST_STEPS_OF_A_MEMBER = 50_000;

  private int steps = MOST_STEPS;
  private int stepsOfMember = MOST_STEPS_OF_A_MEMBER;

  /** Takes a step; after the last step, anything is allowed. */
  boolean isSpent() {
    steps--;
    stepsOfMember--;
    return steps < 0 || stepsOfMember < 0;
  }

  /** Starts with a different member of the event. */
  void beginMember() {
    stepsOfMember = MOST_STEPS_OF_A_MEMBER;
  }

  /**
   * The values that at least one of two shapes allows.
   *
   * @param collects whether members that no keyword evaluates are rejected at the end, so that it
   *     matters which branch declares a member
   */
  Shape either(Shape one, Shape other, boolean collects) {
    if (one.isNothing() || other.isNothing()) {
      return one.isNothing() ? other : one;
    }
    if (isSpent()) {
      return Shape.unread(one.place());
    }
    Map<Kind, String> kinds = new EnumMap<>(Kind.class);
    kinds.putAll(other.kinds());
    kinds.putAll(one.kinds());
    Shape objects = one.has(Kind.OBJECT) ? one : other;
    Shape joined =
        new Shape(
            kinds,
            one.isVague() || other.isVague(),
            one.isHuge() || other.isHuge(),
            element(one, other, collects),
            objects.members(),
            objects.required(),
            objects.rest(),
            one.description() == null ? other.description() : one.description());
    return one.has(Kind.OBJECT) && other.has(Kind.OBJECT)
        ? objects(joined, one, other, collects)
        : joined;
  }

  private @Nullable Shape element(Shape one, Shape other, boolean collects) {
    if (!one.has(Kind.ARRAY) || !other.has(Kind.ARRAY)) {
      return one.has(Kind.ARRAY) ? one.element() : other.element();
    }
    Shape first = one.element();
    Shape second = other.element();
    return first == null || second == null ? null : either(first, second, collects);
  }

  private Shape objects(Shape joined, Shape one, Shape other, boolean collects) {
    Map<String, Member> members = new LinkedHashMap<>();
    for (String name : names(one, other)) {
      Member first = member(one, name, collects);
      Member second = member(other, name, collects);
      Shape shape = either(first.shape(), second.shape(), false);
      members.put(
          name,
          new Member(
              shape,
              collects ? either(first.alone(), second.alone(), false) : null,
              first.description() == null ? second.description() : first.description()));
    }
    Set<String> required = new HashSet<>(one.required());
    required.retainAll(other.required());
    return joined.withObject(members, required, rest(one, other));
  }

  private static Set<String> names(Shape one, Shape other) {
    Set<String> names = new LinkedHashSet<>(one.members().keySet());
    names.addAll(other.members().keySet());
    return names;
  }

  private static Member member(Shape shape, String name, boolean collects) {
    Member declared = shape.members().get(name);
    if (declared != null) {
      return declared;
    }
    Rest rest = shape.rest();
    if (rest.shape() != null) {
      return new Member(rest.shape(), null);
    }
    Shape anything = Shape.anything(shape.place());
    boolean isLacking = collects && !rest.isEvaluated();
    return new Member(anything, isLacking ? Shape.nothing() : null, null);
  }

  private Rest rest(Shape one, Shape other) {
    Rest first = one.rest();
    Rest second = other.rest();
    if (first.isNone() || second.isNone()) {
      Rest open = first.isNone() ? second : first;
      String place = first.isNone() ? other.place() : one.place();
      return open.isNone() || open.openedBy() != null
          ? open
          : new Rest(open.shape(), open.isEvaluated(), place);
    }
    boolean isEvaluated = first.isEvaluated() || second.isEvaluated();
    String openedBy = first.openedBy() == null ? second.openedBy() : first.openedBy();
    Shape shape =
        first.shape() == null || second.shape() == null
            ? null
            : either(first.shape(), second.shape(), false);
    return new Rest(shape, isEvaluated, openedBy);
  }

  /** The values that both shapes allow. */
  Shape both(Shape one, Shape other) {
    Shape exact = one.isVague() ? other : one;
    if (isSpent()) {
      return exact.rest().isNone() ? exact : exact.withRest(Rest.ALLOWED);
    }
    Map<Kind, String> kinds = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      if (one.has(kind) && other.has(kind)) {
        kinds.put(kind, exact.kinds().getOrDefault(kind, exact.place()));
      }
    }
    if (isNumberOfWholeValues(one, other) || isNumberOfWholeValues(other, one)) {
      // still a number to whoever reads the schema, and the next version may have a fraction
      kinds.put(Kind.NUMBER, exact.place());
    }
    Shape first = one.element();
    Shape second = other.element();
    Shape element = first == null || second == null ? (first == null ? second : first) : null;
    Shape shape =
        new Shape(
            kinds,
            one.isVague() && other.isVague(),
            one.isHuge() || other.isHuge(),
            first != null && second != null ? both(first, second) : element,
            Map.of(),
            Set.of(),
            Rest.OPEN,
            one.description() == null ? other.description() : one.description());
    return shape.has(Kind.OBJECT) ? objects(shape, one, other) : shape;
  }

  private static boolean isNumberOfWholeValues(Shape one, Shape other) {
    return one.has(Kind.NUMBER)
        && !one.has(Kind.INTEGER)
        && other.has(Kind.INTEGER)
        && !other.has(Kind.NUMBER);
  }

  private Shape objects(Shape shape, Shape one, Shape other) {
    Map<String, Member> members = new LinkedHashMap<>();
    for (String name : names(one, other)) {
      Member first = one.members().get(name);
      Member second = other.members().get(name);
      if (first != null && second != null) {
        String description =
            first.description() == null ? second.description() : first.description();
        members.put(name, both(first, second, description));
      } else {
        Member known = first == null ? second : first;
        Rest rest = first == null ? one.rest() : other.rest();
        if (known != null && !rest.isNone()) {
          Shape bound = rest.shape();
          members.put(
              name,
              bound == null ? known : both(known, new Member(bound, null), known.description()));
        }
      }
    }
    Set<String> required = new HashSet<>(one.required());
    required.addAll(other.required());
    return shape.withObject(members, required, bothRests(one.rest(), other.rest()));
  }

  private Member both(Member one, Member other, @Nullable String description) {
    Shape shape = both(one.shape(), other.shape());
    boolean isDeclared = one.undeclared() == null || other.undeclared() == null;
    return new Member(
        shape,
        isDeclared
            ? null
            : either(both(one.alone(), other.shape()), both(one.shape(), other.alone()), false),
        description);
  }

  private Rest bothRests(Rest one, Rest other) {
    if (one.isNone() || other.isNone()) {
      return Rest.NONE;
    }
    Shape first = one.shape();
    Shape second = other.shape();
    if (first != null && second != null) {
      return new Rest(both(first, second), true, null);
    }
    Shape known = first == null ? second : first;
    return new Rest(
        known,
        one.isEvaluated() || other.isEvaluated(),
        one.openedBy() == null ? other.openedBy() : one.openedBy());
  }
}
