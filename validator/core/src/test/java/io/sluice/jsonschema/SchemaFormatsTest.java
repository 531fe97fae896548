package io.sluice.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaFormatsTest {

  private static boolean isValid(String schema, String text, Draft draft) throws Exception {
    return JsonSchema.compile(new ObjectMapper().readTree(schema), Map.of(), true, draft)
            .check(text)
        == null;
  }

  @Test
  void indexesAreShiftedIn202012Only() throws Exception {
    String schema = "{\"format\": \"relative-json-pointer\"}";
    assertThat(isValid(schema, "0-1/a", Draft.DRAFT_2020_12)).isTrue();
    assertThat(isValid(schema, "0-1/a", Draft.DRAFT_7)).isFalse();
  }

  @Test
  void jsonInTextIsWholeJson() throws Exception {
    String schema = "{\"contentMediaType\": \"application/json\"}";
    assertThat(isValid(schema, "{}", Draft.DRAFT_7)).isTrue();
    assertThat(isValid(schema, "{} x", Draft.DRAFT_7)).isFalse();
    assertThat(isValid(schema, "", Draft.DRAFT_7)).isFalse();
  }
}
