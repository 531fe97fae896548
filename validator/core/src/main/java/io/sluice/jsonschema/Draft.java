package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** The supported drafts of JSON Schema, from the oldest to the newest. */
public enum Draft {
  DRAFT_4("http://json-schema.org/draft-04/schema"),
  DRAFT_6("http://json-schema.org/draft-06/schema"),
  DRAFT_7("http://json-schema.org/draft-07/schema"),
  DRAFT_2019_09("https://json-schema.org/draft/2019-09/schema"),
  DRAFT_2020_12("https://json-schema.org/draft/2020-12/schema");

  private final String metaSchema;

  Draft(String metaSchema) {
    this.metaSchema = metaSchema;
  }

  /** The URI of its meta-schema, without a fragment. */
  public String metaSchema() {
    return metaSchema;
  }

  /** The draft in {@code $schema}; empty if it is none of these. */
  public static Optional<Draft> of(JsonNode schema) {
    String named = schema.path("$schema").asText("").replaceFirst("#$", "");
    String exact = named.replaceFirst("^https?:", "");
    for (Draft draft : values()) {
      if (draft.metaSchema.replaceFirst("^https?:", "").equals(exact)) {
        return Optional.of(draft);
      }
    }
    return Optional.empty();
  }

  boolean isAtLeast(Draft other) {
    return compareTo(other) >= 0;
  }

  /** Whether keywords next to a {@code $ref} count. */
  boolean readsBesideRef() {
    return isAtLeast(DRAFT_2019_09);
  }

  /** The keyword that defines the URI of a schema. */
  String id() {
    return this == DRAFT_4 ? "id" : "$id";
  }
}
