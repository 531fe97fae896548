package io.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.sluice.fixture.YamlDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The schema of contract files for editors. */
class ContractSchemaTest {

  private static final Path PUBLISHED = Path.of("../../docs/reference/contract.schema.json");

  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(ContractSchema.build());

  @Test
  void thePublishedOneIsUpToDate() throws IOException {
    String text = ContractSchema.build().toPrettyString() + "\n";
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PUBLISHED, text);
    }
    assertThat(Files.readString(PUBLISHED))
        .as("stale; run this test with -Ddocs.write=true")
        .isEqualTo(text);
  }

  @Test
  void takesEverySampleAndEveryCaseOfTheCorpus() throws IOException {
    for (Path file : contracts()) {
      JsonNode contract = YamlDocuments.read(file);
      assertThat(SCHEMA.validate(contract)).as(file.toString()).isEmpty();
    }
  }

  private static List<Path> contracts() throws IOException {
    try (Stream<Path> rules = Files.list(Path.of("../../rules"));
        Stream<Path> corpus = Files.walk(Path.of("../../corpus"))) {
      return Stream.concat(
              rules
                  .filter(file -> file.toString().endsWith(".yaml"))
                  .filter(file -> !file.toString().endsWith(".tests.yaml")),
              corpus.filter(file -> file.toString().endsWith(".yaml")))
          .toList();
    }
  }

  @Test
  void refusesWhatTheParserWouldRefuse() throws IOException {
    for (String name : List.of("top", "rules")) {
      JsonNode contract =
          YamlDocuments.read(Path.of("src/test/resources/mistakes/" + name + ".yaml"));
      assertThat(SCHEMA.validate(contract)).as(name).hasSizeGreaterThan(8);
    }
  }
}
