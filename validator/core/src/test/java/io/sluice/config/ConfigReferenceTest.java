package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.docs.GeneratedPart;
import io.sluice.failure.Problem;
import io.sluice.failure.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** docs/reference/config.md matches the keys that the parser reads. */
class ConfigReferenceTest {

  private static final Path PAGE = Path.of("..", "..", "docs", "reference", "config.md");

  private static final Path SAMPLE =
      Path.of("..", "release", "src", "main", "samples", "full", "sluice.yaml");

  private static final String REQUIRED =
      """
      pipeline: { name: shop, contracts: [rules/orders.yaml], startFrom: earliest }
      kafka: { bootstrap.servers: localhost:9092 }
      registry: { url: http://localhost:8081 }
      lake: { catalog: { type: rest, uri: http://localhost:8181 } }
      """;

  private final Problems problems = new Problems();

  private SluiceConfig parse(String text) {
    SluiceConfig config = new ConfigParser(problems, Map.of()).parse("f", text, Path.of("/etc"));
    return Objects.requireNonNull(config);
  }

  @Test
  void thePageIsUpToDate() {
    GeneratedPart.require(
        "config.md", "sluice.yaml", "```yaml\n" + ConfigReference.yaml() + "```\n");
    GeneratedPart.require("config.md", "keys", ConfigReference.markdown());
  }

  @Test
  void theSampleOfTheReleaseIsTheSame() throws IOException {
    String expected = "# Every key, with its default or an example.\n" + ConfigReference.yaml();
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(SAMPLE, expected);
    }
    assertThat(SAMPLE).hasContent(expected);
  }

  @Test
  void theFullFileOnThePageParsesAndShowsTheDefaults() throws IOException {
    String page = Files.readString(PAGE);
    String begin = "```yaml\n";
    int from = page.indexOf(begin) + begin.length();
    String full = page.substring(from, page.indexOf("```", from));
    for (ConfigKey key : ConfigKey.values()) {
      assertThat(full).as(key.path()).containsPattern("(?m)^ *" + key.member() + ":");
    }
    assertThat(parse(full)).usingRecursiveComparison().isEqualTo(parse(REQUIRED));
    assertThat(problems.all().stream().map(Problem::toString)).isEmpty();
  }

  @Test
  void aTableCellHoldsOnePhrase() {
    for (ConfigKey key : ConfigKey.values()) {
      assertThat(key.meaning()).as(key.path()).endsWith(".").hasSizeLessThan(200);
    }
  }
}
