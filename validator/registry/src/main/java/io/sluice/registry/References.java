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

/**
 * Collects the schemas that a schema references. Each comes after the schemas that it references
 * itself.
 */
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

  /** The registry has the schema, but not everything it references. */
  static final class Unresolvable extends Exception {
    private static final long serialVersionUID = 1L;

    Unresolvable(String message) {
      super(message);
    }
  }

  /**
   * The texts of all directly and indirectly referenced schemas, by name.
   *
   * @throws Unresolvable if the registry reports that one is missing, or there are too many
   */
  Map<String, String> of(List<SchemaReference> references)
      throws IOException, RestClientException, Unresolvable {
    collect(references == null ? List.of() : references);
    return collected;
  }

  private void collect(List<SchemaReference> references)
      throws IOException, RestClientException, Unresolvable {
    for (SchemaReference reference : references) {
      // if two schemas reference each other, each is fetched once
      if (!visited.add(reference.getName())) {
        continue;
      }
      if (visited.size() > MOST) {
        throw new Unresolvable("it references more than " + MOST + " other schemas");
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
            "it references version "
                + reference.getVersion()
                + " of subject '"
                + reference.getSubject()
                + "', which is not in the registry");
      }
      throw e;
    }
  }
}
