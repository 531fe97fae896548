package io.sluice.conform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.fault.Faults;
import io.sluice.jsonschema.Draft;
import io.sluice.jsonschema.SchemaFailure;
import io.sluice.jsonschema.UnusableJsonSchema;
import io.sluice.pattern.EcmaPattern;
import io.sluice.type.Struct;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.everit.json.schema.FormatValidator;
import org.everit.json.schema.NullSchema;
import org.everit.json.schema.Schema;
import org.everit.json.schema.SchemaException;
import org.everit.json.schema.ValidationException;
import org.everit.json.schema.loader.SchemaLoader;
import org.everit.json.schema.regexp.JavaUtilRegexpFactory;
import org.everit.json.schema.regexp.Regexp;
import org.everit.json.schema.regexp.RegexpMatchingFailure;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * Checks documents the way Confluent's JSON Schema serializers do: with the library that they use
 * for drafts 4, 6, and 7, and with the same settings.
 *
 * @see <a href="https://github.com/confluentinc/schema-registry/blob/master/json-schema-provider">
 *     json-schema-provider</a>
 */
final class EveritConformance implements Conformance {

  private static final String BASE = "sluice:/";
  private static final Set<String> CHOICES = Set.of("oneOf", "anyOf");

  private static final List<String> FORMATS =
      List.of(
          "date-time",
          "date",
          "time",
          "uri",
          "uri-reference",
          "uri-template",
          "email",
          "hostname",
          "ipv4",
          "ipv6",
          "json-pointer",
          "relative-json-pointer",
          "regex");

  private final Schema schema;

  private EveritConformance(Schema schema) {
    this.schema = schema;
  }

  static EveritConformance compile(
      JsonNode root, Map<String, String> references, boolean assertFormats)
      throws UnusableJsonSchema {
    String draft = root.path("$schema").asText();
    if (draft.contains("2019-09") || draft.contains("2020-12")) {
      throw new UnusableJsonSchema(
          "'engine: everit' supports drafts 4, 6, and 7; this schema uses " + draft);
    }
    try {
      SchemaLoader.SchemaLoaderBuilder loader =
          SchemaLoader.builder()
              .useDefaults(true)
              .draftV7Support()
              .regexpFactory(Linear::new)
              .resolutionScope(BASE + "root")
              .schemaClient(EveritConformance::refuse)
              .schemaJson(new JSONObject(root.toString()));
      references.forEach(
          (name, text) -> {
            JSONObject referenced = new JSONObject(text);
            loader.registerSchemaByURI(URI.create(name), referenced);
            loader.registerSchemaByURI(URI.create(BASE).resolve(name), referenced);
          });
      if (!assertFormats) {
        loader.enableOverrideOfBuiltInFormatValidators();
        FORMATS.forEach(format -> loader.addFormatValidator(new AnyText(format)));
      }
      return new EveritConformance(loader.build().load().build());
    } catch (SchemaException
        | JSONException
        | IllegalArgumentException
        | UncheckedIOException
        | StackOverflowError e) {
      throw Conformance.refusal("everit", root, references, Draft.DRAFT_7);
    }
  }

  private static java.io.InputStream refuse(String url) {
    throw new UncheckedIOException(
        new NoSuchFileException(
            "the reference "
                + url
                + " is not one of the schema's registered references; Sluice does not"
                + " fetch schemas"
                + " from anywhere else"));
  }

  @Override
  public @Nullable Faults check(@Nullable Object document) {
    try {
      schema.validate(json(document));
      return null;
    } catch (ValidationException e) {
      return SchemaFailure.faults(failures(e));
    } catch (EcmaPattern.TooComplex e) {
      return SchemaFailure.unfinished("pattern", String.valueOf(e.getMessage()));
    } catch (StackOverflowError e) {
      return SchemaFailure.unfinished("$ref", "the schema's references form an infinite loop");
    }
  }

  private static List<SchemaFailure> failures(ValidationException e) {
    String keyword = e.getKeyword() == null ? "schema" : e.getKeyword();
    List<ValidationException> causes = e.getCausingExceptions();
    String location = e.getSchemaLocation() == null ? "#" : e.getSchemaLocation();
    String schemaPath = location.replaceFirst("^(" + BASE + "root)?#?", "") + "/" + keyword;
    List<Object> instance = instance(e.getPointerToViolation());
    if (causes.isEmpty()) {
      return List.of(SchemaFailure.of(keyword, instance, schemaPath, value(e)));
    }
    List<List<SchemaFailure>> inner = causes.stream().map(EveritConformance::failures).toList();
    return CHOICES.contains(keyword)
        ? SchemaFailure.best(keyword, instance, inner)
        : inner.stream().flatMap(List::stream).toList();
  }

  /** The library represents the type null as a schema, without its keyword. */
  private static @Nullable JsonNode value(ValidationException e) {
    return e.getViolatedSchema() instanceof NullSchema ? TextNode.valueOf("null") : null;
  }

  /** A JSON pointer in a URI fragment, in parts. */
  private static List<Object> instance(@Nullable String pointer) {
    List<Object> parts = new ArrayList<>();
    if (pointer == null || pointer.length() < 2) {
      return parts;
    }
    for (String part : pointer.substring(2).split("/")) {
      String plain = part.replace("~1", "/").replace("~0", "~");
      parts.add(plain.matches("0|[1-9][0-9]{0,8}") ? (Object) Integer.valueOf(plain) : plain);
    }
    return parts;
  }

  private static Object json(@Nullable Object value) {
    if (value == null) {
      return JSONObject.NULL;
    }
    if (value instanceof Long number && number.intValue() == number) {
      return number.intValue();
    }
    if (value instanceof List<?> list) {
      JSONArray array = new JSONArray();
      list.forEach(element -> array.put(json(element)));
      return array;
    }
    if (value instanceof Struct struct) {
      JSONObject object = new JSONObject();
      for (int i = 0; i < struct.size(); i++) {
        object.put(struct.nameAt(i), json(struct.valueAt(i)));
      }
      return object;
    }
    return value;
  }

  private record AnyText(String formatName) implements FormatValidator {
    @Override
    public Optional<String> validate(String subject) {
      return Optional.empty();
    }
  }

  /** An empty failure. The library offers no other way to create one. */
  private static final Optional<RegexpMatchingFailure> FAILURE =
      new JavaUtilRegexpFactory().createHandler("a").patternMatchingFailure("b");

  private static final class Linear implements Regexp {

    private final String regex;
    private final EcmaPattern search;

    Linear(String regex) {
      this.regex = regex;
      this.search = NetworkntConformance.pattern(regex);
    }

    @Override
    public Optional<RegexpMatchingFailure> patternMatchingFailure(String text) {
      return search.find(text) ? Optional.empty() : FAILURE;
    }

    @Override
    public String toString() {
      return regex;
    }
  }
}
