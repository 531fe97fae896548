package io.sluice.job.metric;

import static io.sluice.job.metric.MetricKind.BUCKETS;
import static io.sluice.job.metric.MetricKind.COUNTER;
import static io.sluice.job.metric.MetricKind.GAUGE;
import static io.sluice.job.metric.MetricPart.COMMITTER;
import static io.sluice.job.metric.MetricPart.COORDINATOR;
import static io.sluice.job.metric.MetricPart.FLINK;
import static io.sluice.job.metric.MetricPart.GATE;
import static io.sluice.job.metric.MetricPart.LETTERS;
import static io.sluice.job.metric.MetricPart.TASKS;
import static io.sluice.job.metric.MetricUnit.BYTES;
import static io.sluice.job.metric.MetricUnit.CALLS;
import static io.sluice.job.metric.MetricUnit.CHECKPOINTS;
import static io.sluice.job.metric.MetricUnit.FILES;
import static io.sluice.job.metric.MetricUnit.FLAG;
import static io.sluice.job.metric.MetricUnit.MILLISECONDS;
import static io.sluice.job.metric.MetricUnit.NANOSECONDS;
import static io.sluice.job.metric.MetricUnit.PARTITIONS;
import static io.sluice.job.metric.MetricUnit.RECORDS;
import static io.sluice.job.metric.MetricUnit.ROWS;
import static io.sluice.job.metric.MetricUnit.SCHEMAS;
import static io.sluice.job.metric.MetricUnit.SECONDS;
import static io.sluice.job.metric.MetricUnit.TIME;
import static io.sluice.job.metric.MetricUnit.TOPICS;
import static io.sluice.job.metric.MetricUnit.TRIPS;

import java.util.Arrays;
import java.util.List;

/**
 * The metric catalog: every metric that Sluice exports, and the Flink metrics that its dashboards
 * and alerts use. Only metrics of this catalog are registered. The page docs/reference/metrics.md
 * is generated from it, and tests check dashboards and rules against it.
 */
public enum Metric {
  // spotless:off: a metric is one line
  RECORDS_CLEAN(GATE, COUNTER, "recordsClean", RECORDS, "contract topic", "Records stored without findings."),
  RECORDS_WARNED(GATE, COUNTER, "recordsWarned", RECORDS, "contract topic", "Records stored with findings."),
  RECORDS_DEAD(GATE, COUNTER, "recordsDead", RECORDS, "contract topic", "Records sent to the dead-letter topic. The contract is `none` if the record died before its contract was known."),
  DEAD_BY_CAUSE(GATE, COUNTER, "deadByCause", RECORDS, "contract topic stage code", "Dead records by the stage and code of their first fault."),
  RECORDS_DROPPED(GATE, COUNTER, "recordsDropped", RECORDS, "topic reason", "Records dropped by design. The reason is `tombstone` or `unmatched`."),
  RULE_FAILURES(GATE, COUNTER, "ruleFailures", RECORDS, "contract rule action", "Records that failed a rule, regardless of the rule's action."),
  RULE_ERRORS(GATE, COUNTER, "ruleErrors", RECORDS, "contract rule", "Records for which a rule could not be evaluated. `ruleFailures` also counts them."),
  SCHEMA_RECORDS(GATE, COUNTER, "schemaRecords", RECORDS, "topic schema", "Records checked, by the schema used to write them: the ID of one of the topic's 20 newest schemas in the registry, otherwise `other`."),
  SCHEMA_DEAD(GATE, COUNTER, "schemaDead", RECORDS, "topic schema", "Dead records, by the schema used to write them."),
  SCHEMA_FIRST_SEEN(GATE, GAUGE, "schemaFirstSeen", TIME, "topic schema", "Time when the pipeline first fetched the schema. A restart with state preserves it."),
  EVENT_AGE(GATE, BUCKETS, "eventAge_bucket", SECONDS, "topic le", "Records whose age at the verdict (time since the Kafka timestamp) is at most `le`."),
  GATE_TIME(GATE, BUCKETS, "gateTime_bucket", SECONDS, "le", "Records whose check took at most `le`. Each subtask measures at most 10,000 records per second."),
  PARTITIONS_HELD(GATE, GAUGE, "partitionsHeld", PARTITIONS, "topic reason", "Held partitions. The reason is `schema`, `rule`, `order`, `dead_letter`, or `right`. Absent if none are held."),
  HELD_SINCE(GATE, GAUGE, "heldSince", TIME, "topic reason", "Time when the longest-held partition was first held."),
  REGISTRY_CALLS(GATE, COUNTER, "registryCalls", CALLS, "outcome", "Calls to the schema registry. The outcome is `answered` or `failed`."),
  REGISTRY_DOWN(GATE, GAUGE, "registryDown", FLAG, "", "1 if the last call to the schema registry failed, otherwise 0."),
  SCHEMAS_CACHED(GATE, GAUGE, "schemasCached", SCHEMAS, "", "Schemas in the cache, including those fetched by subject and version."),
  SCHEMAS_AWAITED(GATE, GAUGE, "schemasAwaited", SCHEMAS, "", "Schemas being fetched or confirmed."),

  BREAKER_TRIPS(COORDINATOR, COUNTER, "breakerTrips", TRIPS, "contract", "Number of times the contract's circuit breaker has tripped. While the breaker is open, at most one trip per minute is counted."),
  BREAKER_OPEN(COORDINATOR, GAUGE, "breakerOpen", FLAG, "contract", "1 while the circuit breaker holds the contract, and for two minutes after a trip, otherwise 0."),
  HELD_BY_ORDER(COORDINATOR, GAUGE, "heldByOrder", FLAG, "contract by", "1 while an order from the `breaker` or an `operator` holds the contract, otherwise 0."),
  KAFKA_DOWN(COORDINATOR, GAUGE, "kafkaDown", FLAG, "", "1 while Kafka does not respond to the coordinator, otherwise 0."),
  HELD_ALERT_AFTER(COORDINATOR, GAUGE, "heldAlertAfter", SECONDS, "", "How long a partition can be held before the alert fires (`pipeline.heldAlertAfter`)."),
  TOPICS_UNREADABLE(COORDINATOR, GAUGE, "topicsUnreadable", TOPICS, "", "Source and replay topics that the job does not have permission to read."),
  DEAD_LETTER_TOPICS_UNUSABLE(COORDINATOR, GAUGE, "deadLetterTopicsUnusable", TOPICS, "", "Dead-letter topics that do not accept letters: missing, compacted, too small, or not writable."),
  PARTITIONS_READ(COORDINATOR, GAUGE, "partitionsRead", PARTITIONS, "", "Partitions found in all topics that the pipeline reads."),

  COMMITS_FAILING(COMMITTER, GAUGE, "commitsFailing", FLAG, "", "1 while checkpoints cannot be committed to tables, otherwise 0."),
  SETTLED_OFFSETS_FAILING(COMMITTER, GAUGE, "settledOffsetsFailing", FLAG, "", "1 while the settled offsets cannot be stored in the consumer group, otherwise 0."),
  CONTRACT_INFO(COMMITTER, GAUGE, "contractInfo", FLAG, "contract owner contact table mode rules", "Always 1. The labels show the contract's owner and its current rules version."),
  COMMITS(COMMITTER, COUNTER, "commits", MetricUnit.COMMITS, "table", "Commits to the table."),
  FILES_COMMITTED(COMMITTER, COUNTER, "filesCommitted", FILES, "table", "Data files added to the table."),
  ROWS_COMMITTED(COMMITTER, COUNTER, "rowsCommitted", ROWS, "table", "Rows added to the table."),
  LAST_COMMIT(COMMITTER, GAUGE, "lastCommit", TIME, "table", "Time of the newest commit to the table. Before the first commit, it is the start time of the job."),
  COMPLETE_UP_TO(COMMITTER, GAUGE, "completeUpTo", TIME, "table", "Kafka timestamp up to which the table is complete: its `sluice.complete-up-to` property."),

  BUSY(TASKS, GAUGE, "busyTime", MILLISECONDS, "task", "Time per second that the task spends working. Tasks are `gate` (reads, checks, writes files and letters), `partition-writer`, and `committer`."),
  BACK_PRESSURED(TASKS, GAUGE, "backPressuredTime", MILLISECONDS, "task", "Time per second that the task spends waiting for the next task."),

  DEAD_LETTERS(LETTERS, GAUGE, "sluice_dead_letters", MetricUnit.LETTERS, "job_name letters contract state", "Dead letters in the topic, by state."),
  OLDEST_OPEN_LETTER(LETTERS, GAUGE, "sluice_oldest_open_dead_letter_seconds", TIME, "job_name letters", "Time when the record in the oldest open letter died. Absent if no letter is open."),
  LETTER_RETENTION(LETTERS, GAUGE, "sluice_dead_letter_retention_seconds", SECONDS, "job_name letters", "Retention of the dead-letter topic. Absent if Kafka keeps letters forever."),
  LETTERS_SCANNED(LETTERS, GAUGE, "sluice_dead_letters_scanned_seconds", TIME, "job_name letters", "Time when the topic was last read to the end."),

  CHECKPOINTS_COMPLETED(FLINK, GAUGE, "flink_jobmanager_job_numberOfCompletedCheckpoints", CHECKPOINTS, "", "Checkpoints completed since the job started."),
  CHECKPOINTS_FAILED(FLINK, GAUGE, "flink_jobmanager_job_numberOfFailedCheckpoints", CHECKPOINTS, "", "Failed checkpoints since the job started."),
  CHECKPOINT_DURATION(FLINK, GAUGE, "flink_jobmanager_job_lastCheckpointDuration", MILLISECONDS, "", "Duration of the last checkpoint."),
  CHECKPOINT_SIZE(FLINK, GAUGE, "flink_jobmanager_job_lastCheckpointSize", BYTES, "", "Size of the last checkpoint."),
  RESTARTS(FLINK, GAUGE, "flink_jobmanager_job_numRestarts", MetricUnit.RESTARTS, "", "Restarts of the job."),
  RUNNING_TIME(FLINK, GAUGE, "flink_jobmanager_job_runningTime", MILLISECONDS, "", "How long the job has been running."),
  LAG(FLINK, GAUGE, "flink_taskmanager_job_task_operator_pendingRecords", RECORDS, "", "Records in Kafka that had not been fetched at the last fetch."),
  HEAP_USED(FLINK, GAUGE, "flink_taskmanager_Status_JVM_Memory_Heap_Used", BYTES, "", "Heap used by a TaskManager."),
  HEAP_MAX(FLINK, GAUGE, "flink_taskmanager_Status_JVM_Memory_Heap_Max", BYTES, "", "Maximum heap of a TaskManager."),
  CPU(FLINK, COUNTER, "flink_taskmanager_Status_JVM_CPU_Time", NANOSECONDS, "", "CPU time used by a TaskManager process.");
  // spotless:on

  private final MetricPart part;
  private final MetricKind kind;
  private final String leaf;
  private final MetricUnit unit;
  private final String help;

  @SuppressWarnings("ImmutableEnumChecker") // List.of() is immutable
  private final List<String> labels;

  Metric(
      MetricPart part, MetricKind kind, String leaf, MetricUnit unit, String labels, String help) {
    this.part = part;
    this.kind = kind;
    this.leaf = leaf;
    this.unit = unit;
    this.help = help;
    this.labels = labels.isEmpty() ? List.of() : List.of(labels.split(" "));
  }

  public MetricPart part() {
    return part;
  }

  public MetricKind kind() {
    return kind;
  }

  public MetricUnit unit() {
    return unit;
  }

  /** What the metric measures, in a sentence or two for the reference page. */
  public String help() {
    return help;
  }

  /** The names of its labels, without those that Flink adds to every metric. */
  public List<String> labels() {
    return labels;
  }

  /** The name within its metric group. */
  String leaf() {
    return leaf;
  }

  /** The name in Prometheus. Flink's reporter makes label names part of it. */
  public String prometheusName() {
    if (part == MetricPart.LETTERS || part == MetricPart.FLINK) {
      return leaf;
    }
    StringBuilder name = new StringBuilder(part.prefix);
    labels.forEach(label -> name.append(label).append('_'));
    return name.append(leaf).toString();
  }

  /** The metrics that the given part exports. */
  public static List<Metric> of(MetricPart part) {
    return Arrays.stream(values()).filter(metric -> metric.part == part).toList();
  }
}
