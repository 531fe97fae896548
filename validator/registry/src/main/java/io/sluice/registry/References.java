package io.sluice.registry;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.Schema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;

/** Collects the schemas that a schema refers to, each after those that it refers to itself. */
final class References {

  private static final int MOST = 1_000;
  private static final int SUBJECT_NOT_FOUND = 40401;
  private static final int VERSION_NOT_FOUND = 40402;

  private final RestService rest;
  private final Map<String, String> collected = new LinkedHashMap<>();
  private final Set<String> visited = new HashSet<>();

  References(RestService rest) {
    this.rest = rest;
  }

  /** The registry has the schema, but not what it refers to. */
  static final class Unresolvable extends Exception {
    private static final long serialVersionUID = 1L;

    Unresolvable(String message) {
      super(message);
    }
  }

  /**
   * The texts of all schemas that these references lead to, by name.
   *
   * @throws Unresolvable where the registry itself says that one is missing, or there are too many
   */
  Map<String, String> of(List<SchemaReference> references)
      throws IOException, RestClientException, Unresolvable {
    collect(references == null ? List.of() : references);
    return collected;
  }

  private void collect(List<SchemaReference> references)
      throws IOException, RestClientException, Unresolvable {
    for (SchemaReference reference : references) {
      // of two schemas that refer to each other, each is asked for once
      if (!visited.add(reference.getName())) {
        continue;
      }
      if (visited.size() > MOST) {
        throw new Unresolvable("it refers to more than " + MOST + " others");
      }
      Schema schema = ask(reference);
      if (schema.getReferences() != null) {
        collect(schema.getReferences());
      }
      collected.put(reference.getName(), schema.getSchema());
    }
  }

  private Schema ask(SchemaReference reference)
      throws IOException, RestClientException, Unresolvable {
    try {
      return rest.getVersion(reference.getSubject(), reference.getVersion(), true);
    } catch (RestClientException e) {
      if (e.getErrorCode() == SUBJECT_NOT_FOUND || e.getErrorCode() == VERSION_NOT_FOUND) {
        throw new Unresolvable(
            "it refers to version "
                + reference.getVersion()
                + " of subject '"
                + reference.getSubject()
                + "', which the registry does not have");
      }
      throw e;
    }
  }
}
