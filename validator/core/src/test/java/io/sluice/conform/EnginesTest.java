package io.sluice.conform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.JsonEngine;
import io.sluice.contract.JsonValidation;
import io.sluice.decode.TestJson;
import io.sluice.fault.Faults;
import io.sluice.jsonschema.Draft;
import io.sluice.jsonschema.GeneratedSchemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Our evaluator beside two libraries, on generated schemas and documents. Beside networknt, nothing
 * is demanded to be unique: it holds {@code uniqueItems} against objects too, which is for arrays
 * alone (Validation 2020-12, section 6.4.3).
 */
class EnginesTest {

  private static final int SCHEMAS = Integer.getInteger("engines.schemas", 400);
  private static final int DOCUMENTS = 10;

  /**
   * Where engines choose which faults to tell, and of what: for a member that is missing beside
   * another we name the missing one, and for a schema {@code false} the keyword around it.
   */
  private static final List<String> CHOICES =
      List.of("oneOf", "anyOf", "unevaluated", "contains", "propertyNames", "dependen", ":false");

  @ParameterizedTest
  @CsvSource({"DRAFT_7, EVERIT", "DRAFT_7, NETWORKNT", "DRAFT_2020_12, NETWORKNT"})
  void sameVerdicts(Draft draft, JsonEngine other) throws Exception {
    List<String> disagreements = new ArrayList<>();
    int valid = 0;
    int invalid = 0;
    GeneratedSchemas generator = new GeneratedSchemas(20261129, draft, other == JsonEngine.EVERIT);
    for (int i = 0; i < SCHEMAS; i++) {
      JsonNode schema = generator.schema();
      boolean isFree =
          other == JsonEngine.EVERIT || CHOICES.stream().anyMatch(schema.toString()::contains);
      Conformance ours = Conformance.compile(JsonValidation.DEFAULT, schema, Map.of());
      Conformance theirs = Conformance.compile(new JsonValidation(other, false), schema, Map.of());
      for (int j = 0; j < DOCUMENTS; j++) {
        String text = generator.document().toString();
        Object document = TestJson.decode(text);
        Faults own = ours.check(document);
        Faults their = theirs.check(document);
        valid += own == null ? 1 : 0;
        invalid += own == null ? 0 : 1;
        if (!summary(own, isFree).equals(summary(their, isFree))) {
          disagreements.add(schema + " of " + text + ": we say " + own + ", they " + their);
        }
      }
    }
    System.out.printf(
        "%s beside %s: %d valid, %d invalid, %d disagreements%n",
        draft, other, valid, invalid, disagreements.size());
    assertThat(disagreements).isEmpty();
  }

  /** Keywords and places; only the verdict where the engines choose which faults to tell. */
  private static Set<String> summary(@Nullable Faults faults, boolean isVerdictOnly) {
    if (faults == null) {
      return Set.of();
    }
    return isVerdictOnly
        ? Set.of("invalid")
        : faults.kept().stream()
            .map(fault -> fault.code() + " " + fault.path())
            .collect(Collectors.toCollection(TreeSet::new));
  }
}
