package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code allOf}, {@code anyOf}, {@code oneOf}, and {@code not}.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core#section-10.2.1">JSON Schema
 *     Core, section 10.2.1</a>
 */
final class LogicKeywords implements KeywordFamily {

  private final Subschemas subschemas;

  LogicKeywords(Subschemas subschemas) {
    this.subschemas = subschemas;
  }

  @Override
  public List<Keyword> compile(Site site, String name, JsonNode value) throws UnusableJsonSchema {
    return switch (name) {
      case "allOf" ->
          value.isArray() ? List.of(new AllOf(site, subschemas.list(site, name))) : List.of();
      case "anyOf", "oneOf" ->
          value.isArray()
              ? List.of(new Choice(site, name, subschemas.list(site, name)))
              : List.of();
      case "not" ->
          Subschemas.isSchema(value)
              ? List.of(new Not(site, subschemas.part(site, name)))
              : List.of();
      default -> List.of();
    };
  }

  /** {@code allOf}. */
  private static final class AllOf extends Applicator {
    private final List<Subschema> branches;

    AllOf(Site site, List<Subschema> branches) {
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
  private static final class Choice extends Applicator {
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
  private static final class Not extends Applicator {
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
}
