package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.path.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The keywords that are in effect: those of a draft, or of the vocabularies that a meta-schema
 * lists.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core#section-8.1">JSON Schema
 *     Core, section 8.1</a>
 */
record Dialect(
    Draft draft, boolean applies, boolean validates, boolean unevaluated, boolean assertsFormats) {

  private static final Set<String> ALWAYS =
      Set.of(
          "$ref",
          "$id",
          "id",
          "$schema",
          "$anchor",
          "$dynamicRef",
          "$dynamicAnchor",
          "$recursiveRef",
          "$recursiveAnchor",
          "$defs",
          // whether these demand anything is decided elsewhere
          "format",
          "contentEncoding",
          "contentMediaType");

  private static final Set<String> VALIDATION =
      Set.of(
          "type",
          "enum",
          "const",
          "multipleOf",
          "maximum",
          "exclusiveMaximum",
          "minimum",
          "exclusiveMinimum",
          "maxLength",
          "minLength",
          "pattern",
          "maxItems",
          "minItems",
          "uniqueItems",
          "maxContains",
          "minContains",
          "maxProperties",
          "minProperties",
          "required",
          "dependentRequired");

  /** The first draft that defines a keyword, if it is not draft 4. */
  private static final Map<String, Draft> SINCE =
      Map.ofEntries(
          Map.entry("const", Draft.DRAFT_6),
          Map.entry("contains", Draft.DRAFT_6),
          Map.entry("propertyNames", Draft.DRAFT_6),
          Map.entry("if", Draft.DRAFT_7),
          Map.entry("contentEncoding", Draft.DRAFT_7),
          Map.entry("contentMediaType", Draft.DRAFT_7),
          Map.entry("dependentRequired", Draft.DRAFT_2019_09),
          Map.entry("dependentSchemas", Draft.DRAFT_2019_09),
          Map.entry("maxContains", Draft.DRAFT_2019_09),
          Map.entry("minContains", Draft.DRAFT_2019_09),
          Map.entry("unevaluatedItems", Draft.DRAFT_2019_09),
          Map.entry("unevaluatedProperties", Draft.DRAFT_2019_09),
          Map.entry("$anchor", Draft.DRAFT_2019_09),
          Map.entry("$recursiveRef", Draft.DRAFT_2019_09),
          Map.entry("$recursiveAnchor", Draft.DRAFT_2019_09),
          Map.entry("$dynamicRef", Draft.DRAFT_2020_12),
          Map.entry("$dynamicAnchor", Draft.DRAFT_2020_12),
          Map.entry("prefixItems", Draft.DRAFT_2020_12));

  /** The last draft that defines a keyword, if it is not 2020-12. */
  private static final Map<String, Draft> UNTIL =
      Map.of(
          "additionalItems", Draft.DRAFT_2019_09,
          "$recursiveRef", Draft.DRAFT_2019_09,
          "$recursiveAnchor", Draft.DRAFT_2019_09,
          "contentEncoding", Draft.DRAFT_7,
          "contentMediaType", Draft.DRAFT_7);

  /** Keywords whose value is a schema. */
  private static final List<String> ONE =
      List.of(
          "additionalItems",
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
          "unevaluatedProperties");

  /** Keywords whose value is a list of schemas. */
  private static final List<String> LISTS =
      List.of("allOf", "anyOf", "oneOf", "prefixItems", "items");

  /** Keywords whose value has schemas as its members. */
  private static final List<String> MAPS =
      List.of(
          "$defs",
          "definitions",
          "dependencies",
          "dependentSchemas",
          "patternProperties",
          "properties");

  static Dialect of(Draft draft) {
    return new Dialect(draft, true, true, true, false);
  }

  /** The dialect of a meta-schema, whose {@code $vocabulary} may omit keywords. */
  static Dialect of(Draft draft, JsonNode metaSchema) {
    JsonNode vocabularies = metaSchema.path("$vocabulary");
    if (!vocabularies.isObject()) {
      return of(draft);
    }
    return new Dialect(
        draft,
        has(vocabularies, "/vocab/applicator"),
        has(vocabularies, "/vocab/validation"),
        has(
            vocabularies,
            draft == Draft.DRAFT_2019_09 ? "/vocab/applicator" : "/vocab/unevaluated"),
        has(vocabularies, "/vocab/format-assertion"));
  }

  private static boolean has(JsonNode vocabularies, String end) {
    for (Map.Entry<String, JsonNode> one : vocabularies.properties()) {
      if (one.getKey().endsWith(end)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a keyword has a meaning. */
  boolean knows(String keyword) {
    boolean isOfDraft =
        draft.isAtLeast(SINCE.getOrDefault(keyword, Draft.DRAFT_4))
            && UNTIL.getOrDefault(keyword, Draft.DRAFT_2020_12).isAtLeast(draft);
    if (!isOfDraft || ALWAYS.contains(keyword)) {
      return isOfDraft;
    }
    return keyword.startsWith("unevaluated")
        ? unevaluated
        : VALIDATION.contains(keyword) ? validates : applies;
  }

  /** Whether the draft defines a keyword that requires something or refers to a schema. */
  boolean defines(String keyword) {
    boolean isOld = draft == Draft.DRAFT_4;
    return switch (keyword) {
      case "id" -> isOld;
      case "$id" -> !isOld;
      case "then", "else" -> knows("if");
      default -> names().contains(keyword) && knows(keyword);
    };
  }

  /** All keywords of all drafts that require something or refer to a schema. */
  static Set<String> names() {
    Set<String> names = new HashSet<>(ALWAYS);
    names.addAll(VALIDATION);
    names.addAll(ONE);
    names.addAll(LISTS);
    names.addAll(MAPS);
    return names;
  }

  /**
   * A schema in a keyword of another schema.
   *
   * @param steps names, and indexes as Integer, that lead to it
   */
  record Part(List<Object> steps, JsonNode schema) {

    /** The JSON pointer, from the pointer of the enclosing schema. */
    String pointer(String around) {
      String pointer = around;
      for (Object step : steps) {
        pointer = Pointers.append(pointer, step.toString());
      }
      return pointer;
    }

    /** The path, from the path of the enclosing schema. */
    String path(String around) {
      String path = around;
      for (Object step : steps) {
        path =
            step instanceof Integer index
                ? Path.element(path, index)
                : Path.child(path, step.toString());
      }
      return path;
    }
  }

  /** The schemas in the keywords of a schema. */
  List<Part> parts(JsonNode schema) {
    List<Part> parts = new ArrayList<>();
    for (String keyword : ONE) {
      JsonNode value = schema.path(keyword);
      if (value.isObject() || value.isBoolean()) {
        parts.add(new Part(List.of(keyword), value));
      }
    }
    for (String keyword : LISTS) {
      JsonNode value = schema.path(keyword);
      for (int i = 0; value.isArray() && i < value.size(); i++) {
        parts.add(new Part(List.of(keyword, i), value.get(i)));
      }
    }
    for (String keyword : MAPS) {
      for (Map.Entry<String, JsonNode> member : schema.path(keyword).properties()) {
        if (member.getValue().isObject() || member.getValue().isBoolean()) {
          parts.add(new Part(List.of(keyword, member.getKey()), member.getValue()));
        }
      }
    }
    return parts;
  }
}
