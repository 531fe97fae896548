package io.sluice.conform;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.SpecVersionDetector;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import com.networknt.schema.serialization.JsonNodeReader;
import io.sluice.fault.Faults;
import io.sluice.jsonschema.Draft;
import io.sluice.jsonschema.SchemaFailure;
import io.sluice.jsonschema.UnusableJsonSchema;
import io.sluice.pattern.EcmaPattern;
import io.sluice.pattern.PatternException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks documents against a JSON Schema of any draft from 4 to 2020-12. Never fetches anything.
 */
final class NetworkntConformance implements Conformance {

  private static final String BASE = "sluice:/";

  /** The library's names for its bundled meta-schemas. */
  private static final String META_SCHEMAS = "classpath:draft";

  /** Reads numbers in the same way as {@link JsonTree}. */
  private static final JsonNodeReader EXACT =
      JsonNodeReader.builder()
          .jsonMapper(new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS))
          .build();

  private final JsonSchema schema;

  private NetworkntConformance(JsonSchema schema) {
    this.schema = schema;
  }

  /**
   * Compiles a schema.
   *
   * @param references the texts of other schemas, by the names that this schema uses to refer to
   *     them
   */
  static NetworkntConformance compile(
      JsonNode root, Map<String, String> references, boolean assertFormats)
      throws UnusableJsonSchema {
    return compile(root, references, assertFormats, VersionFlag.V202012);
  }

  /**
   * Compiles a schema that does not have to specify its draft.
   *
   * @param otherwise the draft if the schema does not specify one
   */
  static NetworkntConformance compile(
      JsonNode root, Map<String, String> references, boolean assertFormats, VersionFlag otherwise)
      throws UnusableJsonSchema {
    try {
      VersionFlag draft = SpecVersionDetector.detectOptionalVersion(root, false).orElse(otherwise);
      // before 2019-09, keywords next to a $ref are ignored
      JsonNode resolved = draft.compareTo(VersionFlag.V201909) < 0 ? root : NestedIds.resolve(root);
      JsonSchema schema =
          factory(draft, references)
              .getSchema(SchemaLocation.of(BASE + "root"), resolved, config(assertFormats));
      schema.initializeValidators();
      return new NetworkntConformance(schema);
    } catch (JsonSchemaException | IllegalArgumentException e) {
      throw Conformance.refusal("networknt", root, references, Draft.DRAFT_2020_12);
    }
  }

  private static SchemaValidatorsConfig config(boolean assertFormats) {
    return SchemaValidatorsConfig.builder()
        .pathType(PathType.JSON_POINTER)
        .locale(Locale.ENGLISH)
        .formatAssertionsEnabled(assertFormats)
        .regularExpressionFactory(new LinearTime())
        .preloadJsonSchema(true)
        .cacheRefs(true)
        .build();
  }

  private static JsonSchemaFactory factory(VersionFlag draft, Map<String, String> references) {
    Map<String, String> known = new HashMap<>();
    references.forEach(
        (name, text) -> {
          known.put(name, text);
          known.put(BASE + name, text);
        });
    return JsonSchemaFactory.builder(JsonSchemaFactory.getInstance(draft))
        .defaultMetaSchemaIri(draft.getId())
        .jsonNodeReader(EXACT)
        .metaSchemas(
            all -> {
              for (VersionFlag version : VersionFlag.values()) {
                JsonMetaSchema meta = JsonSchemaFactory.checkVersion(version).getInstance();
                all.putIfAbsent(meta.getIri(), meta);
              }
            })
        .schemaLoaders(
            loaders ->
                loaders.values(
                    all -> {
                      all.clear();
                      all.add(
                          iri -> {
                            InputStream text = open(iri.toString(), known);
                            return () -> text;
                          });
                    }))
        .build();
  }

  /** The text of a reference, or of a meta-schema from the library's own jar. */
  private static InputStream open(String iri, Map<String, String> known) {
    String text = known.get(iri);
    if (text != null) {
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
    InputStream metaSchema =
        iri.startsWith(META_SCHEMAS)
            ? JsonSchema.class.getResourceAsStream("/" + iri.substring("classpath:".length()))
            : null;
    if (metaSchema == null) {
      throw new IllegalArgumentException(
          "the reference "
              + iri
              + " is not one of the schema's registered references; Sluice does not fetch"
              + " schemas from anywhere else");
    }
    return metaSchema;
  }

  @Override
  public @Nullable Faults check(@Nullable Object document) {
    try {
      return faults(JsonTree.of(document));
    } catch (EcmaPattern.TooComplex e) {
      return SchemaFailure.unfinished("pattern", String.valueOf(e.getMessage()));
    } catch (StackOverflowError e) {
      return SchemaFailure.unfinished("$ref", "the schema's references form an infinite loop");
    }
  }

  private @Nullable Faults faults(JsonNode tree) {
    if (schema.validate(tree, OutputFormat.BOOLEAN)) {
      return null;
    }
    List<SchemaFailure> failures = BranchTree.of(schema.validate(tree));
    return failures.isEmpty()
        ? SchemaFailure.unfinished("schema", "does not conform to its JSON Schema")
        : SchemaFailure.faults(failures);
  }

  static EcmaPattern pattern(String ecma) {
    try {
      return EcmaPattern.compile(ecma);
    } catch (PatternException e) {
      throw new IllegalArgumentException("a pattern is " + e.fault(), e);
    }
  }

  private static final class LinearTime implements RegularExpressionFactory {
    @Override
    public RegularExpression getRegularExpression(String ecma) {
      return pattern(ecma)::find;
    }
  }
}
