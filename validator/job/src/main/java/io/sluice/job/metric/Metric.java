package io.sluice.job.metric;

import java.util.Arrays;
import java.util.List;

/**
 * The catalogue: every metric that Sluice exports, and those of Flink that its dashboards and
 * alerts use. Nothing is registered that is not here; docs/metrics.md is made from it, and tests
 * hold dashboards and rules against it.
 */
public enum Metric {
  RECORDS_CLEAN(
      Part.GATE,
      Kind.COUNTER,
      "recordsClean",
      Unit.RECORDS,
      "stored without findings",
      "contract",
      "topic"),
  RECORDS_WARNED(
      Part.GATE,
      Kind.COUNTER,
      "recordsWarned",
      Unit.RECORDS,
      "stored with findings",
      "contract",
      "topic"),
  RECORDS_DEAD(
      Part.GATE,
      Kind.COUNTER,
      "recordsDead",
      Unit.RECORDS,
      "sent to the dead-letter topic; contract `none` where it died before its contract was known",
      "contract",
      "topic"),
  DEAD_BY_CAUSE(
      Part.GATE,
      Kind.COUNTER,
      "deadByCause",
      Unit.RECORDS,
      "the same by stage and code of the first fault",
      "contract",
      "topic",
      "stage",
      "code"),
  RECORDS_DROPPED(
      Part.GATE,
      Kind.COUNTER,
      "recordsDropped",
      Unit.RECORDS,
      "left out as declared: `tombstone` or `unmatched`",
      "topic",
      "reason"),
  RULE_FAILURES(
      Part.GATE,
      Kind.COUNTER,
      "ruleFailures",
      Unit.RECORDS,
      "records on which a rule failed, whatever it does then",
      "contract",
      "rule",
      "action"),
  RULE_ERRORS(
      Part.GATE,
      Kind.COUNTER,
      "ruleErrors",
      Unit.RECORDS,
      "those of them on which the rule could not be evaluated at all",
      "contract",
      "rule"),
  SCHEMA_RECORDS(
      Part.GATE,
      Kind.COUNTER,
      "schemaRecords",
      Unit.RECORDS,
      "judged, by the schema they were written with: the newest 20 of a topic that the registry"
          + " has, else `other`",
      "topic",
      "schema"),
  SCHEMA_DEAD(
      Part.GATE,
      Kind.COUNTER,
      "schemaDead",
      Unit.RECORDS,
      "those of them that died",
      "topic",
      "schema"),
  SCHEMA_FIRST_SEEN(
      Part.GATE,
      Kind.GAUGE,
      "schemaFirstSeen",
      Unit.TIME,
      "when the pipeline first fetched the schema; restarts with state remember it",
      "topic",
      "schema"),
  EVENT_AGE(
      Part.GATE,
      Kind.BUCKETS,
      "eventAge_bucket",
      Unit.SECONDS,
      "from a record's Kafka timestamp to its verdict; records at most so old",
      "topic",
      "le"),
  GATE_TIME(
      Part.GATE,
      Kind.BUCKETS,
      "gateTime_bucket",
      Unit.SECONDS,
      "what judging a record took; of up to 10,000 records a second and subtask",
      "le"),
  PARTITIONS_HELD(
      Part.GATE,
      Kind.GAUGE,
      "partitionsHeld",
      Unit.PARTITIONS,
      "waiting: for a `schema`, by a `rule` that says halt, or by `order`; no series where none waits",
      "topic",
      "reason"),
  HELD_SINCE(
      Part.GATE,
      Kind.GAUGE,
      "heldSince",
      Unit.TIME,
      "since when the one that waits longest does",
      "topic",
      "reason"),
  REGISTRY_CALLS(
      Part.GATE,
      Kind.COUNTER,
      "registryCalls",
      Unit.CALLS,
      "calls to the schema registry: `answered` or `failed`",
      "outcome"),
  REGISTRY_DOWN(
      Part.GATE, Kind.GAUGE, "registryDown", Unit.FLAG, "1 while the last call failed, else 0"),
  SCHEMAS_CACHED(
      Part.GATE,
      Kind.GAUGE,
      "schemasCached",
      Unit.SCHEMAS,
      "known without asking, versions by subject included"),
  SCHEMAS_AWAITED(
      Part.GATE, Kind.GAUGE, "schemasAwaited", Unit.SCHEMAS, "being fetched or confirmed"),
  BREAKER_TRIPS(
      Part.COORDINATOR,
      Kind.COUNTER,
      "breakerTrips",
      Unit.TRIPS,
      "of the contract's circuit breaker; at most one a minute while it stays open",
      "contract"),
  BREAKER_OPEN(
      Part.COORDINATOR,
      Kind.GAUGE,
      "breakerOpen",
      Unit.FLAG,
      "1 while the breaker holds the contract or tripped in the last two minutes",
      "contract"),
  HELD_BY_ORDER(
      Part.COORDINATOR,
      Kind.GAUGE,
      "heldByOrder",
      Unit.FLAG,
      "1 while an order holds the contract, given by the `breaker` or an `operator`",
      "contract",
      "by"),
  KAFKA_DOWN(
      Part.COORDINATOR,
      Kind.GAUGE,
      "kafkaDown",
      Unit.FLAG,
      "1 while Kafka does not answer the coordinator, else 0"),
  HELD_ALERT_AFTER(
      Part.COORDINATOR,
      Kind.GAUGE,
      "heldAlertAfter",
      Unit.SECONDS,
      "how long a partition may be held before the alert fires, as configured"),
  TOPICS_UNREADABLE(
      Part.COORDINATOR,
      Kind.GAUGE,
      "topicsUnreadable",
      Unit.TOPICS,
      "source and replay topics that the job has no right to read"),
  DEAD_LETTER_TOPICS_UNUSABLE(
      Part.COORDINATOR,
      Kind.GAUGE,
      "deadLetterTopicsUnusable",
      Unit.TOPICS,
      "dead-letter topics that do not take letters: missing, too small, compacted, or without the"
          + " right to write"),
  PARTITIONS_READ(
      Part.COORDINATOR,
      Kind.GAUGE,
      "partitionsRead",
      Unit.PARTITIONS,
      "found, of all topics that the pipeline reads"),
  COMMITS_FAILING(
      Part.COMMITTER,
      Kind.GAUGE,
      "commitsFailing",
      Unit.FLAG,
      "1 while checkpoints cannot be committed to tables, since the catalog or the storage does not"
          + " answer, else 0"),
  SETTLED_OFFSETS_FAILING(
      Part.COMMITTER,
      Kind.GAUGE,
      "settledOffsetsFailing",
      Unit.FLAG,
      "1 while the settled offsets cannot be stored in the consumer group, else 0"),
  CONTRACT_INFO(
      Part.COMMITTER,
      Kind.GAUGE,
      "contractInfo",
      Unit.FLAG,
      "always 1; who owns the contract, and which rules are live",
      "contract",
      "owner",
      "contact",
      "table",
      "mode",
      "rules"),
  COMMITS(Part.COMMITTER, Kind.COUNTER, "commits", Unit.COMMITS, "into the table", "table"),
  FILES_COMMITTED(
      Part.COMMITTER, Kind.COUNTER, "filesCommitted", Unit.FILES, "data files added", "table"),
  ROWS_COMMITTED(Part.COMMITTER, Kind.COUNTER, "rowsCommitted", Unit.ROWS, "rows added", "table"),
  LAST_COMMIT(
      Part.COMMITTER,
      Kind.GAUGE,
      "lastCommit",
      Unit.TIME,
      "of the table's newest commit; the job's start where there is none yet",
      "table"),
  COMPLETE_UP_TO(
      Part.COMMITTER,
      Kind.GAUGE,
      "completeUpTo",
      Unit.TIME,
      "up to when, in Kafka's time, the table has everything; as its property"
          + " `sluice.complete-up-to`",
      "table"),
  BUSY(
      Part.TASKS,
      Kind.GAUGE,
      "busyTime",
      Unit.MILLISECONDS,
      "of each second that the task works; tasks are `gate` (reads, judges, writes files and"
          + " letters), `partition-writer` and `committer`",
      "task"),
  BACK_PRESSURED(
      Part.TASKS,
      Kind.GAUGE,
      "backPressuredTime",
      Unit.MILLISECONDS,
      "of each second that the task waits for the one after it",
      "task"),
  DEAD_LETTERS(
      Part.LETTERS,
      Kind.GAUGE,
      "sluice_dead_letters",
      Unit.LETTERS,
      "in the dead-letter topic, by what became of them",
      "job_name",
      "letters",
      "contract",
      "state"),
  OLDEST_OPEN_LETTER(
      Part.LETTERS,
      Kind.GAUGE,
      "sluice_oldest_open_dead_letter_seconds",
      Unit.TIME,
      "when the oldest open letter died; none where none is open",
      "job_name",
      "letters"),
  LETTER_RETENTION(
      Part.LETTERS,
      Kind.GAUGE,
      "sluice_dead_letter_retention_seconds",
      Unit.SECONDS,
      "how long Kafka keeps letters; none where it keeps them for ever",
      "job_name",
      "letters"),
  LETTERS_SCANNED(
      Part.LETTERS,
      Kind.GAUGE,
      "sluice_dead_letters_scanned_seconds",
      Unit.TIME,
      "when the topic was last read through",
      "job_name",
      "letters"),
  CHECKPOINTS_COMPLETED(
      Part.FLINK,
      Kind.GAUGE,
      "flink_jobmanager_job_numberOfCompletedCheckpoints",
      Unit.CHECKPOINTS,
      "completed since the job was started"),
  CHECKPOINTS_FAILED(
      Part.FLINK,
      Kind.GAUGE,
      "flink_jobmanager_job_numberOfFailedCheckpoints",
      Unit.CHECKPOINTS,
      "failed since the job was started"),
  CHECKPOINT_DURATION(
      Part.FLINK,
      Kind.GAUGE,
      "flink_jobmanager_job_lastCheckpointDuration",
      Unit.MILLISECONDS,
      "of the last checkpoint"),
  CHECKPOINT_SIZE(
      Part.FLINK,
      Kind.GAUGE,
      "flink_jobmanager_job_lastCheckpointSize",
      Unit.BYTES,
      "of the last checkpoint"),
  RESTARTS(Part.FLINK, Kind.GAUGE, "flink_jobmanager_job_numRestarts", Unit.RESTARTS, "of the job"),
  RUNNING_TIME(
      Part.FLINK,
      Kind.GAUGE,
      "flink_jobmanager_job_runningTime",
      Unit.MILLISECONDS,
      "how long the job has been running"),
  LAG(
      Part.FLINK,
      Kind.GAUGE,
      "flink_taskmanager_job_task_operator_pendingRecords",
      Unit.RECORDS,
      "in Kafka and not fetched yet, as of the last fetch"),
  HEAP_USED(
      Part.FLINK,
      Kind.GAUGE,
      "flink_taskmanager_Status_JVM_Memory_Heap_Used",
      Unit.BYTES,
      "of a TaskManager"),
  HEAP_MAX(
      Part.FLINK,
      Kind.GAUGE,
      "flink_taskmanager_Status_JVM_Memory_Heap_Max",
      Unit.BYTES,
      "of a TaskManager"),
  CPU(
      Part.FLINK,
      Kind.COUNTER,
      "flink_taskmanager_Status_JVM_CPU_Time",
      Unit.NANOSECONDS,
      "that a TaskManager's process was on a core");

  /** Which part of Sluice exports a metric. */
  public enum Part {
    GATE("flink_taskmanager_job_task_operator_sluice_"),
    COORDINATOR("flink_jobmanager_job_operator_coordinator_enumerator_sluice_"),
    COMMITTER("flink_taskmanager_job_task_operator_sluice_"),
    /** Every task, for itself. */
    TASKS("flink_taskmanager_job_task_operator_sluice_"),
    /** {@code sluice dlq metrics}. */
    LETTERS(""),
    /** Flink itself. */
    FLINK("");

    private final String prefix;

    Part(String prefix) {
      this.prefix = prefix;
    }
  }

  /** How values are to be read. */
  public enum Kind {
    /**
     * Only grows; restarts at 0 with the job, and {@linkplain LateCounter stays there} a moment.
     */
    COUNTER,
    GAUGE,
    /** Counters with label {@code le}, each with all that is no more than its bound. */
    BUCKETS
  }

  /** Units, as the reference page names them. */
  public enum Unit {
    RECORDS,
    PARTITIONS,
    TOPICS,
    CALLS,
    SCHEMAS,
    TRIPS,
    COMMITS,
    FILES,
    ROWS,
    BYTES,
    LETTERS,
    CHECKPOINTS,
    RESTARTS,
    SECONDS,
    MILLISECONDS,
    NANOSECONDS,
    /** Seconds since the epoch. */
    TIME,
    /** 0 or 1. */
    FLAG
  }

  private final Part part;
  private final Kind kind;
  private final String leaf;
  private final Unit unit;
  private final String help;

  @SuppressWarnings("ImmutableEnumChecker") // List.of() gives one that cannot change
  private final List<String> labels;

  Metric(Part part, Kind kind, String leaf, Unit unit, String help, String... labels) {
    this.part = part;
    this.kind = kind;
    this.leaf = leaf;
    this.unit = unit;
    this.help = help;
    this.labels = List.of(labels);
  }

  public Part part() {
    return part;
  }

  public Kind kind() {
    return kind;
  }

  public Unit unit() {
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
    if (part == Part.LETTERS || part == Part.FLINK) {
      return leaf;
    }
    StringBuilder name = new StringBuilder(part.prefix);
    labels.forEach(label -> name.append(label).append('_'));
    return name.append(leaf).toString();
  }

  /** The metrics that a part exports. */
  public static List<Metric> of(Part part) {
    return Arrays.stream(values()).filter(metric -> metric.part == part).toList();
  }
}
