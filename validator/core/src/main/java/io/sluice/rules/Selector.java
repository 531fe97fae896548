package io.sluice.rules;

import io.sluice.path.Path;
import io.sluice.path.Step;
import io.sluice.type.Absent;
import io.sluice.type.ListType;
import io.sluice.type.MapType;
import io.sluice.type.RecordType;
import io.sluice.type.RecordValue;
import io.sluice.type.Scalar;
import io.sluice.type.Struct;
import io.sluice.type.Type;
import io.sluice.type.UnionType;
import io.sluice.type.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the places in a value that a path refers to. Field names are resolved to positions in
 * advance.
 */
final class Selector {

  /** Receives the values found. */
  interface Visitor {
    /**
     * @param value the value, null, or {@link Absent#VALUE}
     * @param path its path, for messages; built only if it is requested
     */
    void visit(@Nullable Object value, Place path);
  }

  /**
   * Marks a place where a value cannot have the next part of the path, such as {@code a.b} if
   * {@code a} is text.
   */
  static final Object MISFIT = new Object();

  /** A concrete place: the path with its indexes. */
  record Place(@Nullable Place parent, String prefix, @Nullable Object at) {
    @Override
    public String toString() {
      String before = parent == null ? prefix : parent.toString();
      if (at instanceof Integer index) {
        return Path.element(before, index);
      }
      return at == null ? before : Path.child(before, at.toString());
    }

    /** The choices at the first steps: names, indexes, and keys. */
    private List<Object> chosen() {
      List<Object> chosen = parent == null ? new ArrayList<>() : parent.chosen();
      if (at != null) {
        chosen.add(at);
      }
      return chosen;
    }
  }

  private final List<Step> steps;
  private final int[] positions;
  private final Type type;
  private final Place root;

  /** The position of the last {@code [*]}, or -1. */
  private final int lastEach;

  private Selector(Path path, int[] positions, Type type) {
    this.steps = path.steps();
    this.positions = positions;
    this.type = type;
    this.root = new Place(null, path.root().prefix(), null);
    int last = -1;
    for (int i = 0; i < steps.size(); i++) {
      last = steps.get(i) instanceof Step.Each ? i : last;
    }
    this.lastEach = last;
  }

  /**
   * Resolves a path against the type of the values to search.
   *
   * @throws Mismatch if the type cannot contain the path
   */
  static Selector compile(Path path, Type from) throws Mismatch {
    int[] positions = new int[path.steps().size()];
    Type type = from;
    for (int i = 0; i < positions.length; i++) {
      Step step = path.steps().get(i);
      positions[i] =
          type instanceof RecordType record && step instanceof Step.Name name
              ? record.position(name.name())
              : -1;
      type = inside(type, step);
    }
    return new Selector(path, positions, type);
  }

  private static Type inside(Type type, Step step) throws Mismatch {
    if (type == Scalar.JSON) {
      return Scalar.JSON;
    }
    if (type instanceof UnionType union) {
      return inside(union, step);
    }
    if (step instanceof Step.Name name) {
      if (type instanceof RecordType record) {
        int position = record.position(name.name());
        if (position < 0) {
          // an older or newer version of the schema has the field; in this one it is absent
          return Scalar.JSON;
        }
        return record.fields().get(position).type();
      }
      if (type instanceof MapType map) {
        return map.value();
      }
    } else if (type instanceof ListType list) {
      return list.element();
    } else if (type instanceof MapType map && step instanceof Step.Each) {
      return map.value();
    }
    if (type instanceof ListType && step instanceof Step.Name name) {
      throw Mismatch.ofPath(
          "an array has no field '"
              + name.name()
              + "'; to check all elements, write [*]."
              + name.name());
    }
    throw Mismatch.ofPath(Words.a(type) + " does not have the field named in this path");
  }

  /**
   * The type in the only branch with the part. If several branches have it, the value determines
   * the type.
   */
  private static Type inside(UnionType union, Step step) throws Mismatch {
    Type only = null;
    int having = 0;
    for (Type branch : union.branches()) {
      boolean lacks =
          branch instanceof RecordType record
              && step instanceof Step.Name name
              && record.position(name.name()) < 0;
      if (lacks) {
        continue;
      }
      try {
        only = inside(branch, step);
        having++;
      } catch (Mismatch e) {
        // another branch may have it
      }
    }
    if (only == null && union.branches().stream().anyMatch(RecordType.class::isInstance)) {
      // an older or newer version of the schema has the field
      return Scalar.JSON;
    }
    if (only == null) {
      throw Mismatch.ofPath("no branch of the union has the field named in this path");
    }
    return having == 1 ? only : Scalar.JSON;
  }

  /** The type of the values found. */
  Type type() {
    return type;
  }

  /** Whether the path has no {@code [*]}, so that {@link #find} can be used. */
  boolean isSingle() {
    return lastEach < 0;
  }

  /** Calls the visitor for every place. */
  void visit(@Nullable Object value, Visitor visitor) {
    walk(value, 0, root, visitor);
  }

  /** The value at the single place of a path without {@code [*]}. */
  @Nullable Object find(@Nullable Object value) {
    Object at = value;
    for (int i = 0; i < positions.length && at != Absent.VALUE && at != MISFIT; i++) {
      at = step(at, i);
    }
    return last(at);
  }

  /**
   * The value at a path whose {@code [*]} select the same elements as the place of another path.
   */
  @Nullable Object findBeside(@Nullable Object value, Place other) {
    List<Object> chosen = other.chosen();
    Object at = value;
    for (int i = 0; i < positions.length && at != Absent.VALUE && at != MISFIT; i++) {
      at = steps.get(i) instanceof Step.Each ? element(plain(at), chosen.get(i)) : step(at, i);
    }
    return last(at);
  }

  private static @Nullable Object element(@Nullable Object container, Object at) {
    if (container instanceof List<?> list && at instanceof Integer index) {
      return list.get(index);
    }
    if (container instanceof Map<?, ?> map) {
      return map.get(at.toString());
    }
    return container instanceof Struct struct ? struct.field(at.toString()) : MISFIT;
  }

  private void walk(@Nullable Object value, int from, Place place, Visitor visitor) {
    Object at = value;
    Place here = place;
    for (int i = from; i < positions.length; i++) {
      if (at == MISFIT || (at == Absent.VALUE && i > lastEach)) {
        visitor.visit(at, here);
        return;
      }
      if (at == Absent.VALUE) {
        // a list that is not there has no elements
        return;
      }
      Step step = steps.get(i);
      if (step instanceof Step.Each) {
        if (!(at instanceof Variant variant) || hasParts(variant.value())) {
          each(plain(at), i + 1, here, visitor);
        }
        return;
      }
      at = step(at, i);
      Object name = step instanceof Step.Name named ? named.name() : ((Step.Index) step).index();
      here = new Place(here, "", name);
    }
    visitor.visit(last(at), here);
  }

  private static boolean hasParts(Object value) {
    return value instanceof List || value instanceof Map || value instanceof Struct;
  }

  private void each(@Nullable Object value, int next, Place place, Visitor visitor) {
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        walk(list.get(i), next, new Place(place, "", i), visitor);
      }
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((key, element) -> walk(element, next, new Place(place, "", key), visitor));
    } else if (value instanceof Struct struct) {
      for (int i = 0; i < struct.size(); i++) {
        walk(struct.valueAt(i), next, new Place(place, "", struct.nameAt(i)), visitor);
      }
    } else if (value != null) {
      visitor.visit(MISFIT, place);
    }
  }

  private @Nullable Object step(@Nullable Object container, int index) {
    Object value = plain(container);
    if (value == null) {
      return Absent.VALUE;
    }
    if (value instanceof RecordValue record && positions[index] >= 0) {
      return record.valueAt(positions[index]);
    }
    Step step = steps.get(index);
    if (step instanceof Step.Name name) {
      if (value instanceof Struct struct) {
        return struct.field(name.name());
      }
      if (value instanceof Map<?, ?> map) {
        Object found = map.get(name.name());
        return found == null && !map.containsKey(name.name()) ? Absent.VALUE : found;
      }
    } else if (step instanceof Step.Index at && value instanceof List<?> list) {
      return at.index() < list.size() ? list.get(at.index()) : Absent.VALUE;
    }
    // the schema says that another branch of the union has the part
    return container instanceof Variant ? Absent.VALUE : MISFIT;
  }

  /** If the type is a union, the value carries its branch. */
  private @Nullable Object last(@Nullable Object value) {
    return type instanceof UnionType ? value : plain(value);
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return value instanceof Variant variant ? variant.value() : value;
  }
}
