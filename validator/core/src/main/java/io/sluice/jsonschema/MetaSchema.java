package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.failure.Suggestion;
import io.sluice.fault.Fault;
import io.sluice.fault.Faults;
import io.sluice.path.Path;
import io.sluice.path.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks schemas against the meta-schema of their draft.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core#section-8.1.1">JSON Schema
 *     Core, section 8.1.1</a>
 */
public final class MetaSchema {

  private static final Map<Draft, JsonSchema> COMPILED = new EnumMap<>(Draft.class);

  /**
   * Keywords of any draft that do not require anything, in addition to those of {@link Dialect}.
   */
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

  /** Keywords of meta-schemas whose failures are about missing members. */
  private static final Set<String> MISSING =
      Set.of("dependencies", "dependentRequired", "required");

  private MetaSchema() {}

  /**
   * A mistake in a schema.
   *
   * @param path the path of the value, or of the member whose name is wrong
   * @param isName whether the mistake is in the name of the member
   * @param isWrong whether the draft forbids it; otherwise it only has no effect
   */
  public record Mistake(String path, String message, boolean isName, boolean isWrong) {}

  /**
   * All mistakes without duplicates: first violations of the drafts, then keywords without effect.
   *
   * @param references the texts of other schemas, which may include the schema's own meta-schema
   */
  public static List<Mistake> mistakes(JsonNode schema, Map<String, String> references) {
    Set<Mistake> mistakes = new LinkedHashSet<>();
    Draft known = draft(schema, references);
    Draft draft = known == null ? Draft.DRAFT_2020_12 : known;
    addForbidden(schema, "", draft, mistakes);
    if (known == null) {
      mistakes.add(
          new Mistake(
              Path.child("", "$schema"),
              "the JSON Schema draft is unknown, so the schema is read as draft 2020-12; use"
                  + " https://json-schema.org/draft/2020-12/schema",
              false,
              false));
    }
    Map<String, Mistake> unknown = new LinkedHashMap<>();
    addUnknown(schema, "", Dialect.of(draft), unknown);
    mistakes.addAll(unknown.values());
    return List.copyOf(mistakes);
  }

  /** The draft of a schema, possibly through its own meta-schema; null if it is unknown. */
  private static @Nullable Draft draft(JsonNode schema, Map<String, String> references) {
    JsonNode named = schema.path("$schema");
    if (!named.isTextual()) {
      return Draft.DRAFT_2020_12;
    }
    String meta = references.get(Uris.withoutFragment(named.textValue()));
    try {
      return meta == null
          ? Draft.of(schema).orElse(null)
          : Draft.of(SchemaJson.parse(named.textValue(), meta)).orElse(null);
    } catch (UnusableJsonSchema e) {
      // that it cannot be read is reported when the schema is compiled
      return null;
    }
  }

  private static String join(String prefix, String path) {
    return prefix.isEmpty() ? path : Path.join(prefix, path);
  }

  /**
   * Checks a schema against the meta-schema of its draft, and embedded schemas that specify a draft
   * against their own (Core 2020-12, section 9.3.3).
   */
  private static void addForbidden(
      JsonNode schema, String path, Draft draft, Set<Mistake> mistakes) {
    JsonNode rest = schema.deepCopy();
    takeOut(rest, path, Dialect.of(draft), mistakes);
    Faults faults = of(draft).check(Equality.value(rest));
    if (faults != null) {
      faults.kept().forEach(fault -> mistakes.add(mistake(fault, path, draft)));
      int more = faults.total() - faults.kept().size();
      if (more > 0) {
        mistakes.add(
            new Mistake(
                path,
                "the schema has " + more + " more errors; fix the listed ones to see the rest",
                false,
                true));
      }
    }
  }

  /** Checks the schemas that specify their own draft, and then empties them. */
  private static void takeOut(
      JsonNode schema, String path, Dialect dialect, Set<Mistake> mistakes) {
    for (Dialect.Part part : dialect.parts(schema)) {
      String inner = part.path(path);
      Draft own = Draft.of(part.schema()).orElse(null);
      if (own != null && part.schema() instanceof ObjectNode object) {
        addForbidden(object, inner, own, mistakes);
        object.removeAll();
      } else {
        takeOut(part.schema(), inner, dialect, mistakes);
      }
    }
  }

  private static Mistake mistake(Fault fault, String prefix, Draft draft) {
    String path = fault.path() == null ? "" : fault.path();
    if (!MISSING.contains(fault.code())) {
      return new Mistake(join(prefix, path), Expectation.of(path, draft), false, true);
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
    String dependent = dependent(name, draft);
    return new Mistake(
        Path.child(join(prefix, around), dependent),
        "'" + dependent + "' requires '" + name + "' in the same schema",
        true,
        true);
  }

  /** The keyword that a draft allows only with another one. */
  private static String dependent(String needed, Draft draft) {
    for (Map.Entry<String, JsonNode> one : metaSchema(draft).path("dependencies").properties()) {
      for (JsonNode name : one.getValue()) {
        if (name.asText().equals(needed)) {
          return one.getKey();
        }
      }
    }
    throw new IllegalStateException("no keyword of " + draft + " needs " + needed);
  }

  private static JsonNode metaSchema(Draft draft) {
    try {
      JsonNode text = SchemaJson.metaSchema(draft.metaSchema());
      if (text == null) {
        throw new IllegalStateException("no meta-schema of " + draft);
      }
      return text;
    } catch (UnusableJsonSchema e) {
      throw new IllegalStateException("the meta-schema of " + draft + " is unusable", e);
    }
  }

  private static synchronized JsonSchema of(Draft draft) {
    JsonSchema known = COMPILED.get(draft);
    if (known == null) {
      try {
        known = JsonSchema.compile(metaSchema(draft), Map.of(), false, draft);
      } catch (UnusableJsonSchema e) {
        throw new IllegalStateException("the meta-schema of " + draft + " is unusable", e);
      }
      COMPILED.put(draft, known);
    }
    return known;
  }

  private static void addUnknown(
      JsonNode schema, String path, Dialect around, Map<String, Mistake> unknown) {
    Dialect dialect = Draft.of(schema).map(Dialect::of).orElse(around);
    for (Map.Entry<String, JsonNode> member : schema.properties()) {
      String name = member.getKey();
      if (!dialect.defines(name) && !isNote(name)) {
        unknown.putIfAbsent(
            name, new Mistake(Path.child(path, name), meaningless(name, dialect), true, false));
      }
    }
    for (Dialect.Part part : dialect.parts(schema)) {
      addUnknown(part.schema(), part.path(path), dialect, unknown);
    }
  }

  /** Whether a name is deliberate, such as {@code x-owner} or {@code tsAdditionalProperties}. */
  private static boolean isNote(String name) {
    return NOTES.contains(name)
        || name.startsWith("x-")
        || name.indexOf('.') >= 0
        || name.indexOf(':') >= 0
        || isOfTool(name);
  }

  /** Whether a name is a keyword with a prefix, such as {@code tsType}, and not a typo. */
  private static boolean isOfTool(String name) {
    Set<String> others = Dialect.names();
    boolean isKeyword = others.contains(name);
    boolean endsInKeyword = others.removeIf(keyword -> isPrefixed(name, keyword));
    return !isKeyword && endsInKeyword && !Suggestion.isSlip(name, others);
  }

  private static boolean isPrefixed(String name, String keyword) {
    return keyword.length() + 1 < name.length()
        && name.toLowerCase(Locale.ROOT).endsWith(keyword.toLowerCase(Locale.ROOT))
        && (Character.isUpperCase(name.charAt(name.length() - keyword.length()))
            || !Suggestion.isSlip(name, Set.of(keyword)));
  }

  /**
   * A pattern of a schema.
   *
   * @param path the path of the value, or of the member with this name
   */
  public record PatternAt(String text, String path, boolean isName) {}

  /** All patterns of a schema and of the schemas inside it. */
  public static List<PatternAt> patterns(JsonNode schema) {
    List<PatternAt> patterns = new ArrayList<>();
    addPatterns(schema, "", Dialect.of(Draft.of(schema).orElse(Draft.DRAFT_2020_12)), patterns);
    return patterns;
  }

  private static void addPatterns(
      JsonNode schema, String path, Dialect dialect, List<PatternAt> patterns) {
    if (schema.path("pattern").isTextual()) {
      String place = Path.child(path, "pattern");
      patterns.add(new PatternAt(schema.path("pattern").textValue(), place, false));
    }
    String names = Path.child(path, "patternProperties");
    schema
        .path("patternProperties")
        .fieldNames()
        .forEachRemaining(name -> patterns.add(new PatternAt(name, Path.child(names, name), true)));
    for (Dialect.Part part : dialect.parts(schema)) {
      addPatterns(part.schema(), part.path(path), dialect, patterns);
    }
  }

  private static String meaningless(String name, Dialect dialect) {
    List<Draft> drafts =
        Arrays.stream(Draft.values()).filter(draft -> Dialect.of(draft).defines(name)).toList();
    if (!drafts.isEmpty()) {
      return "'"
          + name
          + "' has no effect in this schema: it is a keyword of "
          + words(drafts)
          + ", but the schema uses "
          + words(dialect.draft());
    }
    String near = Suggestion.near(name, new TreeSet<>(Dialect.names()));
    return "'"
        + name
        + "' is not a JSON Schema keyword"
        + (near.isEmpty() ? "; prefix custom annotations with x-" : near);
  }

  /** A range of consecutive drafts. */
  private static String words(List<Draft> drafts) {
    Draft first = drafts.get(0);
    Draft last = drafts.get(drafts.size() - 1);
    if (first == last) {
      return words(first);
    }
    return last == Draft.DRAFT_2020_12
        ? words(first) + " and later"
        : words(first) + " to " + words(last);
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
