package io.sluice.jsonschema;

import static com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.decode.TestJson;
import io.sluice.fault.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many steps documents take, for each of their values and each subschema. */
class StepsTest {

  private static @Nullable Object decoded(String text) {
    return TestJson.decode(text);
  }

  private static JsonSchema compiled(String schema) throws Exception {
    ObjectMapper exact = new ObjectMapper().enable(USE_BIG_DECIMAL_FOR_FLOATS);
    return compiled(exact.readTree(schema), Draft.DRAFT_2020_12);
  }

  /** Those of the number 1. */
  private static Faults faults(String schema) throws Exception {
    return Objects.requireNonNull(compiled(schema).check(1L));
  }

  private static JsonSchema compiled(JsonNode schema, Draft draft) throws Exception {
    return JsonSchema.compile(schema, Map.of(), false, draft);
  }

  @Test
  void areFew() throws Exception {
    generate(200);
  }

  @Test
  @Tag("full")
  void areFewInAHundredThousand() throws Exception {
    generate(5_000);
  }

  private static void generate(int schemas) throws Exception {
    double worst = 0;
    String what = "";
    List<String> tooComplex = new ArrayList<>();
    for (Draft draft : List.of(Draft.DRAFT_7, Draft.DRAFT_2020_12)) {
      GeneratedSchemas generator = new GeneratedSchemas(7, draft, true);
      for (int i = 0; i < schemas; i++) {
        JsonNode text = generator.schema();
        JsonSchema schema = compiled(text, draft);
        for (int j = 0; j < 10; j++) {
          String document = generator.document().toString();
          Faults faults = schema.check(decoded(document));
          if (faults != null && faults.first().code().equals("too_complex")) {
            tooComplex.add(text + " of " + document);
          }
          double steps = schema.stepsEach(decoded(document));
          if (steps > worst) {
            worst = steps;
            what = text + " of " + document;
          }
        }
      }
    }
    System.out.printf("steps: at most %.1f of %d, by %s%n", worst, schemas * 20, what);
    assertThat(tooComplex).isEmpty();
    assertThat(worst).isLessThanOrEqualTo(Evaluation.STEPS);
  }

  @Test
  void ofRecursiveChoicesGrowWithTheDocumentAlone() throws Exception {
    JsonSchema schema =
        compiled(
            "{\"anyOf\": [{\"properties\": {\"a\": {\"$ref\": \"#\"}}, \"required\": [\"x\"]},"
                + " {\"oneOf\": [{\"properties\": {\"a\": {\"$ref\": \"#\"}}, \"required\":"
                + " [\"y\"]}, {\"properties\": {\"a\": {\"$ref\": \"#\"}}, \"required\": [\"a\"]}]},"
                + " {\"type\": \"integer\"}]}");
    double shallow = schema.stepsEach(decoded(nested(5)));
    double deep = schema.stepsEach(decoded(nested(60)));
    assertThat(deep).isLessThan(shallow * 2);
    assertThat(schema.check(decoded(nested(60)))).isNull();
  }

  private static String nested(int levels) {
    return "{\"a\":".repeat(levels) + "1" + "}".repeat(levels);
  }

  @Test
  void aReferenceToItselfIsAFault() throws Exception {
    Faults faults = faults("{\"$ref\": \"#\"}");
    assertThat(faults.first().message()).contains("infinite loop");
  }

  @Test
  void failuresThatDoubleAtEachLevelAreCountedNotKept() throws Exception {
    StringBuilder schema = new StringBuilder("{\"$ref\": \"#/$defs/d0\", \"$defs\": {");
    for (int i = 0; i < 60; i++) {
      String next = "{\"$ref\": \"#/$defs/d" + (i + 1) + "\"}";
      schema.append("\"d" + i + "\": {\"allOf\": [" + next + ", " + next + "]},");
    }
    Faults faults = faults(schema + "\"d60\": {\"type\": \"string\"}}}");
    assertThat(faults.kept()).hasSize(Faults.KEPT);
    assertThat(faults.total()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  @Timeout(20)
  void itemsOfEqualHashesAreToldApart() throws Exception {
    StringBuilder items = new StringBuilder("[");
    for (int i = 0; i < 16_384; i++) {
      // "Aa" and "BB" have one hash in Java
      items.append(i == 0 ? "\"" : ",\"");
      for (int bit = 0; bit < 14; bit++) {
        items.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      items.append('"');
    }
    JsonSchema schema = compiled("{\"uniqueItems\": true}");
    assertThat(schema.check(decoded(items + "]"))).isNull();
    assertThat(schema.check(decoded(items + ",\"" + "Aa".repeat(14) + "\"]"))).isNotNull();
  }

  @Test
  void boundsBeyondAllSizesHold() throws Exception {
    assertThat(compiled("{\"minLength\": 3000000000}").check("a")).isNotNull();
    assertThat(compiled("{\"maxLength\": 3000000000}").check("a")).isNull();
    assertThat(compiled("{\"minLength\": 1.5}").check("a")).isNotNull();
  }

  @Test
  void numbersOfExtremeExponentsAreRefused() {
    assertThatThrownBy(() -> compiled("{\"multipleOf\": 1e-9999999}"))
        .isInstanceOf(UnusableJsonSchema.class)
        .hasMessageContaining("exponent");
  }

  @Test
  void anAnchorMayBeWrittenWithItsBase() throws Exception {
    JsonSchema schema =
        compiled(
            "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"$id\": \"http://x/y\","
                + " \"definitions\": {\"s\": {\"type\": \"string\"}, \"a\": {\"$id\":"
                + " \"http://x/y#a\", \"items\": {\"$ref\": \"#/definitions/s\"}}}, \"allOf\":"
                + " [{\"$ref\": \"#a\"}]}");
    assertThat(schema.check(decoded("[1]"))).isNotNull();
    assertThat(schema.check(decoded("[\"1\"]"))).isNull();
  }

  @Test
  void longNamesOfHostsAreFaults() throws Exception {
    JsonSchema schema =
        JsonSchema.compile(
            new ObjectMapper().readTree("{\"format\": \"idn-hostname\"}"),
            Map.of(),
            true,
            Draft.DRAFT_7);
    assertThat(schema.check("é".repeat(1001))).isNotNull();
    assertThat(schema.check("é.xn--" + "a".repeat(2001))).isNotNull();
  }
}
