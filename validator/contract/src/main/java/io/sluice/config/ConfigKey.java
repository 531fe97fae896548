package io.sluice.config;

import io.sluice.limit.Limits;
import org.jspecify.annotations.Nullable;

/**
 * The keys of sluice.yaml: where each stands, what it holds, its default and its meaning. The
 * parser and the reference page (docs/reference/config.md) both go by it.
 */
enum ConfigKey {
  PIPELINE_NAME(
      "pipeline.name",
      Kind.TEXT,
      "names the pipeline, its Flink job and its consumer group `sluice-<name>`"),
  CONTRACTS("pipeline.contracts", Kind.LIST, "contract files, as in `[rules/orders.yaml]`"),
  START_FROM(
      "pipeline.startFrom",
      Kind.START,
      "`earliest`, `latest`, or a time such as `2024-01-31T12:00:00Z`; applies once, when a table"
          + " first selects a topic"),
  CHECKPOINT_EVERY(
      "pipeline.checkpointEvery",
      Kind.DURATION,
      "10s",
      "time between two checkpoints, and so between two commits"),
  HELD_ALERT_AFTER(
      "pipeline.heldAlertAfter",
      Kind.DURATION,
      "5m",
      "how long a partition may be held before the log and the alert `SluicePartitionsHeld` say so"),
  PARALLELISM(
      "pipeline.parallelism", 1, 1, 10_000, "subtasks; more than there are partitions idle"),
  STATE_FOLDER(
      "pipeline.stateFolder", Kind.TEXT, ".sluice/state", "where `sluice run` keeps checkpoints"),
  KAFKA(
      "kafka",
      Kind.PROPERTIES,
      "Kafka's own client properties, `bootstrap.servers` among them. `group.id`,"
          + " `auto.offset.reset` and `isolation.level` are refused: Sluice sets them"),
  REGISTRY_URL(
      "registry.url",
      Kind.TEXT,
      "",
      "Confluent-compatible address; left out where all contracts name schema files"),
  REGISTRY_PROPERTIES(
      "registry.properties",
      Kind.PROPERTIES,
      "",
      "the registry client's own properties, such as `basic.auth.credentials.source` or"
          + " `ssl.truststore.location`"),
  REGISTRY_TIMEOUT("registry.timeout", Kind.DURATION, "10s", "for connecting and for each read"),
  REGISTRY_CONFIRMATION(
      "registry.confirmation",
      Kind.DURATION,
      "5s",
      "between the first \"no such schema\" and the second, which is believed"),
  REGISTRY_ABSENCE(
      "registry.absence",
      Kind.DURATION,
      "60s",
      "how long \"no such schema\" is remembered for records that were read before it was said"),
  REGISTRY_RETRY("registry.retry", Kind.DURATION, "2s", "between two tries in an outage"),
  CATALOG(
      "lake.catalog",
      Kind.PROPERTIES,
      "Iceberg's own catalog properties, with `type` or `catalog-impl`"),
  LEDGER(
      "lake.ledger",
      Kind.TEXT,
      "sluice",
      "namespace of the pipeline's own tables `<pipeline>_ledger` and `<pipeline>_ledger_contracts`"),
  OPEN_FILES(
      "lake.openFiles",
      256,
      1,
      10_000,
      "data files that a subtask keeps open, over all tables and partitions; the least recently"
          + " used is closed first"),
  RECORD_BYTES(
      "limits.recordBytes",
      Limits.DEFAULT.recordBytes(),
      1,
      Integer.MAX_VALUE,
      "bytes of the largest value"),
  DEPTH("limits.depth", Limits.DEFAULT.depth(), 1, 500, "deepest nesting"),
  ITEMS(
      "limits.items",
      Limits.DEFAULT.items(),
      1,
      100_000_000,
      "array elements and map entries of a record, all levels together"),
  DIGITS("limits.digits", Limits.DEFAULT.digits(), 1, 100_000, "digits of one JSON number"),
  EXPONENT(
      "limits.exponent",
      Limits.DEFAULT.exponent(),
      1,
      10_000,
      "largest absolute decimal exponent of one JSON number"),
  PARTITION_DAYS_BACK(
      "limits.partitionDaysBack",
      Limits.DEFAULT.partitionDaysBack(),
      1,
      1_000_000,
      "how far before today a time may be that decides on a partition"),
  PARTITION_DAYS_AHEAD(
      "limits.partitionDaysAhead",
      Limits.DEFAULT.partitionDaysAhead(),
      1,
      1_000_000,
      "how far after today a time may be that decides on a partition"),
  FLINK(
      "flink",
      Kind.PROPERTIES,
      "",
      "Flink's own configuration for `sluice run`, such as `rest.bind-port`");

  /** What the value of a key is. */
  enum Kind {
    TEXT("text"),
    LIST("list of paths"),
    START("start position"),
    DURATION("duration"),
    INTEGER("whole number"),
    PROPERTIES("properties");

    private final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  private final String path;
  private final Kind kind;
  private final @Nullable String preset;
  private final int least;
  private final int most;
  private final String meaning;

  /** A key that must be there. */
  ConfigKey(String path, Kind kind, String meaning) {
    this(path, kind, null, 0, 0, meaning);
  }

  ConfigKey(String path, Kind kind, String preset, String meaning) {
    this(path, kind, preset, 0, 0, meaning);
  }

  ConfigKey(String path, int preset, int least, int most, String meaning) {
    this(path, Kind.INTEGER, String.valueOf(preset), least, most, meaning);
  }

  ConfigKey(String path, Kind kind, @Nullable String preset, int least, int most, String meaning) {
    this.path = path;
    this.kind = kind;
    this.preset = preset;
    this.least = least;
    this.most = most;
    this.meaning = meaning;
  }

  /** The full name, sections included. */
  String path() {
    return path;
  }

  /** The name within its section. */
  String member() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** The default as it would be written; empty for "nothing", null where the key is required. */
  @Nullable String preset() {
    return preset;
  }

  int least() {
    return least;
  }

  int most() {
    return most;
  }

  /** Its row in the reference page. */
  String row() {
    String standard = preset == null ? "required" : preset.isEmpty() ? "none" : "`" + preset + "`";
    String type = kind == Kind.INTEGER ? kind.label + ", " + least + " to " + most : kind.label;
    return "| `" + path + "` | " + type + " | " + standard + " | " + meaning + " |";
  }
}
