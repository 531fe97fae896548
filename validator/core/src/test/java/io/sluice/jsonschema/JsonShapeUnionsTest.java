package io.sluice.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.type.Field;
import io.sluice.type.ListType;
import io.sluice.type.MapType;
import io.sluice.type.RecordType;
import io.sluice.type.Type;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What branches of a schema have in common becomes a typed column. */
class JsonShapeUnionsTest {

  private static JsonShape.Document shape(String schema) throws Exception {
    return JsonShape.of(new ObjectMapper().readTree(schema), Map.of());
  }

  private static String words(Type type) {
    if (type instanceof RecordType record) {
      return record.fields().stream()
          .map(JsonShapeUnionsTest::words)
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (type instanceof ListType list) {
      return "[" + words(list.element()) + (list.elementNullable() ? "?" : "") + "]";
    }
    if (type instanceof MapType map) {
      return "map " + words(map.value()) + (map.valueNullable() ? "?" : "");
    }
    return type.describe().replace("any JSON value", "json");
  }

  private static String words(Field field) {
    return field.name() + " " + words(field.type()) + (field.nullable() ? "?" : "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'oneOf': [{'type': 'string'}, {'const': 'x'}]} | string",
        "{'anyOf': [{'type': 'integer'}, {'type': 'number'}]} | number",
        "{'type': ['integer', 'number', 'null']} | number",
        "{'oneOf': [{'type': 'integer'}, {'type': 'string'}]} | json",
        "{'oneOf': [{'type': 'integer'}, {'type': 'null'}, {'enum': [1, 2]}]} | long",
        "{'enum': ['a', null]} | string",
        "{'enum': [1, 2.0]} | long",
        "{'enum': [1, 'a']} | json",
        "{'const': 99999999999999999999} | decimal(38,0)",
        "{'type': 'string', 'oneOf': [{'minLength': 3}, {'pattern': 'x'}]} | string",
        "{'allOf': [{'type': ['string', 'null']}, {'minLength': 1}]} | string",
        "{'type': 'number', 'allOf': [{'type': 'integer'}]} | number",
        "{'type': 'number', 'enum': [1, 2]} | number",
        "{'enum': [1, 1e50]} | number",
        "{'type': 'integer', 'allOf': [{'maximum': 18446744073709551615}]} | decimal(38,0)",
        "{'if': {'const': 'x'}, 'then': true, 'else': {'type': 'string'}} | string",
        "{'if': {'minLength': 1}, 'then': {'type': 'string'}} | json",
        "{'not': {'type': 'string'}} | json",
        "{'$ref': '#/$defs/text'} | string",
        "{'$ref': '#text'} | string",
        "{'$ref': '#/$defs/text', 'maxLength': 3} | string",
        "{'oneOf': [{'type': 'array', 'items': {'type': 'integer'}}, {'type': 'array', 'items':"
            + " {'type': ['number', 'null']}}]} | [number?]",
        "{'type': 'array', 'prefixItems': [{'type': 'integer'}, {'type': 'number'}], 'items':"
            + " false} | [number]",
        "{'type': 'array', 'prefixItems': [{'type': 'integer'}]} | json",
        "{'oneOf': [{'$ref': '#/$defs/a'}, {'$ref': '#/$defs/b'}]} | {id long, x string?, y string?}",
        "{'oneOf': [{'$ref': '#/$defs/a'}, {'type': 'object'}]} | json",
        "{'allOf': [{'$ref': '#/$defs/open'}, {'type': 'object', 'properties': {'z': {'type':"
            + " 'boolean'}}, 'required': ['z']}], 'unevaluatedProperties': false} | {id long, z boolean}",
        "{'type': 'object', 'unevaluatedProperties': false, 'oneOf': [{'$ref': '#/$defs/open'},"
            + " {'properties': {'z': {'type': 'boolean'}}}]} | {id long?, z boolean?}",
        "{'type': 'object', 'unevaluatedProperties': false, 'allOf': [{'patternProperties': {'^x':"
            + " true}}, {'properties': {'z': {'type': 'boolean'}}}]} | json",
        "{'type': 'object', 'unevaluatedProperties': false, 'allOf': [{'unevaluatedProperties':"
            + " true}, {'properties': {'z': {'type': 'boolean'}}}]} | json",
        "{'oneOf': [{'type': 'object', 'additionalProperties': {'type': 'integer'}}, {'type':"
            + " 'object', 'additionalProperties': {'type': 'number'}}]} | map number",
        "{'oneOf': [{'$ref': '#/$defs/a'}, {'$ref': '#/$defs/c'}]} | {id json, x string?}",
      })
  void ofAMember(String member, String expected) throws Exception {
    String schema =
        """
        {"type": "object", "additionalProperties": false, "required": ["m"],
         "properties": {"m": %s},
         "$defs": {
          "text": {"$anchor": "text", "type": "string"},
          "open": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}},
          "a": {"type": "object", "additionalProperties": false, "required": ["id"],
            "properties": {"id": {"type": "integer"}, "x": {"type": "string"}}},
          "b": {"type": "object", "additionalProperties": false, "required": ["id", "y"],
            "properties": {"id": {"type": "integer"}, "y": {"enum": ["p", "q"]}}},
          "c": {"type": "object", "additionalProperties": false, "required": ["id"],
            "properties": {"id": {"type": "string"}}}}}
        """
            .formatted(member.replace('\'', '"'));
    RecordType type = (RecordType) shape(schema).type();
    assertThat(words(type.fields().get(0).type())).isEqualTo(expected);
  }

  @Test
  void membersOfRootBranchesAreColumns() throws Exception {
    JsonShape.Document document =
        shape(
            """
            {"oneOf": [{"$ref": "#/definitions/opened"}, {"$ref": "#/definitions/closed"}],
             "definitions": {
              "opened": {"type": "object", "additionalProperties": false, "required": ["action"],
                "properties": {"action": {"enum": ["opened"]}, "by": {"type": "string"}}},
              "closed": {"type": "object", "additionalProperties": false, "required": ["action"],
                "properties": {"action": {"enum": ["closed"]}, "by": {"type": "integer"},
                  "why": {"type": "string"}}}}}
            """);
    assertThat(words(document.type())).isEqualTo("{action string, by json?, why string?}");
    assertThat(document.isOpen()).isFalse();
    assertThat(document.disagreements())
        .containsExactly(
            new JsonShape.Disagreement(
                "by",
                "#/definitions/closed/properties/by",
                "is an integer at #/definitions/closed/properties/by, and a string at"
                    + " #/definitions/opened/properties/by"));
  }

  @Test
  void whatIsLeftOpenIsNoDisagreement() throws Exception {
    assertThat(
            shape(
                    """
                    {"type": "object", "properties": {
                      "a": {}, "b": {"type": ["string", "integer"]}, "c": {"type": "object"}}}
                    """)
                .disagreements())
        .isEmpty();
    assertThat(
            shape(
                    """
                    {"type": "object", "properties": {
                      "a": {"oneOf": [{"type": "string"}, {"title": "anything"}]}}}
                    """)
                .disagreements())
        .extracting(JsonShape.Disagreement::message)
        .isEqualTo(
            List.of(
                "is anything at #/properties/a/oneOf/1, and a string at #/properties/a/oneOf/0"));
  }

  /** A branch that is cut off may declare what the object around refuses. */
  @Test
  void aTreeThatIsClosedByWhatItExtendsIsJson() throws Exception {
    assertThat(
            words(
                shape(
                        """
                        {"type": "object", "allOf": [{"$ref": "#/$defs/element"}],
                         "unevaluatedProperties": false,
                         "$defs": {
                          "element": {"type": "object", "properties": {"id": {"type": "string"},
                            "children": {"type": "array", "items": {"$ref": "#/$defs/group"}}}},
                          "group": {"type": "object", "allOf": [{"$ref": "#/$defs/element"}],
                            "properties": {"label": {"type": "string"}},
                            "unevaluatedProperties": false}}}
                        """)
                    .type()))
        .isEqualTo("{id string?, children [json]?}");
  }

  @Test
  void aMemberThatGrowsWithoutEndLeavesTheOthersAsTheyAre() throws Exception {
    StringBuilder schema = new StringBuilder("{\"type\": \"object\", \"properties\": {");
    schema.append(
        "\"g\": {\"$ref\": \"#/$defs/d0\"}, \"a\": {\"type\": \"integer\"}}, \"$defs\": {");
    for (int i = 0; i < 9; i++) {
      schema
          .append(i == 0 ? "" : ",")
          .append("\"d" + i + "\": {\"type\": \"object\", \"properties\": {");
      for (int j = 0; j < 9; j++) {
        schema
            .append(j == 0 ? "" : ",")
            .append("\"m" + j + "\": {\"$ref\": \"#/$defs/d" + j + "\"}");
      }
      schema.append("}}");
    }
    assertThat(words(shape(schema + "}}").type())).isEqualTo("{g json?, a long?}");
  }

  @Test
  void aTreeEnds() throws Exception {
    assertThat(
            words(
                shape(
                        """
                        {"type": "object", "additionalProperties": false, "properties": {
                          "size": {"type": "integer"},
                          "parts": {"type": "array", "items": {"anyOf": [
                            {"$ref": "#"}, {"type": "null"}]}}}}
                        """)
                    .type()))
        .isEqualTo("{size long?, parts [json?]?}");
  }
}
