package io.sluice.config;

import io.sluice.limit.Limits;
import org.jspecify.annotations.Nullable;

/**
 * A key of sluice.yaml: its path, type, default, and meaning. The parser and the reference page
 * (docs/reference/config.md) both use it.
 */
enum ConfigKey {
  PIPELINE_NAME(
      "pipeline.name",
      Kind.TEXT,
      "Name of the pipeline and its Flink job. The consumer group is `sluice-<name>`."),
  CONTRACTS(
      "pipeline.contracts",
      Kind.LIST,
      "Contract files, such as `[rules/orders.yaml]`. Folders and wildcards are not expanded."),
  START_FROM(
      "pipeline.startFrom",
      Kind.START,
      "`earliest`, `latest`, or a time, such as `2024-01-31T12:00:00Z`. Applies once, when a"
          + " contract first feeds a topic to a table."),
  CHECKPOINT_EVERY(
      "pipeline.checkpointEvery",
      Kind.DURATION,
      "10s",
      "Time between checkpoints, and therefore between table commits."),
  HELD_ALERT_AFTER(
      "pipeline.heldAlertAfter",
      Kind.DURATION,
      "5m",
      "How long a partition can be held before Sluice logs a second line and the"
          + " `SluicePartitionsHeld` alert fires."),
  PARALLELISM(
      "pipeline.parallelism",
      1,
      1,
      10_000,
      "subtasks",
      "Parallel subtasks. Subtasks beyond the number of partitions are idle."),
  STATE_FOLDER(
      "pipeline.stateFolder",
      Kind.TEXT,
      ".sluice/state",
      "Folder in which `sluice run` keeps checkpoints."),
  KAFKA(
      "kafka",
      Kind.PROPERTIES,
      "Kafka client properties. `bootstrap.servers` is required. Sluice sets `group.id`,"
          + " `auto.offset.reset`, and `isolation.level` itself and does not accept them here."),
  REGISTRY_URL(
      "registry.url",
      Kind.TEXT,
      "",
      "URL of a Confluent-compatible schema registry. Omit `registry` if every contract specifies"
          + " a schema file."),
  REGISTRY_PROPERTIES(
      "registry.properties",
      Kind.PROPERTIES,
      "",
      "Properties for the registry client, such as `basic.auth.credentials.source` or"
          + " `ssl.truststore.location`."),
  REGISTRY_TIMEOUT(
      "registry.timeout", Kind.DURATION, "10s", "Timeout for each connection and each read."),
  REGISTRY_CONFIRMATION(
      "registry.confirmation",
      Kind.DURATION,
      "5s",
      "Delay before Sluice asks the registry again for a schema that it did not find."
          + " Sluice acts on the second response."),
  REGISTRY_ABSENCE(
      "registry.absence",
      Kind.DURATION,
      "60s",
      "How long Sluice remembers that a schema is not in the registry. Applies only to"
          + " records that Sluice read before the registry responded."),
  REGISTRY_RETRY("registry.retry", Kind.DURATION, "2s", "Delay between attempts during an outage."),
  CATALOG(
      "lake.catalog",
      Kind.PROPERTIES,
      "Iceberg catalog properties. Either `type` or `catalog-impl` is required."),
  LEDGER(
      "lake.ledger",
      Kind.TEXT,
      "sluice",
      "Namespace of the pipeline's own tables, `<pipeline>_ledger` and"
          + " `<pipeline>_ledger_contracts`."),
  OPEN_FILES(
      "lake.openFiles",
      256,
      1,
      10_000,
      "files",
      "Maximum number of data files that a subtask keeps open for all its tables and partitions."
          + " At the limit, it closes the least recently used file."),
  RECORD_BYTES(
      "limits.recordBytes",
      Limits.DEFAULT.recordBytes(),
      1,
      Integer.MAX_VALUE,
      "bytes",
      "Maximum size of a key or value."),
  DEPTH(
      "limits.depth",
      Limits.DEFAULT.depth(),
      1,
      500,
      "levels",
      "Maximum nesting depth of a value."),
  ITEMS(
      "limits.items",
      Limits.DEFAULT.items(),
      1,
      100_000_000,
      "items",
      "Maximum number of array elements and map entries in a record, at all levels combined."),
  DIGITS(
      "limits.digits",
      Limits.DEFAULT.digits(),
      1,
      100_000,
      "digits",
      "Maximum number of digits in a JSON number."),
  EXPONENT(
      "limits.exponent",
      Limits.DEFAULT.exponent(),
      1,
      10_000,
      "power of ten",
      "Maximum decimal exponent of a JSON number, positive or negative."),
  PARTITION_DAYS_BACK(
      "limits.partitionDaysBack",
      Limits.DEFAULT.partitionDaysBack(),
      1,
      1_000_000,
      "days",
      "How far in the past a time can be if it determines the partition of a row."),
  PARTITION_DAYS_AHEAD(
      "limits.partitionDaysAhead",
      Limits.DEFAULT.partitionDaysAhead(),
      1,
      1_000_000,
      "days",
      "How far in the future a time can be if it determines the partition of a row."),
  FLINK(
      "flink",
      Kind.PROPERTIES,
      "",
      "Flink configuration for `sluice run`, such as `rest.bind-port`.");

  /** The type of a value that is not a number. */
  enum Kind {
    TEXT("text"),
    LIST("list of paths"),
    START("start position"),
    DURATION("duration"),
    PROPERTIES("properties");

    private final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  private final String path;
  private final @Nullable String preset;
  private final int least;
  private final int most;
  private final String type;
  private final String meaning;

  /** A required key. */
  ConfigKey(String path, Kind kind, String meaning) {
    this(path, null, 0, 0, kind.label, meaning);
  }

  ConfigKey(String path, Kind kind, String preset, String meaning) {
    this(path, preset, 0, 0, kind.label, meaning);
  }

  /**
   * A whole number.
   *
   * @param unit what the number counts, such as {@code bytes}
   */
  ConfigKey(String path, int preset, int least, int most, String unit, String meaning) {
    this(
        path,
        String.valueOf(preset),
        least,
        most,
        "%s, %d to %d".formatted(unit, least, most),
        meaning);
  }

  ConfigKey(
      String path, @Nullable String preset, int least, int most, String type, String meaning) {
    this.path = path;
    this.preset = preset;
    this.least = least;
    this.most = most;
    this.type = type;
    this.meaning = meaning;
  }

  /** The full name, with its section. */
  String path() {
    return path;
  }

  /** The name within its section. */
  String member() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /**
   * The default as the file would state it; empty if there is none, null if the key is required.
   */
  @Nullable String preset() {
    return preset;
  }

  int least() {
    return least;
  }

  int most() {
    return most;
  }

  /** The section, which is the first part of the path. */
  String section() {
    return path.split("\\.", 2)[0];
  }

  /** The type of the value, with its unit and range. */
  String type() {
    return type;
  }

  /** What the key does, in one or two sentences of Markdown. */
  String meaning() {
    return meaning;
  }
}
