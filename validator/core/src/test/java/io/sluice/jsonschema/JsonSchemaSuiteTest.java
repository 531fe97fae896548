package io.sluice.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.decode.JsonDecoder;
import io.sluice.decode.Malformed;
import io.sluice.limit.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The official suite of JSON Schema, https://github.com/json-schema-org/JSON-Schema-Test-Suite, its
 * required cases, through the decoder and the engine of the job.
 */
class JsonSchemaSuiteTest {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private static final Path SUITE = Path.of("src/test/resources/json-schema-test-suite");

  private int executed;
  private final List<String> wrong = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "draft4, DRAFT_4",
    "draft6, DRAFT_6",
    "draft7, DRAFT_7",
    "draft2019-09, DRAFT_2019_09",
    "draft2020-12, DRAFT_2020_12"
  })
  void requiredCases(String folder, Draft draft) throws IOException {
    int inSuite = run(SUITE.resolve("tests").resolve(folder), false, draft);
    System.out.println(folder + ": " + (executed - wrong.size()) + " of " + inSuite);
    assertThat(executed).isEqualTo(inSuite);
    assertThat(wrong).isEmpty();
  }

  /**
   * What the drafts leave open. docs/reference/json-schema.md has the same numbers.
   *
   * @param format how many cases of optional/format hold, with {@code formats: assert}
   * @param other how many of the other optional cases
   */
  @ParameterizedTest
  @CsvSource({
    "draft4, DRAFT_4, 219, 99",
    "draft6, DRAFT_6, 325, 106",
    "draft7, DRAFT_7, 676, 118",
    "draft2019-09, DRAFT_2019_09, 757, 158",
    "draft2020-12, DRAFT_2020_12, 764, 162"
  })
  void optionalCases(String folder, Draft draft, int format, int other) throws IOException {
    Path optional = SUITE.resolve("tests").resolve(folder).resolve("optional");
    int others = run(optional, false, draft);
    int otherRight = executed - wrong.size();
    int formats = run(optional.resolve("format"), true, draft);
    int formatRight = executed - wrong.size() - otherRight;
    System.out.println(
        folder
            + ": optional "
            + otherRight
            + " of "
            + others
            + ", of format "
            + formatRight
            + " of "
            + formats);
    assertThat(List.of(formatRight, otherRight)).isEqualTo(List.of(format, other));
  }

  private int run(Path folder, boolean assertFormats, Draft draft) throws IOException {
    Map<String, String> remotes = remotes();
    int inSuite = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        for (JsonNode group : JSON.readTree(file.toFile())) {
          inSuite += group.path("tests").size();
          run(file.getFileName().toString(), group, assertFormats, draft, remotes);
        }
      }
    }
    return inSuite;
  }

  private void run(
      String file,
      JsonNode group,
      boolean assertFormats,
      Draft draft,
      Map<String, String> remotes) {
    String name = file + ": " + group.path("description").asText();
    JsonSchema schema;
    try {
      schema = JsonSchema.compile(group.path("schema"), remotes, assertFormats, draft);
    } catch (UnusableJsonSchema e) {
      executed += group.path("tests").size();
      group.path("tests").forEach(test -> wrong.add(name + ": not compiled: " + e.getMessage()));
      return;
    }
    for (JsonNode test : group.path("tests")) {
      executed++;
      byte[] bytes = test.path("data").toString().getBytes(StandardCharsets.UTF_8);
      boolean valid;
      try {
        valid = schema.check(new JsonDecoder(Limits.DEFAULT).decode(bytes, 0)) == null;
      } catch (Malformed e) {
        valid = false;
      }
      if (valid != test.path("valid").asBoolean()) {
        wrong.add(name + ": " + test.path("description").asText());
      }
    }
  }

  private static Map<String, String> remotes() throws IOException {
    Map<String, String> remotes = new HashMap<>();
    Path folder = SUITE.resolve("remotes");
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        remotes.put("http://localhost:1234/" + folder.relativize(file), Files.readString(file));
      }
    }
    return remotes;
  }
}
