package io.sluice.config;

import io.sluice.config.SluiceConfig.Lake;
import io.sluice.config.SluiceConfig.Pipeline;
import io.sluice.config.SluiceConfig.Registry;
import io.sluice.failure.Problem;
import io.sluice.failure.Problems;
import io.sluice.failure.Unreadable;
import io.sluice.limit.Limits;
import io.sluice.yaml.YamlFile;
import io.sluice.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads sluice.yaml. Collects all problems and does not throw any. */
public final class ConfigParser {

  /** Kafka properties that are refused, because exactly-once depends on how Sluice sets them. */
  public static final List<String> MANAGED =
      List.of("isolation.level", "auto.offset.reset", "group.id");

  private static final Pattern SECRET = Pattern.compile("\\$\\{(env|file):([^}]*)}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,99}");

  private final Problems problems;
  private final Map<String, String> environment;

  public ConfigParser(Problems problems, Map<String, String> environment) {
    this.problems = problems;
    this.environment = environment;
  }

  /**
   * Reads a file. Returns null, with a problem, if the file is not YAML. If there are other
   * problems, returns the parts that could be read, so that the files in them can be checked too.
   */
  public @Nullable SluiceConfig parse(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      problems.add(
          new Problem(file.toString(), 1, 1, "file not found; run 'sluice init' to create one"));
      return null;
    } catch (IOException e) {
      problems.add(
          new Problem(file.toString(), 1, 1, "the file cannot be read: " + Unreadable.reason(e)));
      return null;
    }
    Path folder = file.toAbsolutePath().getParent();
    return parse(file.toString(), text, folder == null ? Path.of("") : folder);
  }

  /**
   * Reads the text of a file.
   *
   * @param folder the base of relative paths
   */
  public @Nullable SluiceConfig parse(String file, String text, Path folder) {
    YamlNode root = YamlFile.read(file, text, problems);
    if (root == null) {
      return null;
    }
    SluiceConfig config =
        new SluiceConfig(
            pipeline(root, folder),
            kafka(root, folder),
            registry(root, folder),
            lake(root, folder),
            limits(root),
            properties(root.member(ConfigKey.FLINK.member()), folder));
    root.refuseOthers();
    return config;
  }

  private Pipeline pipeline(YamlNode root, Path folder) {
    YamlNode node = root.required("pipeline");
    if (node == null) {
      return new Pipeline(
          "",
          List.of(),
          new StartFrom(StartFrom.Kind.EARLIEST, 0),
          Duration.ZERO,
          Duration.ZERO,
          1,
          folder);
    }
    String name = node.requiredText(ConfigKey.PIPELINE_NAME.member());
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      node.problem(
          "the pipeline name must start with a letter; the rest can be letters,"
              + " digits, '-', and '_'");
    }
    List<Path> contracts = new ArrayList<>();
    YamlNode files = node.required(ConfigKey.CONTRACTS.member());
    if (files != null) {
      for (YamlNode element : files.elements()) {
        contracts.add(folder.resolve(element.text()));
      }
      if (contracts.isEmpty()) {
        files.problem("'contracts' must list at least one file, such as [rules/orders.yaml]");
      }
    }
    Pipeline pipeline =
        new Pipeline(
            name,
            contracts,
            startFrom(node),
            duration(node, ConfigKey.CHECKPOINT_EVERY),
            duration(node, ConfigKey.HELD_ALERT_AFTER),
            number(node, ConfigKey.PARALLELISM),
            folder.resolve(text(node, ConfigKey.STATE_FOLDER)));
    node.refuseOthers();
    return pipeline;
  }

  private static StartFrom startFrom(YamlNode node) {
    YamlNode value = node.required(ConfigKey.START_FROM.member());
    StartFrom startFrom = value == null ? null : StartFrom.parse(value.text());
    if (value != null && startFrom == null) {
      value.problem("'startFrom' must be earliest, latest, or a time such as 2024-01-31T12:00:00Z");
    }
    return startFrom == null ? new StartFrom(StartFrom.Kind.EARLIEST, 0) : startFrom;
  }

  private Map<String, String> kafka(YamlNode root, Path folder) {
    YamlNode node = root.required(ConfigKey.KAFKA.member());
    Map<String, String> kafka = properties(node, folder);
    if (node != null && !kafka.containsKey("bootstrap.servers")) {
      node.problem("'kafka' requires 'bootstrap.servers', such as localhost:9092");
    }
    for (String managed : MANAGED) {
      if (node != null && kafka.containsKey(managed)) {
        node.problem(
            "'"
                + managed
                + "' cannot be set: Sluice sets it to guarantee"
                + " exactly-once delivery; remove it");
      }
    }
    return kafka;
  }

  private Registry registry(YamlNode root, Path folder) {
    YamlNode node = root.member("registry");
    Registry registry =
        new Registry(
            node == null ? null : filled(node.required(ConfigKey.REGISTRY_URL.member()), folder),
            node == null
                ? Map.of()
                : properties(node.member(ConfigKey.REGISTRY_PROPERTIES.member()), folder),
            duration(node, ConfigKey.REGISTRY_TIMEOUT),
            duration(node, ConfigKey.REGISTRY_CONFIRMATION),
            duration(node, ConfigKey.REGISTRY_ABSENCE),
            duration(node, ConfigKey.REGISTRY_RETRY));
    if (node != null) {
      node.refuseOthers();
    }
    return registry;
  }

  private Lake lake(YamlNode root, Path folder) {
    YamlNode node = root.required("lake");
    YamlNode catalogNode = node == null ? null : node.required(ConfigKey.CATALOG.member());
    Map<String, String> catalog = CatalogPaths.resolve(properties(catalogNode, folder), folder);
    if (catalogNode != null
        && !catalog.containsKey("type")
        && !catalog.containsKey("catalog-impl")) {
      catalogNode.problem("'catalog' requires 'type' (jdbc, rest, hadoop, ...) or 'catalog-impl'");
    }
    String ledger = node == null ? preset(ConfigKey.LEDGER) : text(node, ConfigKey.LEDGER);
    Lake lake = new Lake(catalog, number(node, ConfigKey.OPEN_FILES), ledger);
    if (node != null) {
      node.refuseOthers();
    }
    return lake;
  }

  private Limits limits(YamlNode root) {
    YamlNode node = root.member("limits");
    Limits limits =
        new Limits(
            number(node, ConfigKey.RECORD_BYTES),
            number(node, ConfigKey.DEPTH),
            number(node, ConfigKey.ITEMS),
            number(node, ConfigKey.DIGITS),
            number(node, ConfigKey.EXPONENT),
            number(node, ConfigKey.PARTITION_DAYS_BACK),
            number(node, ConfigKey.PARTITION_DAYS_AHEAD));
    if (node != null && !node.isNull() && node.requireMapping()) {
      node.refuseOthers();
    }
    return limits;
  }

  private Map<String, String> properties(@Nullable YamlNode node, Path folder) {
    Map<String, String> properties = new LinkedHashMap<>();
    if (node != null) {
      node.members().forEach((key, value) -> properties.put(key, text(value, folder)));
    }
    return properties;
  }

  private @Nullable String filled(@Nullable YamlNode node, Path folder) {
    return node == null ? null : text(node, folder);
  }

  /** Replaces {@code ${env:NAME}} and {@code ${file:PATH}} in the text. */
  private String text(YamlNode node, Path folder) {
    Matcher matcher = SECRET.matcher(node.text());
    return matcher.replaceAll(
        match -> {
          String value =
              match.group(1).equals("env")
                  ? environment.get(match.group(2))
                  : content(folder.resolve(match.group(2)));
          if (value == null) {
            node.problem(
                match.group(1).equals("env")
                    ? "the environment variable " + match.group(2) + " is not set"
                    : "the file " + match.group(2) + " cannot be read");
          }
          return Matcher.quoteReplacement(value == null ? "" : value);
        });
  }

  private static @Nullable String content(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return null;
    }
  }

  private static String text(YamlNode node, ConfigKey key) {
    return node.text(key.member(), preset(key));
  }

  private static String preset(ConfigKey key) {
    return Objects.requireNonNull(key.preset(), key.path());
  }

  private static int number(@Nullable YamlNode section, ConfigKey key) {
    YamlNode value = section == null ? null : section.member(key.member());
    int otherwise = Integer.parseInt(preset(key));
    if (value == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value.text());
      if (number >= key.least() && number <= key.most()) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below, with the same message as a number out of range
    }
    value.problem(
        "'" + key.member() + "' must be a whole number from " + key.least() + " to " + key.most());
    return otherwise;
  }

  private static Duration duration(@Nullable YamlNode section, ConfigKey key) {
    YamlNode value = section == null ? null : section.member(key.member());
    Duration otherwise = Objects.requireNonNull(Durations.parse(preset(key)), key.path());
    if (value == null) {
      return otherwise;
    }
    Duration duration = Durations.parse(value.text());
    if (duration == null) {
      value.problem("'" + key.member() + "' must be a duration, such as 90s, 10m, or 7d");
    }
    return duration == null ? otherwise : duration;
  }
}
