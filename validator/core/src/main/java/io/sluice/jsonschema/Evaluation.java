package io.sluice.jsonschema;

import io.sluice.jsonschema.Place.Answer;
import io.sluice.type.Struct;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks a document against a schema. The result of a subschema for a value in a dynamic scope is
 * computed once, so the work is at most proportional to the number of values times the number of
 * subschemas.
 */
final class Evaluation {

  /** The step limit per value and subschema. */
  static final int STEPS = 20;

  /** Up to this number of steps, a document is not checked against the limit. */
  private static final long FREE_STEPS = 20_000;

  private final boolean isTracking;
  private final boolean isDynamic;
  private final int subschemas;
  private final Place root;
  private long steps;
  private long mostSteps = FREE_STEPS;

  /**
   * @param isTracking whether a keyword depends on which members or items were evaluated
   * @param isDynamic whether there are dynamic references
   */
  Evaluation(boolean isTracking, boolean isDynamic, int subschemas, @Nullable Object document) {
    this.isTracking = isTracking;
    this.isDynamic = isDynamic;
    this.subschemas = subschemas;
    this.root = Place.root(document);
  }

  /** The evaluation needs more steps than allowed. */
  static final class TooComplex extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooComplex() {
      super("", null, false, false);
    }
  }

  /** A schema refers to itself without going deeper into the document. */
  static final class Endless extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Endless() {
      super("", null, false, false);
    }
  }

  /** The failures; null if there are none. */
  @Nullable Failures run(Subschema schema) {
    Scope scope = Scope.empty();
    if (test(schema, root, scope, null)) {
      return null;
    }
    Failures failures = new Failures();
    explain(schema, root, scope, "false", failures);
    return failures;
  }

  /** The number of steps, as a multiple of values times subschemas. */
  double stepsEach() {
    return (double) steps / ((double) size(root.value) * subschemas);
  }

  void step() {
    step(1);
  }

  void step(int count) {
    steps += count;
    if (steps > mostSteps) {
      long allowed = Math.max(FREE_STEPS, (long) STEPS * size(root.value) * subschemas);
      if (steps > allowed) {
        throw new TooComplex();
      }
      mostSteps = allowed;
    }
  }

  private static long size(@Nullable Object value) {
    long size = 1;
    if (value instanceof List<?> list) {
      for (Object element : list) {
        size += size(element);
      }
    } else if (value instanceof Struct struct) {
      for (int i = 0; i < struct.size(); i++) {
        size += size(struct.valueAt(i));
      }
    }
    return size;
  }

  /** Whether a value conforms. If it does, adds the evaluated positions. */
  boolean test(Subschema schema, Place place, Scope around, @Nullable BitSet seen) {
    step();
    if (schema.constant != null) {
      return schema.constant;
    }
    Scope scope = isDynamic ? around.with(schema.site.resource()) : around;
    if (!schema.isComposite) {
      return testKeywords(schema, place, scope, null);
    }
    long key = ((long) schema.id << 32) | scope.id;
    Answer answer = place.answer(key);
    if (!answer.isKnown) {
      if (answer.evaluated != null) {
        throw new Endless();
      }
      BitSet evaluated = new BitSet(0);
      answer.evaluated = evaluated;
      answer.isValid = testKeywords(schema, place, scope, isTracking ? evaluated : null);
      answer.isKnown = true;
    }
    BitSet evaluated = answer.evaluated;
    if (answer.isValid && seen != null && evaluated != null) {
      seen.or(evaluated);
    }
    return answer.isValid;
  }

  private boolean testKeywords(
      Subschema schema, Place place, Scope scope, @Nullable BitSet evaluated) {
    for (Keyword keyword : schema.keywords) {
      step();
      if (!keyword.test(this, place, scope, evaluated)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Adds the reasons why a value does not conform. Must be called only for values that do not
   * conform.
   *
   * @param keyword the keyword to report if the schema is {@code false}
   */
  void explain(Subschema schema, Place place, Scope around, String keyword, Failures into) {
    if (schema.constant != null) {
      into.add(
          SchemaFailure.of(
              keyword,
              place,
              Site.key(schema.site.document(), schema.site.pointer())
                  .substring(schema.site.document().isEmpty() ? 1 : 0),
              null));
      return;
    }
    Scope scope = isDynamic ? around.with(schema.site.resource()) : around;
    Answer answer = schema.isComposite ? place.answer(((long) schema.id << 32) | scope.id) : null;
    Failures failures = answer == null ? null : answer.failures;
    if (failures == null) {
      failures = new Failures();
      BitSet evaluated = isTracking ? new BitSet(0) : null;
      for (Keyword one : schema.keywords) {
        step();
        if (!one.test(this, place, scope, evaluated)) {
          one.explain(this, place, scope, evaluated, failures);
        }
      }
      if (answer != null) {
        answer.failures = failures;
      }
    }
    into.addAll(failures);
  }
}
