package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A keyword of a schema with its value. */
abstract class Keyword {

  private final String name;
  private final String schemaPath;
  private final JsonNode value;

  Keyword(Site site, String name) {
    this.name = name;
    this.value = site.node().path(name);
    this.schemaPath = site.of(name);
  }

  String name() {
    return name;
  }

  /**
   * Whether a value fits.
   *
   * @param seen takes the positions of the members or items that the keyword evaluated; null where
   *     nobody asks
   */
  abstract boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen);

  /** Adds why the value does not fit. */
  void explain(
      Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen, Failures into) {
    into.add(failure(place));
  }

  /** The schemas that it applies. */
  List<Subschema> parts() {
    return List.of();
  }

  /** Whether it applies them to the value itself, and not to members or items. */
  boolean isOfSameValue() {
    return true;
  }

  /** Is told of schemas that are applied to values. */
  interface Visitor {
    void visit(Subschema schema, Place place);
  }

  /** Tells what it applies to what, at most. */
  void visit(Place place, Visitor visitor) {
    parts().forEach(part -> visitor.visit(part, place));
  }

  SchemaFailure failure(Place place) {
    return SchemaFailure.of(name, place, schemaPath, value);
  }
}
