package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code if} with {@code then} and {@code else}.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core#section-10.2.2">JSON Schema
 *     Core, section 10.2.2</a>
 */
final class ConditionKeywords implements KeywordFamily {

  private final Subschemas subschemas;

  ConditionKeywords(Subschemas subschemas) {
    this.subschemas = subschemas;
  }

  @Override
  public List<Keyword> compile(Site site, String name, JsonNode value) throws UnusableJsonSchema {
    if (!name.equals("if") || !Subschemas.isSchema(value)) {
      return List.of();
    }
    return List.of(
        new Condition(
            site,
            subschemas.part(site, name),
            subschemas.partOrNull(site, "then"),
            subschemas.partOrNull(site, "else")));
  }

  private static final class Condition extends Applicator {
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
}
