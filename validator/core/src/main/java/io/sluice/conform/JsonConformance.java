package io.sluice.conform;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.SpecVersionDetector;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import com.networknt.schema.serialization.JsonNodeReader;
import io.sluice.fault.Fault;
import io.sluice.fault.Faults;
import io.sluice.fault.Stage;
import io.sluice.path.Path;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks documents by a JSON Schema of any draft from 4 to 2020-12; never fetches anything. */
public final class JsonConformance implements Conformance {

  private static final String BASE = "sluice:/";

  /** How the engine names the meta-schemas that it brings along. */
  private static final String META_SCHEMAS = "classpath:draft";

  /** As {@link JsonTree} has numbers. */
  private static final JsonNodeReader EXACT =
      JsonNodeReader.builder()
          .jsonMapper(new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS))
          .build();

  /** Keywords whose failure only sums up failures that are listed beside it. */
  private static final Set<String> SUMMARIES = Set.of("oneOf", "anyOf", "allOf", "$ref");

  private final JsonSchema schema;

  private JsonConformance(JsonSchema schema) {
    this.schema = schema;
  }

  /**
   * Compiles a schema.
   *
   * @param references texts of other schemas, by the names under which this one refers to them
   */
  public static JsonConformance compile(JsonNode root, Map<String, String> references)
      throws UnusableJsonSchema {
    return compile(root, references, VersionFlag.V202012);
  }

  /**
   * Compiles a schema that may not say of which draft it is.
   *
   * @param otherwise the draft where it does not
   */
  static JsonConformance compile(
      JsonNode root, Map<String, String> references, VersionFlag otherwise)
      throws UnusableJsonSchema {
    try {
      VersionFlag draft = SpecVersionDetector.detectOptionalVersion(root, false).orElse(otherwise);
      // before 2019-09, what stands beside a $ref is ignored
      JsonNode resolved = draft.compareTo(VersionFlag.V201909) < 0 ? root : NestedIds.resolve(root);
      JsonSchema schema =
          factory(draft, references)
              .getSchema(SchemaLocation.of(BASE + "root"), resolved, config());
      schema.initializeValidators();
      return new JsonConformance(schema);
    } catch (JsonSchemaException | IllegalArgumentException e) {
      throw new UnusableJsonSchema(String.valueOf(e.getMessage()));
    }
  }

  private static SchemaValidatorsConfig config() {
    return SchemaValidatorsConfig.builder()
        .pathType(PathType.JSON_POINTER)
        .locale(Locale.ENGLISH)
        .formatAssertionsEnabled(false)
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

  /** The text of a reference or, from the engine's own jar, of a meta-schema. */
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
              + " is not among the schema's registered references; nothing is fetched from"
              + " elsewhere");
    }
    return metaSchema;
  }

  @Override
  public @Nullable Faults check(@Nullable Object document) {
    try {
      return faults(JsonTree.of(document));
    } catch (BoundedText.OutOfSteps e) {
      return only("pattern", String.valueOf(e.getMessage()));
    } catch (StackOverflowError e) {
      return only("$ref", "the schema refers to itself without end");
    }
  }

  private static Faults only(String keyword, String message) {
    Faults faults = new Faults();
    faults.add(new Fault(Stage.CONFORM, keyword, null, null, message));
    return faults;
  }

  private @Nullable Faults faults(JsonNode tree) {
    if (schema.validate(tree, OutputFormat.BOOLEAN)) {
      return null;
    }
    Faults details = new Faults();
    Faults summaries = new Faults();
    for (ValidationMessage message : schema.validate(tree)) {
      (SUMMARIES.contains(message.getType()) ? summaries : details).add(fault(message));
    }
    if (details.isEmpty() && summaries.isEmpty()) {
      return only("schema", "does not conform to its JSON Schema");
    }
    return details.isEmpty() ? summaries : details;
  }

  private static Fault fault(ValidationMessage message) {
    String keyword = message.getType();
    String path = path(message.getInstanceLocation());
    String property = message.getProperty();
    if (property != null) {
      path = Path.child(path, property);
    }
    return new Fault(
        Stage.CONFORM,
        keyword,
        path.isEmpty() ? null : path,
        null,
        "breaks '" + keyword + "' of the schema at " + message.getEvaluationPath());
  }

  private static String path(JsonNodePath location) {
    String path = "";
    for (int i = 0; i < location.getNameCount(); i++) {
      Object element = location.getElement(i);
      path =
          element instanceof Integer index
              ? Path.element(path, index)
              : Path.child(path, element.toString());
    }
    return path;
  }

  /** Patterns by RE2/J where it can read them, else by the JDK. */
  private static final class LinearTime implements RegularExpressionFactory {
    @Override
    public RegularExpression getRegularExpression(String ecma) {
      String regex = EcmaPattern.withShortNames(ecma);
      try {
        com.google.re2j.Pattern pattern = com.google.re2j.Pattern.compile(regex);
        return text -> pattern.matcher(text).find();
      } catch (PatternSyntaxException e) {
        Pattern pattern = Pattern.compile(regex);
        return text -> {
          try {
            return pattern.matcher(new BoundedText(text)).find();
          } catch (StackOverflowError deep) {
            throw new BoundedText.OutOfSteps();
          }
        };
      }
    }
  }

  /** A JSON Schema that cannot be compiled; the message says why. */
  public static final class UnusableJsonSchema extends Exception {
    UnusableJsonSchema(String message) {
      super(message, null, false, false);
    }
  }
}
