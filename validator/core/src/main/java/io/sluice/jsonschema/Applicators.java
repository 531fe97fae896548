package io.sluice.jsonschema;

import io.sluice.pattern.EcmaPattern;
import io.sluice.type.Absent;
import io.sluice.type.Struct;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keywords that apply other schemas.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core#section-10">JSON Schema
 *     Core, section 10</a>
 */
final class Applicators {

  private Applicators() {}

  private static List<Place> all(Place place) {
    return IntStream.range(0, place.size()).mapToObj(place::child).toList();
  }

  /** References, whose target is known when they are compiled. */
  static final class Reference extends Keyword {
    private final Subschema target;

    Reference(Site site, String name, Subschema target) {
      super(site, name);
      this.target = target;
    }

    @Override
    List<Subschema> parts() {
      return List.of(target);
    }

    @Override
    boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
      return evaluation.test(target, place, scope, seen);
    }

    @Override
    void explain(
        Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen, Failures into) {
      evaluation.explain(target, place, scope, "false", into);
    }
  }

  /** References whose target depends on the way that led to them. */
  static final class DynamicReference extends Keyword {
    private final String anchor;
    private final Subschema otherwise;
    private final Map<Resource, Subschema> targets;

    /**
     * @param otherwise where no resource on the way has the anchor
     * @param targets of all resources that have it
     */
    DynamicReference(
        Site site,
        String name,
        String anchor,
        Subschema otherwise,
        Map<Resource, Subschema> targets) {
      super(site, name);
      this.anchor = anchor;
      this.otherwise = otherwise;
      this.targets = targets;
    }

    private Subschema target(Scope scope) {
      Resource outermost = scope.outermost(anchor);
      return outermost == null ? otherwise : targets.getOrDefault(outermost, otherwise);
    }

    @Override
    List<Subschema> parts() {
      return Stream.concat(Stream.of(otherwise), targets.values().stream()).toList();
    }

    @Override
    boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
      return evaluation.test(target(scope), place, scope, seen);
    }

    @Override
    void explain(
        Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen, Failures into) {
      evaluation.explain(target(scope), place, scope, "false", into);
    }
  }

  /** {@code allOf}. */
  static final class All extends Keyword {
    private final List<Subschema> branches;

    All(Site site, List<Subschema> branches) {
      super(site, "allOf");
      this.branches = branches;
    }

    @Override
    List<Subschema> parts() {
      return branches;
    }

    @Override
    boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
      for (Subschema branch : branches) {
        if (!evaluation.test(branch, place, scope, seen)) {
          return false;
        }
      }
      return true;
    }

    @Override
    void explain(
        Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen, Failures into) {
      for (Subschema branch : branches) {
        if (!evaluation.test(branch, place, scope, seen)) {
          evaluation.explain(branch, place, scope, "false", into);
        }
      }
    }
  }

  /** {@code anyOf} and {@code oneOf}. */
  static final class Choice extends Keyword {
    private final List<Subschema> branches;
    private final boolean isExclusive;

    Choice(Site site, String name, List<Subschema> branches) {
      super(site, name);
      this.branches = branches;
      this.isExclusive = name.equals("oneOf");
    }

    private int fitting(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
      int fitting = 0;
      for (Subschema branch : branches) {
        if (evaluation.test(branch, place, scope, seen)) {
          fitting++;
          boolean isDecided = isExclusive ? fitting > 1 : seen == null;
          if (isDecided) {
            return fitting;
          }
        }
      }
      return fitting;
    }

    @Override
    List<Subschema> parts() {
      return branches;
    }

    @Override
    boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
      int fitting = fitting(evaluation, place, scope, seen);
      return isExclusive ? fitting == 1 : fitting > 0;
    }

    @Override
    void explain(
        Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen, Failures into) {
      if (fitting(evaluation, place, scope, null) > 0 || branches.isEmpty()) {
        into.add(failure(place));
        return;
      }
      List<Failures> all = new ArrayList<>();
      for (Subschema branch : branches) {
        Failures failures = new Failures();
        evaluation.explain(branch, place, scope, "false", failures);
        all.add(failures);
      }
      into.addBest(name(), place, all);
    }
  }

  /** {@code not}. */
  static final class Not extends Keyword {
    private final Subschema schema;

    Not(Site site, Subschema schema) {
      super(site, "not");
      this.schema = schema;
    }

    @Override
    List<Subschema> parts() {
      return List.of(schema);
    }

    @Override
    boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
      return !evaluation.test(schema, place, scope, null);
    }
  }

  /** {@code if} with {@code then} and {@code else}. */
  static final class Condition extends Keyword {
    private final Subschema condition;
    private final @Nullable Subschema then;
    private final @Nullable Subschema otherwise;

    Condition(
        Site site, Subschema condition, @Nullable Subschema then, @Nullable Subschema otherwise) {
      super(site, "if");
      this.condition = condition;
      this.then = then;
      this.otherwise = otherwise;
    }

    @Override
    List<Subschema> parts() {
      return Stream.of(condition, then, otherwise).filter(Objects::nonNull).toList();
    }

    @Override
    boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
      boolean holds = evaluation.test(condition, place, scope, seen);
      Subschema next = holds ? then : otherwise;
      return next == null || evaluation.test(next, place, scope, seen);
    }

    @Override
    void explain(
        Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen, Failures into) {
      Subschema next = evaluation.test(condition, place, scope, null) ? then : otherwise;
      if (next != null) {
        evaluation.explain(next, place, scope, "false", into);
      }
    }
  }

  /** Schemas for a whole object where it has a member. */
  static final class Dependents extends Keyword {
    private final Map<String, Subschema> schemas;

    Dependents(Site site, String name, Map<String, Subschema> schemas) {
      super(site, name);
      this.schemas = schemas;
    }

    @Override
    List<Subschema> parts() {
      return List.copyOf(schemas.values());
    }

    @Override
    boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
      if (place.value instanceof Struct struct) {
        for (Map.Entry<String, Subschema> one : schemas.entrySet()) {
          if (struct.field(one.getKey()) != Absent.VALUE
              && !evaluation.test(one.getValue(), place, scope, seen)) {
            return false;
          }
        }
      }
      return true;
    }

    @Override
    void explain(
        Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen, Failures into) {
      if (place.value instanceof Struct struct) {
        schemas.forEach(
            (name, schema) -> {
              if (struct.field(name) != Absent.VALUE
                  && !evaluation.test(schema, place, scope, seen)) {
                evaluation.explain(schema, place, scope, name(), into);
              }
            });
      }
    }
  }

  /** Keywords that apply a schema to each of some members or items. */
  abstract static class Children extends Keyword {
    private final Class<?> kind;

    private Children(Site site, String name, Class<?> kind) {
      super(site, name);
      this.kind = kind;
    }

    /** The schema for a child, or null where the keyword says nothing of it. */
    abstract @Nullable Subschema schema(Place place, int index, @Nullable BitSet seen);

    @Override
    boolean isOfSameValue() {
      return false;
    }

    @Override
    void visit(Place place, Visitor visitor) {
      for (int i = 0; kind.isInstance(place.value) && i < place.size(); i++) {
        Subschema schema = schema(place, i, null);
        if (schema != null) {
          visitor.visit(schema, place.child(i));
        }
      }
    }

    @Override
    boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
      if (!kind.isInstance(place.value)) {
        return true;
      }
      BitSet own = seen == null ? null : new BitSet();
      for (int i = 0; i < place.size(); i++) {
        evaluation.step();
        Subschema schema = schema(place, i, seen);
        if (schema != null) {
          if (!evaluation.test(schema, place.child(i), scope, null)) {
            return false;
          }
          if (own != null) {
            own.set(i);
          }
        }
      }
      if (seen != null && own != null) {
        seen.or(own);
      }
      return true;
    }

    @Override
    void explain(
        Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen, Failures into) {
      for (int i = 0; i < place.size(); i++) {
        Subschema schema = schema(place, i, seen);
        if (schema != null && !evaluation.test(schema, place.child(i), scope, null)) {
          explain(evaluation, schema, place.child(i), scope, into);
        }
      }
    }

    void explain(Evaluation evaluation, Subschema schema, Place child, Scope scope, Failures into) {
      if (schema.isNever()) {
        into.add(failure(child));
      } else {
        evaluation.explain(schema, child, scope, name(), into);
      }
    }
  }

  /** {@code properties}. */
  static final class Properties extends Children {
    private final Map<String, Subschema> schemas;

    Properties(Site site, Map<String, Subschema> schemas) {
      super(site, "properties", Struct.class);
      this.schemas = schemas;
    }

    @Override
    List<Subschema> parts() {
      return List.copyOf(schemas.values());
    }

    @Override
    @Nullable Subschema schema(Place place, int index, @Nullable BitSet seen) {
      return schemas.get(((Struct) Objects.requireNonNull(place.value)).nameAt(index));
    }
  }

  /** A pattern of names with its schema. */
  record Named(EcmaPattern pattern, Subschema schema) {}

  /** {@code patternProperties}, one of its patterns. */
  static final class PatternProperties extends Children {
    private final Named named;

    PatternProperties(Site site, Named named) {
      super(site, "patternProperties", Struct.class);
      this.named = named;
    }

    @Override
    List<Subschema> parts() {
      return List.of(named.schema());
    }

    @Override
    @Nullable Subschema schema(Place place, int index, @Nullable BitSet seen) {
      return named.pattern().find(String.valueOf(place.child(index).step()))
          ? named.schema()
          : null;
    }
  }

  /** {@code additionalProperties}. */
  static final class AdditionalProperties extends Children {
    private final Set<String> names;
    private final List<EcmaPattern> patterns;
    private final Subschema schema;

    AdditionalProperties(
        Site site, Set<String> names, List<EcmaPattern> patterns, Subschema schema) {
      super(site, "additionalProperties", Struct.class);
      this.names = names;
      this.patterns = patterns;
      this.schema = schema;
    }

    @Override
    List<Subschema> parts() {
      return List.of(schema);
    }

    @Override
    @Nullable Subschema schema(Place place, int index, @Nullable BitSet seen) {
      String name = String.valueOf(place.child(index).step());
      return names.contains(name) || patterns.stream().anyMatch(one -> one.find(name))
          ? null
          : schema;
    }
  }

  /** Items by their place: {@code prefixItems}, and {@code items} that is a list. */
  static final class Prefix extends Children {
    private final List<Subschema> schemas;

    Prefix(Site site, String name, List<Subschema> schemas) {
      super(site, name, List.class);
      this.schemas = schemas;
    }

    @Override
    List<Subschema> parts() {
      return schemas;
    }

    @Override
    @Nullable Subschema schema(Place place, int index, @Nullable BitSet seen) {
      return index < schemas.size() ? schemas.get(index) : null;
    }
  }

  /** Items from a place on: {@code items}, and {@code additionalItems}. */
  static final class Rest extends Children {
    private final int from;
    private final Subschema schema;

    Rest(Site site, String name, int from, Subschema schema) {
      super(site, name, List.class);
      this.from = from;
      this.schema = schema;
    }

    @Override
    List<Subschema> parts() {
      return List.of(schema);
    }

    @Override
    @Nullable Subschema schema(Place place, int index, @Nullable BitSet seen) {
      return index < from ? null : schema;
    }
  }

  /** {@code unevaluatedProperties} and {@code unevaluatedItems}. */
  static final class Unevaluated extends Children {
    private final Subschema schema;

    Unevaluated(Site site, String name, Class<?> kind, Subschema schema) {
      super(site, name, kind);
      this.schema = schema;
    }

    @Override
    List<Subschema> parts() {
      return List.of(schema);
    }

    @Override
    @Nullable Subschema schema(Place place, int index, @Nullable BitSet seen) {
      return seen != null && seen.get(index) ? null : schema;
    }

    /** A member whose own fault is told was left out of what counts as evaluated. */
    @Override
    void explain(
        Evaluation evaluation, Subschema unevaluated, Place child, Scope scope, Failures into) {
      if (!into.isAt(child.path())) {
        super.explain(evaluation, unevaluated, child, scope, into);
      }
    }
  }

  /** {@code propertyNames}. */
  static final class PropertyNames extends Keyword {
    private final Subschema schema;

    PropertyNames(Site site, Subschema schema) {
      super(site, "propertyNames");
      this.schema = schema;
    }

    private List<String> wrong(Evaluation evaluation, Place place, Scope scope) {
      List<String> wrong = new ArrayList<>();
      if (place.value instanceof Struct struct) {
        for (int i = 0; i < struct.size(); i++) {
          evaluation.step();
          if (!evaluation.test(schema, place.name(i), scope, null)) {
            wrong.add(struct.nameAt(i));
          }
        }
      }
      return wrong;
    }

    @Override
    boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
      return wrong(evaluation, place, scope).isEmpty();
    }

    @Override
    void explain(
        Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen, Failures into) {
      wrong(evaluation, place, scope).forEach(name -> into.add(failure(place).inside(name)));
    }
  }

  /** {@code contains} with {@code minContains} and {@code maxContains}. */
  static final class Contains extends Keyword {
    private final Subschema schema;
    private final int least;
    private final int most;
    private final boolean isEvaluating;

    /**
     * @param name of the keyword to blame: {@code contains}, or one of the bounds
     * @param isEvaluating whether items that fit count as evaluated
     */
    Contains(Site site, String name, Subschema schema, int least, int most, boolean isEvaluating) {
      super(site, name);
      this.schema = schema;
      this.least = least;
      this.most = most;
      this.isEvaluating = isEvaluating;
    }

    @Override
    List<Subschema> parts() {
      return List.of(schema);
    }

    @Override
    boolean isOfSameValue() {
      return false;
    }

    @Override
    void visit(Place place, Visitor visitor) {
      if (place.value instanceof List) {
        all(place).forEach(item -> visitor.visit(schema, item));
      }
    }

    @Override
    boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
      if (!(place.value instanceof List)) {
        return true;
      }
      int count = 0;
      for (int i = 0; i < place.size(); i++) {
        evaluation.step();
        if (evaluation.test(schema, place.child(i), scope, null)) {
          count++;
          if (seen != null && isEvaluating) {
            seen.set(i);
          }
        }
      }
      return count >= least && count <= most;
    }
  }
}
