package io.sluice.config;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The reference of sluice.yaml, generated from its keys. */
public final class ConfigReference {

  private static final int COMMENT_COLUMN = 48;

  /** Values of the keys that have no default. */
  private static final Map<ConfigKey, String> EXAMPLES =
      Map.of(
          ConfigKey.PIPELINE_NAME, "shop",
          ConfigKey.CONTRACTS, "[rules/orders.yaml]",
          ConfigKey.START_FROM, "earliest",
          ConfigKey.KAFKA, "\n  bootstrap.servers: localhost:9092",
          ConfigKey.REGISTRY_URL, "http://localhost:8081",
          ConfigKey.REGISTRY_PROPERTIES, "{}",
          ConfigKey.CATALOG, "\n    type: rest\n    uri: http://localhost:8181",
          ConfigKey.FLINK, "{}");

  private ConfigReference() {}

  /** A file with every key; those that have a default are set to it. */
  public static String yaml() {
    StringBuilder yaml = new StringBuilder();
    sections()
        .forEach(
            (section, keys) -> {
              boolean isKey = keys.get(0).path().equals(section);
              if (!isKey) {
                yaml.append(section).append(":\n");
              }
              keys.forEach(key -> append(yaml, isKey ? "" : "  ", key));
            });
    return yaml.toString();
  }

  private static void append(StringBuilder yaml, String indent, ConfigKey key) {
    String preset = key.preset();
    String value = EXAMPLES.getOrDefault(key, preset == null ? "" : preset);
    String[] lines =
        (indent + key.member() + ":" + (value.startsWith("\n") ? "" : " ") + value).split("\n");
    String comment = preset == null ? "required; " : preset.isEmpty() ? "optional; " : "";
    yaml.append(lines[0])
        .append(" ".repeat(Math.max(1, COMMENT_COLUMN - lines[0].length())))
        .append("# ")
        .append(comment)
        .append(key.type())
        .append('\n');
    Arrays.stream(lines).skip(1).forEach(line -> yaml.append(line).append('\n'));
  }

  /** The keys by section, as Markdown tables. */
  public static String markdown() {
    return sections().entrySet().stream()
        .map(section -> table(section.getKey(), section.getValue()))
        .collect(joining("\n", "\n", "\n"));
  }

  private static String table(String section, List<ConfigKey> keys) {
    return keys.stream()
        .map(ConfigReference::row)
        .collect(
            joining(
                "",
                "## `" + section + "`\n\n| Key | Type | Default | Meaning |\n|---|---|---|---|\n",
                ""));
  }

  private static String row(ConfigKey key) {
    String preset = key.preset();
    String standard = preset == null ? "required" : preset.isEmpty() ? "none" : "`" + preset + "`";
    return "| `%s` | %s | %s | %s |\n".formatted(key.path(), key.type(), standard, key.meaning());
  }

  private static Map<String, List<ConfigKey>> sections() {
    return Arrays.stream(ConfigKey.values())
        .collect(groupingBy(ConfigKey::section, LinkedHashMap::new, Collectors.toList()));
  }
}
