package io.sluice.contract;

import io.sluice.failure.FilePlace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One contract file: its records, schema, table, rules, and owner.
 *
 * @param rulesVersion the fingerprint of everything that affects verdicts and rows
 * @param text the text of the file in Git
 * @param files the texts of the files that it refers to, including its schema, by name
 * @param keys the positions of its keys, for problems that are found later
 */
public record Contract(
    String file,
    String name,
    String owner,
    @Nullable String description,
    @Nullable String contact,
    Mode mode,
    Source source,
    Key key,
    Value value,
    Table table,
    String deadLetterTopic,
    Breaker breaker,
    List<Rule> rules,
    String rulesVersion,
    String text,
    Map<String, String> files,
    WrittenKeys keys) {

  /** The placeholder for the topic name in the name of a table or dead-letter topic. */
  private static final String TOPIC = "{topic}";

  /** This contract for one topic, with the topic name filled into the table name. */
  public Contract at(String topic) {
    if (!table.name().contains(TOPIC)) {
      return this;
    }
    String plain = topic.replaceAll("[^A-Za-z0-9_]", "_");
    Table own =
        new Table(
            table.name().replace(TOPIC, plain),
            table.partitionBy(),
            table.evolution(),
            table.distribution(),
            table.sortBy(),
            table.properties(),
            table.traceId());
    return with(own, rulesVersion);
  }

  /** This contract with its rules version. */
  Contract withRulesVersion() {
    return with(table, RulesVersion.of(this));
  }

  private Contract with(Table otherTable, String otherVersion) {
    return new Contract(
        file,
        name,
        owner,
        description,
        contact,
        mode,
        source,
        key,
        value,
        otherTable,
        deadLetterTopic,
        breaker,
        rules,
        otherVersion,
        text,
        files,
        keys);
  }

  /** The text of the file and of all rule sets that it includes. */
  public String wholeText() {
    StringBuilder whole = new StringBuilder(text);
    files.forEach(
        (name, content) -> {
          if (!name.equals(value.schemaFile())) {
            whole.append("\n# included: ").append(name).append('\n').append(content);
          }
        });
    return whole.toString();
  }

  /** The effect of faults in the stages conform and rules. */
  public enum Mode {
    /** The record becomes a dead letter. */
    ENFORCE,
    /** The row is stored with the faults as findings. */
    OBSERVE
  }

  /** The effect on a decoded record that no contract for its topic matches. */
  public enum Unmatched {
    DEAD,
    DROP
  }

  /**
   * The topics to read.
   *
   * @param topics topic names; empty if there is a pattern
   * @param topicPattern a regular expression that matches the whole topic name, or null
   */
  public record Source(
      List<String> topics, @Nullable String topicPattern, Match match, Unmatched unmatched) {}

  /**
   * Defines which records in a mixed topic belong to the contract. All given conditions must hold.
   */
  public record Match(
      @Nullable String recordName, Map<String, String> headers, Map<String, String> fields) {

    /** Whether every record of the topic matches. */
    public boolean isEverything() {
      return recordName == null && headers.isEmpty() && fields.isEmpty();
    }
  }

  /** How to read keys. */
  public enum Format {
    STRING,
    LONG,
    AVRO,
    JSON,
    BYTES,
    NONE
  }

  /**
   * How to read keys.
   *
   * @param column the column that stores the key, or null if the key is not stored
   */
  public record Key(Format format, @Nullable String column) {}

  /**
   * How to read values.
   *
   * @param subject the subject of their schemas in the registry and in Git; can contain {@code
   *     {topic}}
   * @param versions the accepted versions of the subject; null to accept any schema
   * @param validation how to apply JSON Schemas
   * @param schemaFile the schema of records without wire format, relative to the contract file;
   *     null if records refer to their schema
   */
  public record Value(
      ValueFormat format,
      String subject,
      @Nullable VersionRange versions,
      JsonValidation validation,
      @Nullable String schemaFile,
      @Nullable String schemaText) {

    /**
     * Whether records refer to the schema of their value. If not, the schema is fixed, or there is
     * none.
     */
    public boolean isFramed() {
      return schemaText == null && !format.equals(ValueFormat.JSON);
    }

    /** The subject for a topic. */
    public String subjectOf(String topic) {
      return subject.replace(TOPIC, topic);
    }
  }

  /**
   * The table, and its layout when Sluice creates it.
   *
   * @param name namespace and table, separated by dots; can contain {@code {topic}}
   * @param evolution how Sluice can change the columns of an existing table
   * @param distribution which subtask writes a row
   * @param sortBy the sort order that compaction applies; Sluice itself writes rows in arrival
   *     order
   * @param properties Iceberg's own table properties
   * @param traceId whether rows store the trace ID of their record
   */
  public record Table(
      String name,
      List<Partition> partitionBy,
      Evolution evolution,
      Distribution distribution,
      List<Sort> sortBy,
      Map<String, String> properties,
      boolean traceId) {}

  /** What a new schema version can change in a table. Each constant includes the ones before it. */
  public enum Evolution {
    /** Nothing. */
    NONE,
    /** Add columns. */
    ADD,
    /** Widen types too: int to long, float to double, more digits of a decimal. */
    WIDEN
  }

  /** Which subtask writes a row. */
  public enum Distribution {
    /** The subtask that checked the row. Uses no network, but each subtask writes its own files. */
    NONE,
    /** The subtask of the row's partition. Writes fewer and larger files. */
    HASH
  }

  /**
   * A partition field.
   *
   * @param column the column name, with dots for a field of a nested record
   * @param width for {@link Transform#BUCKET} and {@link Transform#TRUNCATE}, else 0
   * @param place where it is written
   * @see <a href="https://iceberg.apache.org/spec/#partition-transforms">Partition transforms</a>
   */
  public record Partition(Transform transform, String column, int width, FilePlace place) {

    /** The notation used in contracts. */
    @Override
    public String toString() {
      return switch (transform) {
        case IDENTITY -> column;
        case BUCKET, TRUNCATE -> transform.label() + "(" + width + ", " + column + ")";
        default -> transform.label() + "(" + column + ")";
      };
    }
  }

  /** How to derive the partition value from the column value. */
  public enum Transform {
    IDENTITY,
    YEAR,
    MONTH,
    DAY,
    HOUR,
    BUCKET,
    TRUNCATE;

    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** A column to sort by. */
  public record Sort(String column, boolean descending, FilePlace place) {}

  /**
   * The thresholds of the circuit breaker, which reacts when too many records die.
   *
   * @param deadShare the share of dead records in a window that trips the breaker
   * @param least the minimum number of records in a window for the share to count
   * @param consecutive the number of consecutive dead records in a partition that trips the breaker
   */
  public record Breaker(
      double deadShare, Duration window, int least, int consecutive, BreakerAction action) {

    public static final Breaker USUAL =
        new Breaker(0.5, Duration.ofMinutes(1), 1_000, 10_000, BreakerAction.ALERT);
  }

  /** What a tripped breaker does. */
  public enum BreakerAction {
    /** Reports in the log and in metrics. */
    ALERT,
    /** Also holds the contract's partitions until someone releases them. */
    HOLD
  }

  /** What a failing rule does. */
  public enum OnFailure {
    /** The failure is only counted. */
    SHADOW,
    /** The row is stored and lists the rule in {@code _warnings}. */
    WARN,
    /** The record is a dead letter. */
    REJECT,
    /** The partition is held at the record. */
    HALT
  }

  /**
   * A declared rule, not yet compiled.
   *
   * @param field the path to check, or null for an expression over the whole event
   * @param when a CEL condition under which the rule applies, or null
   * @param message replaces the default message of the check, or null
   * @param places the positions in the file, for problems found when compiling
   */
  public record Rule(
      String id,
      @Nullable String field,
      CheckName check,
      Argument argument,
      @Nullable String when,
      OnFailure onFailure,
      @Nullable String message,
      Places places) {}

  /**
   * The positions of a rule and its members in the file.
   *
   * @param field null if the rule has none
   * @param when null if the rule has none
   */
  public record Places(
      FilePlace rule, @Nullable FilePlace field, FilePlace argument, @Nullable FilePlace when) {}
}
