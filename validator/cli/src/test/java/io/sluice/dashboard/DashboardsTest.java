package io.sluice.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.job.metric.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Dashboards and rules use what there is, all of it, and say what they show. */
class DashboardsTest {

  private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*[\"']");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|on|group_left|group_right|without)\\s*\\(([^)]*)\\)");

  /** Labels of alerts beside those of the metrics in them. */
  private static final Set<String> OF_ALERTS =
      Set.of("alertname", "alertstate", "severity", "instance", "job");

  private static final Set<String> WITHOUT_UNIT = Set.of("text", "table", "heatmap");

  @Test
  void everyMetricThatIsUsedIsThere() throws IOException {
    Set<String> there = new HashSet<>(Dashboards.recorded().keySet());
    there.add("ALERTS");
    Arrays.stream(Metric.values()).map(Metric::prometheusName).forEach(there::add);
    everything()
        .forEach(
            (where, expression) ->
                assertThat(there).as(where).containsAll(Dashboards.metrics(expression)));
  }

  @Test
  void everyLabelThatIsUsedIsThere() throws IOException {
    Set<String> there = new TreeSet<>(OF_ALERTS);
    there.add("job_name");
    there.add("subtask_index");
    Arrays.stream(Metric.values()).forEach(metric -> there.addAll(metric.labels()));
    everything()
        .forEach(
            (where, expression) -> {
              Matcher matcher = MATCHER.matcher(expression);
              while (matcher.find()) {
                assertThat(there).as(where).contains(matcher.group(1));
              }
              Matcher grouping = GROUPING.matcher(expression);
              while (grouping.find()) {
                for (String label : grouping.group(1).split(",")) {
                  if (!label.isBlank()) {
                    assertThat(there).as(where).contains(label.strip());
                  }
                }
              }
            });
  }

  @Test
  void everyMetricIsOnPanelOrInAlert() throws IOException {
    Set<String> shown = new HashSet<>();
    for (JsonNode dashboard : Dashboards.all().values()) {
      Dashboards.queries(dashboard).forEach(query -> shown.addAll(Dashboards.metrics(query)));
    }
    Dashboards.alerts().values().forEach(alert -> shown.addAll(Dashboards.metrics(alert)));
    Map<String, String> recorded = Dashboards.recorded();
    List<String> next = new ArrayList<>(shown);
    while (!next.isEmpty()) {
      String of = recorded.getOrDefault(next.remove(0), "");
      Dashboards.metrics(of).stream().filter(shown::add).forEach(next::add);
    }
    assertThat(shown).containsAll(recorded.keySet());
    assertThat(shown)
        .containsAll(Arrays.stream(Metric.values()).map(Metric::prometheusName).toList());
  }

  @Test
  void nothingIsMadeUp() throws IOException {
    everything()
        .forEach((where, expression) -> assertThat(expression).as(where).doesNotContain("vector("));
  }

  @Test
  void everyPanelSaysWhatItShowsAndInWhichUnit() throws IOException {
    for (Map.Entry<String, JsonNode> dashboard : Dashboards.all().entrySet()) {
      Set<Integer> ids = new HashSet<>();
      for (JsonNode panel : Dashboards.panels(dashboard.getValue())) {
        String where = dashboard.getKey() + ": " + panel.path("title").asText();
        assertThat(ids.add(panel.path("id").asInt())).as(where + " has an id of its own").isTrue();
        assertThat(panel.path("title").asText()).as(where).isNotBlank();
        assertThat(panel.path("description").asText()).as(where).endsWith(".");
        if (!WITHOUT_UNIT.contains(panel.path("type").asText())) {
          assertThat(panel.at("/fieldConfig/defaults/unit").asText()).as(where).isNotBlank();
        }
        for (JsonNode target : panel.path("targets")) {
          assertThat(target.path("expr").asText()).as(where).isNotBlank();
          assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
        }
      }
    }
  }

  @Test
  void panelsDoNotOverlap() throws IOException {
    for (Map.Entry<String, JsonNode> dashboard : Dashboards.all().entrySet()) {
      Map<String, String> taken = new HashMap<>();
      for (JsonNode panel : dashboard.getValue().path("panels")) {
        JsonNode at = panel.path("gridPos");
        String title = dashboard.getKey() + ": " + panel.path("title").asText();
        for (int x = at.path("x").asInt(); x < at.path("x").asInt() + at.path("w").asInt(); x++) {
          assertThat(x).as(title).isLessThan(24);
          for (int y = at.path("y").asInt(); y < at.path("y").asInt() + at.path("h").asInt(); y++) {
            assertThat(taken.put(x + "/" + y, title)).as(title).isNull();
          }
        }
      }
    }
  }

  @Test
  void dashboardsKeepTheirAddressesAndLinkToEachOther() throws IOException {
    Set<String> uids =
        Dashboards.all().values().stream()
            .map(dashboard -> dashboard.path("uid").asText())
            .collect(Collectors.toSet());
    assertThat(uids)
        .containsExactlyInAnyOrder(
            "sluice-overview",
            "sluice-contract",
            "sluice-rules",
            "sluice-dead-letters",
            "sluice-lake",
            "sluice-job");
    for (JsonNode dashboard : Dashboards.all().values()) {
      Set<String> linked = new HashSet<>(Set.of(dashboard.path("uid").asText()));
      dashboard
          .path("links")
          .forEach(link -> linked.add(link.path("url").asText().replace("/d/", "")));
      assertThat(linked).isEqualTo(uids);
      assertThat(dashboard.at("/templating/list/0/name").asText()).isEqualTo("datasource");
    }
  }

  /** Else each query has rows of its own in the table, for it has another {@code __name__}. */
  @Test
  void queriesThatAreMergedIntoOneTableGiveNoName() throws IOException {
    for (JsonNode dashboard : Dashboards.all().values()) {
      for (JsonNode panel : Dashboards.panels(dashboard)) {
        if (panel.path("type").asText().equals("table") && panel.path("targets").size() > 1) {
          for (JsonNode target : panel.path("targets")) {
            assertThat(target.path("expr").asText())
                .as(panel.path("title").asText())
                .matches("(sum|max|min) by .*|\\(.*\\) [*/] \\d+");
          }
        }
      }
    }
  }

  @Test
  void everyAlertHasRunbookAndUnitTest() throws IOException {
    Set<String> tested = new HashSet<>();
    for (JsonNode test : Dashboards.yaml("prometheus/tests/alerts_test.yml").path("tests")) {
      for (JsonNode at : test.path("alert_rule_test")) {
        if (!at.path("exp_alerts").isEmpty()) {
          tested.add(at.path("alertname").asText());
        }
      }
    }
    for (JsonNode group : Dashboards.yaml("prometheus/alerts.yml").path("groups")) {
      for (JsonNode alert : group.path("rules")) {
        String name = alert.path("alert").asText();
        assertThat(tested).contains(name);
        assertThat(alert.at("/labels/severity").asText()).as(name).isIn("page", "ticket");
        assertThat(alert.at("/annotations/summary").asText()).as(name).isNotBlank();
        Path runbook = Dashboards.ROOT.resolve(alert.at("/annotations/runbook_url").asText());
        assertThat(Files.readString(runbook))
            .startsWith("# " + name)
            .contains("## Meaning", "## Confirm", "## Do");
      }
    }
    try (var runbooks = Files.list(Dashboards.ROOT.resolve("docs/runbooks"))) {
      assertThat(runbooks.map(file -> String.valueOf(file.getFileName()).replace(".md", "")))
          .containsExactlyInAnyOrderElementsOf(Dashboards.alerts().keySet());
    }
  }

  /** All expressions, by where they are. */
  private static Map<String, String> everything() throws IOException {
    Map<String, String> all = new HashMap<>();
    Dashboards.recorded().forEach((name, expression) -> all.put("rules: " + name, expression));
    Dashboards.alerts().forEach((name, expression) -> all.put("alerts: " + name, expression));
    for (Map.Entry<String, JsonNode> dashboard : Dashboards.all().entrySet()) {
      Dashboards.queries(dashboard.getValue())
          .forEach(query -> all.put(dashboard.getKey() + ": " + query, Dashboards.filled(query)));
    }
    return all;
  }
}
