package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;
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
   * Whether a value conforms.
   *
   * @param seen receives the positions of the members or items that the keyword evaluated; null if
   *     they are not needed
   */
  abstract boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen);

  /** Adds the reason why the value does not conform. */
  void explain(
      Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen, Failures into) {
    into.add(failure(place));
  }

  SchemaFailure failure(Place place) {
    return SchemaFailure.of(name, place, schemaPath, value);
  }
}
