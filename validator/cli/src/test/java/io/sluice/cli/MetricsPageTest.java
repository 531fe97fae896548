package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.run.Reporting;
import io.sluice.docs.GeneratedPart;
import io.sluice.job.metric.Metric;
import io.sluice.job.metric.MetricPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/reference/metrics.md and docker-compose.yml match the code. */
class MetricsPageTest {

  private static final Map<MetricPart, String> TITLES =
      Map.of(
          MetricPart.GATE, "Gate (each source subtask)",
          MetricPart.COORDINATOR, "Coordinator (JobManager)",
          MetricPart.COMMITTER, "Committer (one TaskManager)",
          MetricPart.TASKS, "Tasks (each TaskManager)",
          MetricPart.LETTERS, "`sluice dlq metrics`",
          MetricPart.FLINK, "Flink metrics that dashboards and alerts use");

  @Test
  void catalog() {
    StringBuilder page = new StringBuilder();
    for (MetricPart part : MetricPart.values()) {
      page.append("\n### ").append(TITLES.get(part)).append('\n');
      page.append("| Name | Labels | Kind | Unit | Meaning |\n|---|---|---|---|---|\n");
      for (Metric metric : Metric.of(part)) {
        page.append(
            "| `%s` | %s | %s | %s | %s |\n"
                .formatted(
                    metric.prometheusName(),
                    String.join(", ", metric.labels()),
                    word(metric.kind()),
                    word(metric.unit()),
                    metric.help()));
      }
    }
    GeneratedPart.require("metrics.md", "metrics", page + "\n");
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  @Test
  void reporter() {
    GeneratedPart.require(
        "metrics.md",
        "reporter",
        Reporting.on(9249).entrySet().stream()
            .map(setting -> setting.getKey() + ": " + setting.getValue())
            .collect(Collectors.joining("\n", "```yaml\n", "\n```\n")));
  }

  @Test
  void composeFileHasTheReporterToo() throws IOException {
    String compose = Files.readString(Path.of("..", "..", "docker-compose.yml"));
    Reporting.on(9249)
        .forEach((key, value) -> assertThat(compose).contains(key + ": " + value + "\n"));
  }
}
