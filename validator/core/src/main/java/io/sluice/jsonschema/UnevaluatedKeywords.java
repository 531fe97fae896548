package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.type.Struct;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code unevaluatedItems} and {@code unevaluatedProperties}, which are evaluated after all other
 * keywords of a schema, because they depend on what the others evaluated.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core#section-11">JSON Schema
 *     Core, section 11</a>
 */
final class UnevaluatedKeywords {

  private final Subschemas subschemas;

  UnevaluatedKeywords(Subschemas subschemas) {
    this.subschemas = subschemas;
  }

  /** The keywords of this family in a schema. */
  List<Keyword> compile(Site site) throws UnusableJsonSchema {
    List<Keyword> keywords = new ArrayList<>();
    add(keywords, site, "unevaluatedItems", List.class);
    add(keywords, site, "unevaluatedProperties", Struct.class);
    return keywords;
  }

  private void add(List<Keyword> keywords, Site site, String name, Class<?> kind)
      throws UnusableJsonSchema {
    JsonNode value = site.node().path(name);
    if (Subschemas.isSchema(value) && site.resource().dialect.knows(name)) {
      keywords.add(new Unevaluated(site, name, kind, subschemas.part(site, name)));
    }
  }

  private static final class Unevaluated extends ChildApplicator {
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

    /** A member with its own fault does not count as evaluated. */
    @Override
    void explain(
        Evaluation evaluation, Subschema unevaluated, Place child, Scope scope, Failures into) {
      if (!into.isAt(child.path())) {
        super.explain(evaluation, unevaluated, child, scope, into);
      }
    }
  }
}
