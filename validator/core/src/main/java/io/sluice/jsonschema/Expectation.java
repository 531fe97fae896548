package io.sluice.jsonschema;

import io.sluice.path.Path;
import io.sluice.path.Step;
import java.util.List;

/** Descriptions of the allowed values of keywords. */
final class Expectation {

  private Expectation() {}

  /** The role of a value in a schema. */
  private enum Role {
    SCHEMA,
    SCHEMAS_BY_NAME,
    LIST_OF_SCHEMAS,
    VALUE
  }

  /** A description of the allowed values at a path. */
  static String of(String path, Draft draft) {
    Role role = Role.SCHEMA;
    String keyword = "";
    boolean isDependency = false;
    boolean isElement = false;
    for (Step step : path.isEmpty() ? List.<Step>of() : Path.parse(path).steps()) {
      if (role == Role.SCHEMA && step instanceof Step.Name name) {
        keyword = name.name();
        role = role(keyword);
      } else if (step instanceof Step.Name name && role == Role.SCHEMAS_BY_NAME) {
        isDependency = keyword.equals("dependencies");
        keyword = name.name();
        role = Role.SCHEMA;
        continue;
      } else if (role == Role.LIST_OF_SCHEMAS) {
        role = Role.SCHEMA;
        isElement = true;
        continue;
      }
      isElement = false;
      isDependency &= !(step instanceof Step.Name);
    }
    if (isDependency) {
      return "'" + keyword + "' must be a schema, or a list of unique names";
    }
    boolean isList = keyword.equals("items") && draft.compareTo(Draft.DRAFT_2020_12) < 0;
    if (isList && role == Role.SCHEMA) {
      return "'items' must be a schema, or a non-empty list of schemas";
    }
    if (keyword.isEmpty()) {
      return draft == Draft.DRAFT_4
          ? "a schema must be an object"
          : "a schema must be an object, true, or false";
    }
    return (isElement ? "each element of '" : "'")
        + keyword
        + "' must be "
        + kind(keyword, role, draft);
  }

  private static Role role(String keyword) {
    return switch (keyword) {
      case "$defs",
          "definitions",
          "dependencies",
          "dependentSchemas",
          "patternProperties",
          "properties" ->
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
      case LIST_OF_SCHEMAS -> "a non-empty list of schemas";
      case VALUE -> kind(keyword, draft);
    };
  }

  private static String kind(String keyword, Draft draft) {
    return switch (keyword) {
      case "type" ->
          "one of \"array\", \"boolean\", \"integer\", \"null\", \"number\", \"object\","
              + " \"string\", or a list of them without repeats";
      case "required" ->
          draft == Draft.DRAFT_4 ? "a non-empty list of unique names" : "a list of unique names";
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
          draft == Draft.DRAFT_4 ? "true or false, next to the bound itself" : "a number";
      case "multipleOf" -> "a number greater than 0";
      case "uniqueItems", "readOnly", "writeOnly", "deprecated", "$recursiveAnchor" ->
          "true or false";
      case "examples" -> "a list";
      case "dependentRequired" -> "an object whose members are lists of names";
      case "$vocabulary" -> "an object whose members are true or false";
      default -> "a string in the format its draft requires";
    };
  }
}
