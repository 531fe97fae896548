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
 * The catalog: every metric that Sluice exports, and those of Flink that its dashboards and alerts
 * use. Nothing is registered that is not here; docs/reference/metrics.md is made from it, and tests
 * hold dashboards and rules against it.
 */
public enum Metric {
  // spotless:off: a metric is one line
  RECORDS_CLEAN(GATE, COUNTER, "recordsClean", RECORDS, "contract topic", "stored without findings"),
  RECORDS_WARNED(GATE, COUNTER, "recordsWarned", RECORDS, "contract topic", "stored with findings"),
  RECORDS_DEAD(GATE, COUNTER, "recordsDead", RECORDS, "contract topic", "sent to the dead-letter topic; contract `none` where it died before its contract was known"),
  DEAD_BY_CAUSE(GATE, COUNTER, "deadByCause", RECORDS, "contract topic stage code", "the same by stage and code of the first fault"),
  RECORDS_DROPPED(GATE, COUNTER, "recordsDropped", RECORDS, "topic reason", "left out as declared: `tombstone` or `unmatched`"),
  RULE_FAILURES(GATE, COUNTER, "ruleFailures", RECORDS, "contract rule action", "records on which a rule failed, whatever it does then"),
  RULE_ERRORS(GATE, COUNTER, "ruleErrors", RECORDS, "contract rule", "those of them on which the rule could not be evaluated at all"),
  SCHEMA_RECORDS(GATE, COUNTER, "schemaRecords", RECORDS, "topic schema", "judged, by the schema they were written with: the newest 20 of a topic that the registry has, else `other`"),
  SCHEMA_DEAD(GATE, COUNTER, "schemaDead", RECORDS, "topic schema", "those of them that died"),
  SCHEMA_FIRST_SEEN(GATE, GAUGE, "schemaFirstSeen", TIME, "topic schema", "when the pipeline first fetched the schema; restarts with state remember it"),
  EVENT_AGE(GATE, BUCKETS, "eventAge_bucket", SECONDS, "topic le", "from a record's Kafka timestamp to its verdict; records at most so old"),
  GATE_TIME(GATE, BUCKETS, "gateTime_bucket", SECONDS, "le", "what judging a record took; of up to 10,000 records a second and subtask"),
  PARTITIONS_HELD(GATE, GAUGE, "partitionsHeld", PARTITIONS, "topic reason", "waiting: for a `schema`, by a `rule` that says halt, by `order`, for a `dead_letter` topic, or for a `right`; no series where none waits"),
  HELD_SINCE(GATE, GAUGE, "heldSince", TIME, "topic reason", "since when the one that waits longest does"),
  REGISTRY_CALLS(GATE, COUNTER, "registryCalls", CALLS, "outcome", "calls to the schema registry: `answered` or `failed`"),
  REGISTRY_DOWN(GATE, GAUGE, "registryDown", FLAG, "", "1 while the last call failed, else 0"),
  SCHEMAS_CACHED(GATE, GAUGE, "schemasCached", SCHEMAS, "", "known without asking, versions by subject included"),
  SCHEMAS_AWAITED(GATE, GAUGE, "schemasAwaited", SCHEMAS, "", "being fetched or confirmed"),

  BREAKER_TRIPS(COORDINATOR, COUNTER, "breakerTrips", TRIPS, "contract", "of the contract's circuit breaker; at most one a minute while it stays open"),
  BREAKER_OPEN(COORDINATOR, GAUGE, "breakerOpen", FLAG, "contract", "1 while the breaker holds the contract or tripped in the last two minutes"),
  HELD_BY_ORDER(COORDINATOR, GAUGE, "heldByOrder", FLAG, "contract by", "1 while an order holds the contract, given by the `breaker` or an `operator`"),
  KAFKA_DOWN(COORDINATOR, GAUGE, "kafkaDown", FLAG, "", "1 while Kafka does not answer the coordinator, else 0"),
  HELD_ALERT_AFTER(COORDINATOR, GAUGE, "heldAlertAfter", SECONDS, "", "how long a partition may be held before the alert fires, as configured"),
  TOPICS_UNREADABLE(COORDINATOR, GAUGE, "topicsUnreadable", TOPICS, "", "source and replay topics that the job has no right to read"),
  DEAD_LETTER_TOPICS_UNUSABLE(COORDINATOR, GAUGE, "deadLetterTopicsUnusable", TOPICS, "", "dead-letter topics that do not take letters: missing, too small, compacted, or without the right to write"),
  PARTITIONS_READ(COORDINATOR, GAUGE, "partitionsRead", PARTITIONS, "", "found, of all topics that the pipeline reads"),

  COMMITS_FAILING(COMMITTER, GAUGE, "commitsFailing", FLAG, "", "1 while checkpoints cannot be committed to tables, since the catalog or the storage does not answer, else 0"),
  SETTLED_OFFSETS_FAILING(COMMITTER, GAUGE, "settledOffsetsFailing", FLAG, "", "1 while the settled offsets cannot be stored in the consumer group, else 0"),
  CONTRACT_INFO(COMMITTER, GAUGE, "contractInfo", FLAG, "contract owner contact table mode rules", "always 1; who owns the contract, and which rules are live"),
  COMMITS(COMMITTER, COUNTER, "commits", MetricUnit.COMMITS, "table", "into the table"),
  FILES_COMMITTED(COMMITTER, COUNTER, "filesCommitted", FILES, "table", "data files added"),
  ROWS_COMMITTED(COMMITTER, COUNTER, "rowsCommitted", ROWS, "table", "rows added"),
  LAST_COMMIT(COMMITTER, GAUGE, "lastCommit", TIME, "table", "of the table's newest commit; the job's start where there is none yet"),
  COMPLETE_UP_TO(COMMITTER, GAUGE, "completeUpTo", TIME, "table", "up to when, in Kafka's time, the table has everything; as its property `sluice.complete-up-to`"),

  BUSY(TASKS, GAUGE, "busyTime", MILLISECONDS, "task", "of each second that the task works; tasks are `gate` (reads, judges, writes files and letters), `partition-writer` and `committer`"),
  BACK_PRESSURED(TASKS, GAUGE, "backPressuredTime", MILLISECONDS, "task", "of each second that the task waits for the one after it"),

  DEAD_LETTERS(LETTERS, GAUGE, "sluice_dead_letters", MetricUnit.LETTERS, "job_name letters contract state", "in the dead-letter topic, by what became of them"),
  OLDEST_OPEN_LETTER(LETTERS, GAUGE, "sluice_oldest_open_dead_letter_seconds", TIME, "job_name letters", "when the oldest open letter died; none where none is open"),
  LETTER_RETENTION(LETTERS, GAUGE, "sluice_dead_letter_retention_seconds", SECONDS, "job_name letters", "how long Kafka keeps letters; none where it keeps them forever"),
  LETTERS_SCANNED(LETTERS, GAUGE, "sluice_dead_letters_scanned_seconds", TIME, "job_name letters", "when the topic was last read through"),

  CHECKPOINTS_COMPLETED(FLINK, GAUGE, "flink_jobmanager_job_numberOfCompletedCheckpoints", CHECKPOINTS, "", "completed since the job was started"),
  CHECKPOINTS_FAILED(FLINK, GAUGE, "flink_jobmanager_job_numberOfFailedCheckpoints", CHECKPOINTS, "", "failed since the job was started"),
  CHECKPOINT_DURATION(FLINK, GAUGE, "flink_jobmanager_job_lastCheckpointDuration", MILLISECONDS, "", "of the last checkpoint"),
  CHECKPOINT_SIZE(FLINK, GAUGE, "flink_jobmanager_job_lastCheckpointSize", BYTES, "", "of the last checkpoint"),
  RESTARTS(FLINK, GAUGE, "flink_jobmanager_job_numRestarts", MetricUnit.RESTARTS, "", "of the job"),
  RUNNING_TIME(FLINK, GAUGE, "flink_jobmanager_job_runningTime", MILLISECONDS, "", "how long the job has been running"),
  LAG(FLINK, GAUGE, "flink_taskmanager_job_task_operator_pendingRecords", RECORDS, "", "in Kafka and not fetched yet, as of the last fetch"),
  HEAP_USED(FLINK, GAUGE, "flink_taskmanager_Status_JVM_Memory_Heap_Used", BYTES, "", "of a TaskManager"),
  HEAP_MAX(FLINK, GAUGE, "flink_taskmanager_Status_JVM_Memory_Heap_Max", BYTES, "", "of a TaskManager"),
  CPU(FLINK, COUNTER, "flink_taskmanager_Status_JVM_CPU_Time", NANOSECONDS, "", "that a TaskManager's process was on a core");
  // spotless:on

  private final MetricPart part;
  private final MetricKind kind;
  private final String leaf;
  private final MetricUnit unit;
  private final String help;

  @SuppressWarnings("ImmutableEnumChecker") // List.of() gives one that cannot change
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

  /** What is measured, as the end of a sentence. */
  public String help() {
    return help;
  }

  /** Names of its labels, beside those that Flink adds to all. */
  public List<String> labels() {
    return labels;
  }

  /** Its name within its group. */
  String leaf() {
    return leaf;
  }

  /** Its name in Prometheus: Flink's reporter puts the names of labels into it. */
  public String prometheusName() {
    if (part == MetricPart.LETTERS || part == MetricPart.FLINK) {
      return leaf;
    }
    StringBuilder name = new StringBuilder(part.prefix);
    labels.forEach(label -> name.append(label).append('_'));
    return name.append(leaf).toString();
  }

  /** The metrics that a part exports. */
  public static List<Metric> of(MetricPart part) {
    return Arrays.stream(values()).filter(metric -> metric.part == part).toList();
  }
}
