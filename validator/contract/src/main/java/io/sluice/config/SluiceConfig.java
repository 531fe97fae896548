package io.sluice.config;

import io.sluice.limit.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a pipeline from sluice.yaml, with secrets filled in.
 *
 * @param kafka Kafka's own client properties
 * @param flink Flink's own configuration, for embedded runs
 */
public record SluiceConfig(
    Pipeline pipeline,
    Map<String, String> kafka,
    Registry registry,
    Lake lake,
    Limits limits,
    Map<String, String> flink) {

  /**
   * @param contracts paths of the contract files, ready to open
   * @param startFrom earliest, latest, or an instant; applies if a topic has no marks yet
   * @param checkpointEvery time between two checkpoints, and so between two commits
   * @param heldAlertAfter how long a partition can be held before Sluice raises an alert
   * @param stateFolder where an embedded run keeps its checkpoints
   */
  public record Pipeline(
      String name,
      List<Path> contracts,
      StartFrom startFrom,
      Duration checkpointEvery,
      Duration heldAlertAfter,
      int parallelism,
      Path stateFolder) {}

  /**
   * @param url null if no contract needs a registry
   * @param properties properties of the registry client, for authentication
   */
  public record Registry(
      @Nullable String url,
      Map<String, String> properties,
      Duration timeout,
      Duration confirmation,
      Duration absence,
      Duration retry) {}

  /**
   * @param catalog Iceberg's own catalog properties, with absolute file paths
   * @param openFiles the maximum number of data files that a subtask keeps open
   * @param ledger namespace of the pipeline's own tables
   */
  public record Lake(Map<String, String> catalog, int openFiles, String ledger) {}

  /** The full name of the ledger table of the pipeline. */
  public String ledgerTable() {
    return lake.ledger() + "." + pipeline.name().replace('-', '_') + "_ledger";
  }

  /** Shows no property values, because they can contain secrets. */
  @Override
  public String toString() {
    return "SluiceConfig[" + pipeline.name() + "]";
  }
}
