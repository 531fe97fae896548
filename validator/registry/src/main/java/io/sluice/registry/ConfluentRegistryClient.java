package io.sluice.registry;

import io.sluice.language.SchemaLanguages;
import io.sluice.schema.SchemaText;
import io.sluice.wire.SchemaRef;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.Schema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaString;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SubjectVersion;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.security.bearerauth.oauth.exceptions.SchemaRegistryOauthTokenRetrieverException;
import org.apache.flink.avro.shaded.com.fasterxml.jackson.core.exc.StreamConstraintsException;
import org.apache.flink.avro.shaded.com.fasterxml.jackson.core.type.TypeReference;
import org.jspecify.annotations.Nullable;

/**
 * A registry client on top of Confluent's own. It classifies every answer: a schema, an unknown
 * schema, or an outage.
 */
public final class ConfluentRegistryClient implements RegistryClient {

  /**
   * The registry's error code for an unknown schema ID.
   *
   * @see <a
   *     href="https://docs.confluent.io/platform/current/schema-registry/develop/api.html#get--schemas-ids-int-id">API</a>
   */
  private static final int SCHEMA_NOT_FOUND = 40403;

  private static final int SUBJECT_NOT_FOUND = 40401;

  private final RegistryConnection connection;

  /**
   * @param url base URL, such as {@code http://localhost:8081}
   * @param properties the client's own properties for authentication and TLS; TLS properties with
   *     or without the prefix {@code schema.registry.}
   * @param timeoutMillis timeout of each connection and of each read
   */
  public ConfluentRegistryClient(String url, Map<String, String> properties, int timeoutMillis) {
    this.connection = new RegistryConnection(url, properties, timeoutMillis);
  }

  /** An address without user and password, for messages. */
  public static String withoutUser(String address) {
    return address.replaceAll("//[^/@,]*@", "//");
  }

  @Override
  public RegistryAnswer fetch(SchemaRef ref) throws RegistryOutage {
    if (ref instanceof SchemaRef.Id id && id.id() < 0) {
      // the API numbers schemas from 1
      return new RegistryAnswer.NoSuchSchema();
    }
    try {
      return ref instanceof SchemaRef.OfSubject of ? ofSubject(of) : schema(ref);
    } catch (RestClientException e) {
      if (e.getErrorCode() == SCHEMA_NOT_FOUND) {
        return new RegistryAnswer.NoSuchSchema();
      }
      if (isWithoutCode(e) && hasNoSuchCall(ref)) {
        return new RegistryAnswer.NoSuchCall();
      }
      throw connection.outage(e);
    } catch (SchemaRegistryOauthTokenRetrieverException e) {
      throw connection.withoutToken(e);
    } catch (IOException e) {
      if (isTooLarge(e)) {
        return new RegistryAnswer.Unusable("the registry's response is too large for a schema");
      }
      throw connection.outage(e);
    }
  }

  private RegistryAnswer ofSubject(SchemaRef.OfSubject of)
      throws IOException, RestClientException, RegistryOutage {
    Integer version = version(of);
    if (version == null) {
      return new RegistryAnswer.NoSuchSchema();
    }
    RegistryAnswer answer = schema(of.schema());
    return answer instanceof RegistryAnswer.Found found
        ? new RegistryAnswer.Found(
            new SchemaText(
                found.schema().format(),
                found.schema().text(),
                found.schema().references(),
                version))
        : answer;
  }

  private RegistryAnswer schema(SchemaRef ref)
      throws IOException, RestClientException, RegistryOutage {
    SchemaString found = ask(ref);
    if (found == null || found.getSchemaString() == null) {
      throw new IOException("the response contains no schema");
    }
    try {
      Map<String, String> references = new References(connection.rest()).of(found.getReferences());
      return new RegistryAnswer.Found(
          new SchemaText(
              SchemaLanguages.ofType(found.getSchemaType()), found.getSchemaString(), references));
    } catch (References.Unresolvable e) {
      return new RegistryAnswer.Unusable(String.valueOf(e.getMessage()));
    }
  }

  /** Whether it is a 404 without an error code of the API, for example from a proxy. */
  private static boolean isWithoutCode(RestClientException e) {
    boolean isOwn = e.getErrorCode() >= 40400 && e.getErrorCode() <= 40499;
    return e.getStatus() == HttpURLConnection.HTTP_NOT_FOUND && !isOwn;
  }

  /**
   * Whether the registry does not support the call. In that case, it answers a different call
   * before and after a second 404 without a code. A proxy in front of a registry that is down does
   * not.
   */
  private boolean hasNoSuchCall(SchemaRef ref) throws RegistryOutage {
    try {
      requireTypes();
      SchemaString unused = ask(ref instanceof SchemaRef.OfSubject of ? of.schema() : ref);
      return false;
    } catch (RestClientException e) {
      if (!isWithoutCode(e)) {
        throw connection.outage(e);
      }
    } catch (IOException e) {
      throw connection.outage(e);
    }
    requireAnswer();
    return true;
  }

  /**
   * Checks that a registry answers at the address.
   *
   * @throws RegistryOutage if nothing answers, or if the address is not that of a registry
   */
  public void requireAnswer() throws RegistryOutage {
    try {
      requireTypes();
    } catch (RestClientException e) {
      throw connection.outage(e);
    } catch (SchemaRegistryOauthTokenRetrieverException e) {
      throw connection.withoutToken(e);
    } catch (IOException e) {
      throw connection.outage(e);
    }
  }

  /** The registry's list of schema languages, which every version of the API has. */
  private void requireTypes() throws IOException, RestClientException, RegistryOutage {
    List<String> unused =
        connection
            .rest()
            .httpRequest(
                "/schemas/types",
                "GET",
                null,
                RestService.DEFAULT_REQUEST_PROPERTIES,
                new TypeReference<List<String>>() {});
  }

  private static boolean isTooLarge(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof StreamConstraintsException) {
        return true;
      }
    }
    return false;
  }

  /**
   * Fetches all versions of a subject, oldest first.
   *
   * @return empty if the registry reports that there is no such subject (error code 40401)
   * @throws RegistryOutage if the registry did not answer, for any reason
   */
  public List<SubjectSchema> versions(String subject) throws RegistryOutage {
    try {
      List<SubjectSchema> versions = new ArrayList<>();
      for (int version : connection.rest().getAllVersions(subject)) {
        Schema schema = connection.rest().getVersion(subject, version);
        List<SchemaReference> references =
            schema.getReferences() == null ? List.of() : schema.getReferences();
        versions.add(
            new SubjectSchema(
                subject,
                version,
                schema.getId(),
                SchemaLanguages.ofType(schema.getSchemaType()),
                schema.getSchema(),
                references.stream()
                    .map(
                        one ->
                            new SubjectSchema.Reference(
                                one.getName(), one.getSubject(), one.getVersion()))
                    .toList()));
      }
      return versions;
    } catch (RestClientException e) {
      if (e.getErrorCode() == SUBJECT_NOT_FOUND) {
        return List.of();
      }
      throw connection.outage(e);
    } catch (SchemaRegistryOauthTokenRetrieverException e) {
      throw connection.withoutToken(e);
    } catch (IOException e) {
      throw connection.outage(e);
    }
  }

  private SchemaString ask(SchemaRef ref) throws IOException, RestClientException, RegistryOutage {
    if (ref instanceof SchemaRef.Id id) {
      return connection.rest().getId(id.id());
    }
    if (ref instanceof SchemaRef.Guid guid) {
      // this version of the client has no method for GUIDs
      return connection
          .rest()
          .httpRequest(
              "/schemas/guids/" + guid.guid(),
              "GET",
              null,
              RestService.DEFAULT_REQUEST_PROPERTIES,
              new TypeReference<SchemaString>() {});
    }
    throw new IllegalArgumentException(ref.label() + " is not a registry schema");
  }

  /** The newest version of the subject that has this schema, or null. */
  private @Nullable Integer version(SchemaRef.OfSubject of)
      throws IOException, RestClientException, RegistryOutage {
    Integer newest = null;
    for (int id : ids(of.schema())) {
      for (SubjectVersion one : connection.rest().getAllVersionsById(id)) {
        boolean isNewer = newest == null || one.getVersion() > newest;
        if (one.getSubject().equals(of.subject()) && isNewer) {
          newest = one.getVersion();
        }
      }
    }
    return newest;
  }

  private List<Integer> ids(SchemaRef schema)
      throws IOException, RestClientException, RegistryOutage {
    if (schema instanceof SchemaRef.Id id) {
      return List.of(id.id());
    }
    List<ContextId> ids =
        connection
            .rest()
            .httpRequest(
                "/schemas/guids/" + ((SchemaRef.Guid) schema).guid() + "/ids",
                "GET",
                null,
                RestService.DEFAULT_REQUEST_PROPERTIES,
                new TypeReference<List<ContextId>>() {});
    return ids.stream().map(ContextId::id).toList();
  }

  /** The schema ID of a GUID in one context of the registry. */
  private record ContextId(String context, int id) {}
}
