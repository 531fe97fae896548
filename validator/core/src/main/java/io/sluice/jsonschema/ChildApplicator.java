package io.sluice.jsonschema;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** A keyword that applies a schema to each of some members or items. */
abstract class ChildApplicator extends Applicator {

  private final Class<?> kind;

  /**
   * @param kind the kind of values that have these members or items
   */
  ChildApplicator(Site site, String name, Class<?> kind) {
    super(site, name);
    this.kind = kind;
  }

  /** The schema for a child, or null if the keyword does not apply to it. */
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
