package io.sluice.conform;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.fault.Faults;
import io.sluice.jsonschema.Draft;
import io.sluice.jsonschema.JsonSchema;
import io.sluice.jsonschema.SchemaFailure;
import io.sluice.jsonschema.UnusableJsonSchema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A library that is skipped for documents on which it might not finish, because a library cannot be
 * stopped from outside.
 */
final class GuardedConformance implements Conformance {

  /** The limit on subschemas applied to values. A library applies about a million per second. */
  private static final long MOST = 5_000_000;

  /** Up to this size, the time is bounded by the size of the document. */
  private static final long SMALL = 10_000;

  private final Conformance library;
  private final JsonSchema schema;

  private GuardedConformance(Conformance library, JsonSchema schema) {
    this.library = library;
    this.schema = schema;
  }

  /** Returns the library itself if the schema is small with all references written out. */
  static Conformance of(Conformance library, JsonNode root, Map<String, String> references) {
    try {
      JsonSchema schema = JsonSchema.compile(root, references, false, Draft.DRAFT_2020_12);
      return schema.unfolded(SMALL) < SMALL ? library : new GuardedConformance(library, schema);
    } catch (UnusableJsonSchema e) {
      // a schema that only the library can read is checked by the library alone
      return library;
    }
  }

  @Override
  public boolean mayDouble() {
    return schema.mayDouble();
  }

  @Override
  public @Nullable Faults check(@Nullable Object document) {
    return schema.naiveCost(document, MOST) >= MOST
        ? SchemaFailure.unfinished(
            "too_complex",
            "the selected 'value.engine' could need more than "
                + MOST
                + " steps to check this event, because its schema applies itself repeatedly;"
                + " 'engine:"
                + " sluice' needs only a few")
        : library.check(document);
  }
}
