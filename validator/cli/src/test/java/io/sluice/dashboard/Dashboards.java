package io.sluice.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files in dashboards/, read. */
public final class Dashboards {

  /** Where the project is, seen from the module that is tested. */
  public static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

  /** The folder. */
  public static final Path FOLDER = ROOT.resolve("dashboards");

  /** The name of a metric, recorded or not, and what Prometheus adds. */
  private static final Pattern METRIC =
      Pattern.compile("\\b(flink_\\w+|sluice:[\\w:]+|sluice_\\w+|ALERTS)\\b");

  private Dashboards() {}

  /** Dashboards by file name. */
  public static Map<String, JsonNode> all() throws IOException {
    Map<String, JsonNode> dashboards = new TreeMap<>();
    try (Stream<Path> files = Files.list(FOLDER.resolve("grafana/dashboards"))) {
      for (Path file : files.toList()) {
        dashboards.put(
            String.valueOf(file.getFileName()), new ObjectMapper().readTree(file.toFile()));
      }
    }
    return dashboards;
  }

  /** Panels that show something, of all kinds but rows. */
  static List<JsonNode> panels(JsonNode dashboard) {
    List<JsonNode> panels = new ArrayList<>();
    for (JsonNode panel : dashboard.path("panels")) {
      if (!panel.path("type").asText().equals("row")) {
        panels.add(panel);
      }
    }
    return panels;
  }

  /** Queries of panels and annotations, as they are written. */
  public static List<String> queries(JsonNode dashboard) {
    List<String> queries = new ArrayList<>();
    for (JsonNode panel : panels(dashboard)) {
      panel.path("targets").forEach(target -> queries.add(target.path("expr").asText()));
    }
    dashboard
        .at("/annotations/list")
        .forEach(annotation -> queries.add(annotation.path("expr").asText()));
    return queries;
  }

  /** A query with every variable filled in. */
  public static String filled(String query) {
    return query
        .replace("\"$contract\"", "\"orders\"")
        .replace("$contract", ".*")
        .replace("$pipeline", ".*")
        .replace("$__range", "15m");
  }

  /** Recorded expressions, by name. */
  static Map<String, String> recorded() throws IOException {
    return rules("rules.yml", "record");
  }

  /** Alerts' expressions, by name. */
  static Map<String, String> alerts() throws IOException {
    return rules("alerts.yml", "alert");
  }

  private static Map<String, String> rules(String file, String kind) throws IOException {
    Map<String, String> rules = new LinkedHashMap<>();
    for (JsonNode group : yaml("prometheus/" + file).path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        rules.put(rule.path(kind).asText(), rule.path("expr").asText());
      }
    }
    return rules;
  }

  /** A YAML file of the folder. */
  static JsonNode yaml(String file) throws IOException {
    Object loaded =
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(FOLDER.resolve(file)));
    return new ObjectMapper().valueToTree(loaded);
  }

  /** The metrics that an expression names. */
  static List<String> metrics(String expression) {
    List<String> metrics = new ArrayList<>();
    Matcher matcher = METRIC.matcher(expression);
    while (matcher.find()) {
      metrics.add(matcher.group());
    }
    return metrics;
  }
}
