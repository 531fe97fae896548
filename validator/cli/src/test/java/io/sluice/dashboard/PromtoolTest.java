package io.sluice.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus' and Alertmanager's own tools take the files, and the unit tests of alerts pass. */
class PromtoolTest {

  private static void run(String tool, String... arguments) throws Exception {
    Path binary = Path.of("/usr/bin", tool);
    assumeTrue(Files.isExecutable(binary), tool + " is not installed");
    List<String> command = new ArrayList<>(List.of(binary.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(Dashboards.FOLDER.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  @Test
  void rulesAndConfiguration() throws Exception {
    run("promtool", "check", "rules", "prometheus/rules.yml", "prometheus/alerts.yml");
    run("promtool", "check", "config", "prometheus/prometheus.yml");
  }

  @Test
  void alerts() throws Exception {
    run("promtool", "test", "rules", "prometheus/tests/alerts_test.yml");
  }

  @Test
  void alertmanager() throws Exception {
    run("amtool", "check-config", "alertmanager/alertmanager.yml");
  }

  @Test
  void everyQueryParses(@TempDir Path folder) throws Exception {
    ObjectNode root = new ObjectMapper().createObjectNode();
    ObjectNode group = root.putArray("groups").addObject().put("name", "queries");
    ArrayNode rules = group.putArray("rules");
    for (JsonNode dashboard : Dashboards.all().values()) {
      for (String query : Dashboards.queries(dashboard)) {
        rules
            .addObject()
            .put("record", "query:" + rules.size())
            .put("expr", Dashboards.filled(query));
      }
    }
    assertThat(rules.size()).isGreaterThan(80);
    // JSON is YAML
    Path file = Files.writeString(folder.resolve("queries.yml"), root.toString());
    run("promtool", "check", "rules", file.toString());
  }
}
