package io.sluice.language.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.language.SchemaFolder.Version;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonSchemaLintTest {

  private static List<String> findings(String schema) {
    Version version =
        new Version(1, Path.of("v1.json"), new SchemaText(SchemaFormat.JSON, schema, Map.of()));
    return JsonSchemaLint.of(version, true).stream()
        .map(one -> one.severity().label() + " " + one.problem())
        .toList();
  }

  @Test
  void eachMistakeIsToldWhereItStands() {
    assertThat(
            findings(
                """
                {
                  "$schema": "https://json-schema.org/draft/2020-12/schema",
                  "type": "object",
                  "requierd": ["id"],
                  "x-owner": "team-a",
                  "properties": {
                    "door": {"type": "String"},
                    "sign": {"type": "string", "minLength": "3"},
                    "minLength": 5,
                    "box": {"type": ["object", "Null"], "required": "label", "items": [true]},
                    "code": {"pattern": "^\\\\d{2}\\\\-\\\\d$"},
                    "rest": {"additionalItems": false}
                  }
                }
                """))
        .containsExactlyInAnyOrder(
            "error v1.json:7:22: 'type' must be one of \"array\", \"boolean\", \"integer\","
                + " \"null\", \"number\", \"object\", \"string\", or a list of them without"
                + " repeats",
            "error v1.json:8:45: 'minLength' must be a whole number, 0 or more",
            "error v1.json:9:18: 'minLength' must be a schema: an object, true, or false",
            "error v1.json:10:32: 'type' must be one of \"array\", \"boolean\", \"integer\","
                + " \"null\", \"number\", \"object\", \"string\", or a list of them without"
                + " repeats",
            "error v1.json:10:53: 'required' must be a list of unique names",
            "error v1.json:10:71: 'items' must be a schema: an object, true, or false",
            "warning v1.json:4:3: 'requierd' is not a JSON Schema keyword; did"
                + " you mean 'required'?",
            "warning v1.json:11:25: the pattern is read without the 'u' flag (an emoji counts"
                + " as two"
                + " characters, and '\\p' means the letter p): ECMA-262 has no escape '\\-'; to"
                + " match"
                + " '-', write it without the backslash",
            "warning v1.json:12:14: 'additionalItems' has no effect in this schema: it is a"
                + " keyword of"
                + " draft 4 to draft 2019-09, but the schema uses draft 2020-12");
  }

  @Test
  void keywordsOfNewerDraftsAreToldOf() {
    assertThat(
            findings(
                "{\"$schema\": \"http://json-schema.org/draft-04/schema#\", \"id\": \"http://a/b\","
                    + " \"const\": 1, \"exclusiveMinimum\": 3}"))
        .containsExactlyInAnyOrder(
            "warning v1.json:1:76: 'const' has no effect in this schema: it is a keyword of"
                + " draft 6 and"
                + " later, but the schema uses draft 4",
            "error v1.json:1:88: 'exclusiveMinimum' requires 'minimum' in the same schema",
            "error v1.json:1:108: 'exclusiveMinimum' must be true or false, next to the bound"
                + " itself");
  }

  @Test
  void aSoundSchemaHasNoFindings() {
    assertThat(
            findings(
                "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"definitions\":"
                    + " {\"a\": {\"if\": true, \"then\": {\"type\": \"null\"}, \"else\": false}}}"))
        .isEmpty();
  }

  @Test
  void eachSchemaIsHeldAgainstItsOwnDraft() {
    assertThat(
            findings(
                "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"$defs\": {\"a\":"
                    + " {\"$id\": \"http://x/a\", \"$schema\":"
                    + " \"http://json-schema.org/draft-07/schema#\", \"items\": [{\"type\":"
                    + " \"string\"}], \"additionalItems\": {\"type\": \"strin\"}}}}"))
        .hasSize(1)
        .first(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .contains("'type' must be one of");
  }

  @Test
  void slipsAreToldFromNotesOfTools() {
    assertThat(findings("{\"addtionalProperties\": false, \"tsAdditionalProperties\": true}"))
        .containsExactly(
            "warning v1.json:1:2: 'addtionalProperties' is not a JSON Schema keyword; did you mean"
                + " 'additionalProperties'?");
    assertThat(findings("{\"nullable\": true, \"properties\": {\"able\": {\"able\": 1}}}"))
        .hasSize(2);
  }

  @Test
  void patternsAreLookedForWhereTheyAreKeywords() {
    assertThat(findings("{\"examples\": [{\"pattern\": \"a\\\\-b\"}]}")).isEmpty();
    assertThat(findings("{\"patternProperties\": {\"^a\\\\-\": {}}}")).hasSize(1);
  }

  @Test
  void saysWhatMustBeThere() {
    String draft7 = "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", ";
    assertThat(findings("5"))
        .containsExactly("error v1.json:1:1: a schema must be an object, true, or false");
    assertThat(findings(draft7 + "\"items\": []}").toString())
        .contains("'items' must be a schema, or a non-empty list of schemas");
    assertThat(findings(draft7 + "\"dependencies\": {\"a\": {\"type\": \"strin\"}}}").toString())
        .contains("'type' must be one of");
    assertThat(findings(draft7 + "\"dependencies\": {\"a\": 5}}").toString())
        .contains("'a' must be a schema, or a list of unique names");
  }
}
