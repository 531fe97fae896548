package io.sluice.jsonschema;

import java.util.List;

/**
 * A keyword that applies other schemas.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core#section-10">JSON Schema
 *     Core, section 10</a>
 */
abstract class Applicator extends Keyword {

  Applicator(Site site, String name) {
    super(site, name);
  }

  /** The schemas that it applies. */
  List<Subschema> parts() {
    return List.of();
  }

  /** Whether it applies them to the value itself rather than to members or items. */
  boolean isOfSameValue() {
    return true;
  }

  /** Receives the schemas that are applied to values. */
  interface Visitor {
    void visit(Subschema schema, Place place);
  }

  /** Reports the schemas that it can apply, with the values. */
  void visit(Place place, Visitor visitor) {
    parts().forEach(part -> visitor.visit(part, place));
  }
}
