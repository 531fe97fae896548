package io.sluice.config;

import io.sluice.limit.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a pipeline, as sluice.yaml has it, with secrets filled in.
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
   * @param contracts files, as paths that can be opened
   * @param startFrom earliest, latest, or an instant; used where a topic has no marks yet
   * @param checkpointEvery time between two checkpoints, and so between two commits
   * @param heldAlertAfter how long a partition may be held before somebody is told
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
   * @param url null where no contract needs a registry
   * @param properties the client's own, for authentication
   */
  public record Registry(
      @Nullable String url,
      Map<String, String> properties,
      Duration timeout,
      Duration confirmation,
      Duration absence,
      Duration retry) {}

  /**
   * @param catalog Iceberg's own catalog properties, paths of files absolute
   * @param openFiles most data files that a subtask keeps open
   * @param ledger namespace of the pipeline's own tables
   */
  public record Lake(Map<String, String> catalog, int openFiles, String ledger) {}

  /** The table of the pipeline's ledger, with its namespace. */
  public String ledgerTable() {
    return lake.ledger() + "." + pipeline.name().replace('-', '_') + "_ledger";
  }

  /** Never shows property values: they may hold secrets. */
  @Override
  public String toString() {
    return "SluiceConfig[" + pipeline.name() + "]";
  }
}
