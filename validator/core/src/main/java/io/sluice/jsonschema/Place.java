package io.sluice.jsonschema;

import io.sluice.type.Struct;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A place in a document, with the results for its value. */
final class Place {

  private final @Nullable Place parent;
  private final Object step;
  final @Nullable Object value;
  private @Nullable Place @Nullable [] children;
  private @Nullable Place @Nullable [] names;
  private @Nullable Map<Long, Answer> answers;
  private long hash;
  private boolean isHashed;

  /** The result of one subschema for the value. */
  static final class Answer {
    boolean isKnown;
    boolean isValid;

    /** The evaluated members or items; null if they are not tracked. */
    @Nullable BitSet evaluated;

    @Nullable Failures failures;
  }

  private Place(@Nullable Place parent, Object step, @Nullable Object value) {
    this.parent = parent;
    this.step = step;
    this.value = value;
  }

  static Place root(@Nullable Object document) {
    return new Place(null, "", document);
  }

  /** The number of members or items; 0 for other values. */
  int size() {
    return value instanceof Struct struct
        ? struct.size()
        : value instanceof List<?> list ? list.size() : 0;
  }

  /** A member or an item, by its position. */
  Place child(int index) {
    @Nullable Place[] known = children;
    if (known == null) {
      known = new @Nullable Place[size()];
      children = known;
    }
    Place child = known[index];
    if (child == null) {
      child =
          value instanceof Struct struct
              ? new Place(this, struct.nameAt(index), struct.valueAt(index))
              : new Place(this, index, ((List<?>) nonNull()).get(index));
      known[index] = child;
    }
    return child;
  }

  private Object nonNull() {
    if (value == null) {
      throw new IllegalStateException("null has no members");
    }
    return value;
  }

  /** The name of a member, as a separate value. */
  Place name(int index) {
    @Nullable Place[] known = names;
    if (known == null) {
      known = new @Nullable Place[size()];
      names = known;
    }
    Place name = known[index];
    if (name == null) {
      String text = ((Struct) nonNull()).nameAt(index);
      name = new Place(this, text, text);
      known[index] = name;
    }
    return name;
  }

  /** The name or index of this place in the enclosing value. */
  Object step() {
    return step;
  }

  Answer answer(long key) {
    Map<Long, Answer> known = answers;
    if (known == null) {
      known = new HashMap<>();
      answers = known;
    }
    return known.computeIfAbsent(key, any -> new Answer());
  }

  /** The hash of the value, which an attacker cannot predict. */
  long hash() {
    if (!isHashed) {
      hash = Equality.hash(this);
      isHashed = true;
    }
    return hash;
  }

  /** The names and indexes that lead to this place. */
  List<Object> path() {
    List<Object> path = new ArrayList<>();
    for (Place at = this; at.parent != null; at = at.parent) {
      path.add(at.step);
    }
    Collections.reverse(path);
    return path;
  }
}
