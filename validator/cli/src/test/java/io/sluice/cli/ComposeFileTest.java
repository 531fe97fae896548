package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.pipeline.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** docker-compose.yml was never run here; what can be known without an engine is tested. */
class ComposeFileTest {

  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

  private static JsonNode services() throws IOException {
    Object loaded =
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(ROOT.resolve("docker-compose.yml")));
    return new ObjectMapper().valueToTree(loaded).path("services");
  }

  /** Values of a list, of a service or of what it merges in. */
  private static List<String> list(JsonNode service, String key) {
    List<String> values = new ArrayList<>();
    service.path(key).forEach(value -> values.add(value.asText()));
    service.path("<<").path(key).forEach(value -> values.add(value.asText()));
    return values;
  }

  @Test
  void everyMountedFileIsThereOrIsBuilt() throws IOException {
    int mounted = 0;
    for (JsonNode service : services()) {
      for (String volume : list(service, "volumes")) {
        String source = volume.split(":", 2)[0];
        boolean isBuilt = source.contains("/target/") || source.startsWith("./deploy/compose/lib/");
        if (source.startsWith("./") && !isBuilt) {
          mounted++;
          assertThat(ROOT.resolve(source)).exists();
          assertThat(volume).endsWith(":ro");
        }
      }
    }
    assertThat(mounted).isGreaterThan(10);
  }

  @Test
  void nothingIsExposedBeyondLoopback() throws IOException {
    for (JsonNode service : services()) {
      assertThat(list(service, "ports")).allMatch(port -> port.startsWith("127.0.0.1:"));
    }
  }

  @Test
  void imagesArePinned() throws IOException {
    for (JsonNode service : services()) {
      String image = service.path("image").asText(service.path("<<").path("image").asText());
      assertThat(image).matches("[a-z/-]+:v?\\d+\\.?\\d*[\\w.-]*");
    }
  }

  @Test
  void flinkHasTheVersionOfTheBuild() throws IOException {
    Matcher version =
        Pattern.compile("<flink.version>(.+)</flink.version>")
            .matcher(Files.readString(ROOT.resolve("pom.xml")));
    assertThat(version.find()).isTrue();
    assertThat(Files.readString(ROOT.resolve("docker-compose.yml")))
        .contains("image: flink:" + version.group(1) + "-java17");
    assertThat(Files.readString(ROOT.resolve("deploy/docker/job.Dockerfile")))
        .contains("FROM flink:" + version.group(1) + "-java17");
    assertThat(Files.readString(ROOT.resolve("docs/guides/platform.md")))
        .containsPattern("with Flink\\s+" + Pattern.quote(version.group(1)) + "\\.");
  }

  @Test
  void configurationIsValid(@TempDir Path folder) throws IOException {
    Path config = folder.resolve("sluice.yaml");
    Files.copy(ROOT.resolve("deploy/compose/sluice.yaml"), config);
    Files.createSymbolicLink(folder.resolve("rules"), ROOT.resolve("rules"));
    Files.createSymbolicLink(folder.resolve("schemas"), ROOT.resolve("schemas"));
    assertThat(Setup.read(config).contracts()).hasSize(7);
  }
}
