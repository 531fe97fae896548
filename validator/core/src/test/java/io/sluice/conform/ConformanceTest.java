package io.sluice.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contract.JsonEngine;
import io.sluice.contract.JsonValidation;
import io.sluice.decode.TestJson;
import io.sluice.fault.Faults;
import io.sluice.jsonschema.UnusableJsonSchema;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConformanceTest {

  private static final String PAYMENTS =
      """
      {"$schema": "http://json-schema.org/draft-07/schema#",
       "properties": {"payments": {"items": {"oneOf": [
         {"required": ["kind", "iban"],
          "properties": {"kind": {"const": "debit"}, "iban": {"type": "string"}}},
         {"required": ["kind", "number"],
          "properties": {"kind": {"const": "card"},
                         "number": {"pattern": "^[0-9]+$"},
                         "holder": {"anyOf": [{"type": "string", "minLength": 2},
                                              {"type": "object", "required": ["name"]}]}}},
         {"type": "null"}]}}}}
      """;

  private static List<String> faults(JsonValidation validation, String schema, String event)
      throws Exception {
    Conformance conformance =
        Conformance.compile(validation, new ObjectMapper().readTree(schema), Map.of());
    Object document = TestJson.decode(event);
    Faults faults = conformance.check(document);
    return faults == null
        ? List.of()
        : faults.kept().stream()
            .map(fault -> fault.code() + " " + fault.path() + " " + fault.schemaPath())
            .toList();
  }

  @ParameterizedTest
  @EnumSource(JsonEngine.class)
  void tellsOfTheBranchThatWasMeant(JsonEngine engine) throws Exception {
    JsonValidation validation = new JsonValidation(engine, false);
    String items = "/properties/payments/items";
    assertThat(
            faults(
                validation,
                PAYMENTS,
                "{\"payments\": [{\"kind\": \"debit\", \"iban\": \"DE1\"}, {\"kind\": \"card\","
                    + " \"number\": \"x\"}]}"))
        .containsExactly(
            "pattern payments[1].number " + items + "/oneOf/1/properties/number/pattern");
    assertThat(
            faults(
                validation,
                PAYMENTS,
                "{\"payments\": [{\"kind\": \"card\", \"number\": \"1\", \"holder\": {}}]}"))
        .containsExactly(
            "required payments[0].holder"
                + (engine != JsonEngine.EVERIT ? ".name " : " ")
                + items
                + "/oneOf/1/properties/holder/anyOf/1/required");
  }

  @ParameterizedTest
  @EnumSource(JsonEngine.class)
  void neverMeansTheBranchOfNull(JsonEngine engine) throws Exception {
    for (String choice : List.of("oneOf", "anyOf")) {
      String schema =
          """
          {"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"a": {"%s": [
            {"type": "null"}, {"type": "object", "required": ["x", "y"]}]}}}
          """
              .formatted(choice);
      String branch = "/properties/a/" + choice + "/1/";
      JsonValidation validation = new JsonValidation(engine, false);
      assertThat(faults(validation, schema, "{\"a\": \"text\"}"))
          .containsExactly("type a " + branch + "type");
      assertThat(faults(validation, schema, "{\"a\": {}}"))
          .hasSize(2)
          .allMatch(fault -> fault.endsWith(branch + "required"));
    }
  }

  @Test
  void saysSoWhereSeveralBranchesFit() throws Exception {
    String schema =
        "{\"properties\": {\"a\": {\"oneOf\": [{\"minimum\": 1}, {\"minimum\": 2}, {\"minimum\": 9}]}}}";
    assertThat(faults(JsonValidation.DEFAULT, schema, "{\"a\": 3}"))
        .containsExactly("oneOf a /properties/a/oneOf");
    assertThat(faults(JsonValidation.DEFAULT, schema, "{\"a\": 0}"))
        .containsExactly("minimum a /properties/a/oneOf/0/minimum");
  }

  @Test
  void aPropertyMayBeCalledLikeAKeyword() throws Exception {
    assertThat(
            faults(
                JsonValidation.DEFAULT,
                "{\"properties\": {\"oneOf\": {\"items\": {\"type\": \"string\"}}}}",
                "{\"oneOf\": [1]}"))
        .containsExactly("type oneOf[0] /properties/oneOf/items/type");
  }

  @ParameterizedTest
  @EnumSource(JsonEngine.class)
  void demandsFormatsOnlyWhereTold(JsonEngine engine) throws Exception {
    String schema =
        "{\"$schema\": \"http://json-schema.org/draft-07/schema#\","
            + " \"properties\": {\"at\": {\"format\": \"date-time\"}}}";
    assertThat(faults(new JsonValidation(engine, false), schema, "{\"at\": \"x\"}")).isEmpty();
    assertThat(faults(new JsonValidation(engine, true), schema, "{\"at\": \"x\"}"))
        .containsExactly("format at /properties/at/format");
  }

  @ParameterizedTest
  @EnumSource(JsonEngine.class)
  void neverFetches(JsonEngine engine) {
    assertThatThrownBy(
            () ->
                faults(
                    new JsonValidation(engine, false),
                    "{\"$ref\": \"http://127.0.0.1:9/other.json\"}",
                    "{}"))
        .isInstanceOf(UnusableJsonSchema.class)
        .hasMessageContaining("Sluice does not fetch schemas");
  }

  @Test
  void everitReadsNoNewerDrafts() {
    assertThatThrownBy(
            () ->
                faults(
                    new JsonValidation(JsonEngine.EVERIT, true),
                    "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\"}",
                    "{}"))
        .isInstanceOf(UnusableJsonSchema.class)
        .hasMessageContaining("drafts 4, 6, and 7");
  }

  @Test
  void aPatternThatNeverEndsIsAFault() throws Exception {
    for (JsonEngine engine : JsonEngine.values()) {
      assertThat(
              faults(
                  new JsonValidation(engine, false),
                  "{\"properties\": {\"a\": {\"pattern\": \"^(?=x)?(a+)+$\"}}}",
                  "{\"a\": \"" + "a".repeat(60) + "!\"}"))
          .hasSize(1);
    }
  }

  @Test
  @Timeout(20)
  void choicesInsideChoicesAreLookedAtOnce() throws Exception {
    String schema =
        "{\"anyOf\": [{\"required\": [\"x\", \"y\"]},"
            + " {\"properties\": {\"child\": {\"$ref\": \"#\"}}, \"required\": [\"child\"]}]}";
    String event = "{\"child\":".repeat(100) + "{}" + "}".repeat(100);
    // exponential in the depth it would take forever
    assertThat(faults(JsonValidation.DEFAULT, schema, event)).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(JsonEngine.class)
  @Timeout(20)
  void recursiveChoicesEnd(JsonEngine engine) throws Exception {
    String branch =
        "{\"properties\": {\"op\": {\"const\": \"%s\"}, \"of\": {\"items\": {\"$ref\": \"#\"}}}}";
    String schema =
        "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"oneOf\": ["
            + branch.formatted("all")
            + ", "
            + branch.formatted("any")
            + ", "
            + branch.formatted("one")
            + "]}";
    String event = "{\"op\": \"all\", \"of\": [".repeat(20) + "{\"op\": \"all\"}" + "]}".repeat(20);
    assertThat(faults(new JsonValidation(engine, false), schema, event))
        .isEqualTo(engine == JsonEngine.SLUICE ? List.of() : List.of("too_complex null null"));
  }

  @ParameterizedTest
  @EnumSource(JsonEngine.class)
  void guardsLetOthersPass(JsonEngine engine) throws Exception {
    String schema =
        "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"anyOf\": [{\"type\":"
            + " \"integer\"}, {\"items\": {\"$ref\": \"#\"}}]}";
    assertThat(faults(new JsonValidation(engine, false), schema, "[[1], [2, [3]]]")).isEmpty();
  }

  @Test
  void guardsOtherRecursionsToo() throws Exception {
    String schema =
        "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"allOf\": [{\"$ref\":"
            + " \"#/definitions/a\"}], \"definitions\": {\"a\": {\"properties\": {\"n\": {\"allOf\":"
            + " [{\"$ref\": \"#/definitions/a\"}, {\"$ref\": \"#/definitions/a\"}]}}}}}";
    String deep = "{\"n\":".repeat(40) + "1" + "}".repeat(40);
    assertThat(faults(new JsonValidation(JsonEngine.NETWORKNT, false), schema, deep))
        .containsExactly("too_complex null null");
    assertThat(faults(new JsonValidation(JsonEngine.NETWORKNT, false), schema, "{\"n\": {}}"))
        .isEmpty();
  }
}
