package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.fault.Fault;
import io.sluice.fault.Faults;
import io.sluice.path.Path;
import io.sluice.path.Step;
import io.sluice.problem.Suggestion;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds schemas against the meta-schema of their draft.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core#section-8.1.1">JSON Schema
 *     Core, section 8.1.1</a>
 */
public final class MetaSchema {

  private static final Map<Draft, JsonSchema> COMPILED = new EnumMap<>(Draft.class);

  /** Keywords of any draft that demand nothing, beside those of {@link Dialect}. */
  private static final Set<String> NOTES =
      Set.of(
          "title",
          "description",
          "default",
          "examples",
          "deprecated",
          "readOnly",
          "writeOnly",
          "$comment",
          "$vocabulary",
          "definitions",
          "contentEncoding",
          "contentMediaType",
          "contentSchema",
          "dependencies");

  /** Keywords of meta-schemas that name what is not there. */
  private static final Set<String> MISSING =
      Set.of("dependencies", "dependentRequired", "required");

  private MetaSchema() {}

  /**
   * Something that is wrong with a schema.
   *
   * @param path of the value, or of the member whose name is meant
   * @param isName whether the name of the member is meant
   * @param isWrong whether the draft forbids it; else it only means nothing
   */
  public record Mistake(String path, String message, boolean isName, boolean isWrong) {}

  /** All that is wrong, the draft's own rules first; a keyword that means nothing is told once. */
  public static List<Mistake> mistakes(JsonNode schema) {
    Draft draft = Draft.of(schema).orElse(Draft.DRAFT_2020_12);
    List<Mistake> mistakes = new ArrayList<>();
    Faults faults = of(draft).check(Equality.value(schema));
    if (faults != null) {
      for (Fault fault : faults.kept()) {
        mistakes.add(mistake(fault, draft));
      }
    }
    if (schema.path("$schema").isTextual() && Draft.of(schema).isEmpty()) {
      mistakes.add(
          new Mistake(
              "$schema",
              "this is no draft of JSON Schema that Sluice knows, so the schema is read as one of"
                  + " draft 2020-12; write https://json-schema.org/draft/2020-12/schema",
              false,
              false));
    }
    addUnknown(schema, "", Dialect.of(draft), mistakes);
    // several vocabularies may say the same of one place
    return mistakes.stream().distinct().toList();
  }

  private static Mistake mistake(Fault fault, Draft draft) {
    String path = fault.path() == null ? "" : fault.path();
    if (!MISSING.contains(fault.code())) {
      return new Mistake(path, expectation(path, draft), false, true);
    }
    List<Step> steps = Path.parse(path).steps();
    String around = "";
    for (Step step : steps.subList(0, steps.size() - 1)) {
      around =
          step instanceof Step.Name name
              ? Path.child(around, name.name())
              : Path.element(around, ((Step.Index) step).index());
    }
    String name = ((Step.Name) steps.get(steps.size() - 1)).name();
    return new Mistake(around, "'" + name + "' is missing beside what needs it", false, true);
  }

  private static synchronized JsonSchema of(Draft draft) {
    JsonSchema known = COMPILED.get(draft);
    if (known == null) {
      try {
        JsonNode text = SchemaSet.metaSchema(draft.metaSchema());
        if (text == null) {
          throw new IllegalStateException("no meta-schema of " + draft);
        }
        known = JsonSchema.compile(text, Map.of(), false, draft);
      } catch (UnusableJsonSchema e) {
        throw new IllegalStateException("the meta-schema of " + draft + " is unusable", e);
      }
      COMPILED.put(draft, known);
    }
    return known;
  }

  /** What a value of a schema stands for. */
  private enum Role {
    SCHEMA,
    SCHEMAS_BY_NAME,
    LIST_OF_SCHEMAS,
    VALUE
  }

  private static String expectation(String path, Draft draft) {
    Role role = Role.SCHEMA;
    String keyword = "";
    for (Step step : path.isEmpty() ? List.<Step>of() : Path.parse(path).steps()) {
      if (role == Role.SCHEMA && step instanceof Step.Name name) {
        keyword = name.name();
        role = role(keyword);
      } else if (step instanceof Step.Name name && role == Role.SCHEMAS_BY_NAME) {
        keyword = name.name();
        role = Role.SCHEMA;
      } else if (role == Role.LIST_OF_SCHEMAS) {
        role = Role.SCHEMA;
      }
    }
    String what = keyword.isEmpty() ? "the schema" : "'" + keyword + "'";
    return what + " must be " + kind(keyword, role, draft);
  }

  private static Role role(String keyword) {
    return switch (keyword) {
      case "$defs", "definitions", "dependentSchemas", "patternProperties", "properties" ->
          Role.SCHEMAS_BY_NAME;
      case "allOf", "anyOf", "oneOf", "prefixItems" -> Role.LIST_OF_SCHEMAS;
      case "additionalItems",
          "additionalProperties",
          "contains",
          "contentSchema",
          "else",
          "if",
          "items",
          "not",
          "propertyNames",
          "then",
          "unevaluatedItems",
          "unevaluatedProperties" ->
          Role.SCHEMA;
      default -> Role.VALUE;
    };
  }

  private static String kind(String keyword, Role role, Draft draft) {
    return switch (role) {
      case SCHEMA ->
          draft == Draft.DRAFT_4 ? "a schema: an object" : "a schema: an object, true, or false";
      case SCHEMAS_BY_NAME -> "an object whose members are schemas";
      case LIST_OF_SCHEMAS -> "a list of schemas, with at least one";
      case VALUE -> kind(keyword, draft);
    };
  }

  private static String kind(String keyword, Draft draft) {
    return switch (keyword) {
      case "type" ->
          "one of \"array\", \"boolean\", \"integer\", \"null\", \"number\", \"object\","
              + " \"string\", or a list of some of them, each once";
      case "required" ->
          draft == Draft.DRAFT_4
              ? "a list of names, at least one, each once"
              : "a list of names, each once";
      case "enum" -> "a list of values";
      case "maxLength",
          "minLength",
          "maxItems",
          "minItems",
          "maxProperties",
          "minProperties",
          "maxContains",
          "minContains" ->
          "a whole number, 0 or more";
      case "maximum", "minimum" -> "a number";
      case "exclusiveMaximum", "exclusiveMinimum" ->
          draft == Draft.DRAFT_4 ? "true or false, beside the bound itself" : "a number";
      case "multipleOf" -> "a number above 0";
      case "uniqueItems", "readOnly", "writeOnly", "deprecated", "$recursiveAnchor" ->
          "true or false";
      case "examples" -> "a list";
      case "dependencies" -> "an object whose members are schemas or lists of names";
      case "dependentRequired" -> "an object whose members are lists of names";
      case "$vocabulary" -> "an object whose members are true or false";
      default -> "a text of the form that its draft demands";
    };
  }

  private static void addUnknown(
      JsonNode schema, String path, Dialect around, List<Mistake> mistakes) {
    if (!schema.isObject()) {
      return;
    }
    Dialect dialect = Draft.of(schema).map(Dialect::of).orElse(around);
    for (Map.Entry<String, JsonNode> member : schema.properties()) {
      String name = member.getKey();
      boolean isTold = mistakes.stream().anyMatch(one -> one.isName() && one.path().endsWith(name));
      if (!isTold && !dialect.defines(name) && !isNote(name)) {
        mistakes.add(new Mistake(Path.child(path, name), meaningless(name, dialect), true, false));
      }
    }
    try {
      dialect.visitParts(
          "",
          schema,
          (pointer, part) -> {
            String inner = path;
            JsonNode at = schema;
            for (String token : Pointers.tokens(pointer)) {
              inner =
                  at.isArray()
                      ? Path.element(inner, Integer.parseInt(token))
                      : Path.child(inner, token);
              at = at.isArray() ? at.path(Integer.parseInt(token)) : at.path(token);
            }
            addUnknown(part, inner, dialect, mistakes);
          });
    } catch (UnusableJsonSchema e) {
      throw new IllegalStateException(e);
    }
  }

  /** Names that are written on purpose, as {@code x-owner} and {@code tsAdditionalProperties}. */
  private static boolean isNote(String name) {
    return NOTES.contains(name)
        || name.startsWith("x-")
        || name.indexOf('.') >= 0
        || name.indexOf(':') >= 0
        || isOfTool(name);
  }

  /** A keyword with something before it. */
  private static boolean isOfTool(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    Set<String> keywords = Dialect.names();
    return !keywords.contains(name)
        && keywords.stream()
            .anyMatch(
                keyword ->
                    keyword.length() + 1 < name.length()
                        && lower.endsWith(keyword.toLowerCase(Locale.ROOT)));
  }

  private static String meaningless(String name, Dialect dialect) {
    for (Draft draft : Draft.values()) {
      if (Dialect.of(draft).defines(name)) {
        return "'"
            + name
            + "' means nothing in this schema: "
            + words(draft)
            + " defines it, and the schema is one of "
            + words(dialect.draft());
      }
    }
    String near = Suggestion.among(name, new TreeSet<>(Dialect.names()));
    return "'"
        + name
        + "' is no keyword of JSON Schema and means nothing"
        + (near.startsWith("; did you mean") ? near : "; a note of your own may begin with x-");
  }

  private static String words(Draft draft) {
    return switch (draft) {
      case DRAFT_4 -> "draft 4";
      case DRAFT_6 -> "draft 6";
      case DRAFT_7 -> "draft 7";
      case DRAFT_2019_09 -> "draft 2019-09";
      case DRAFT_2020_12 -> "draft 2020-12";
    };
  }
}
