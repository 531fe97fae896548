package io.sluice.contract;

import io.sluice.failure.FilePlace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One contract file: which records, which schema, which table, which rules, who owns it.
 *
 * @param rulesVersion fingerprint of everything that decides verdicts and rows
 * @param text the file as it is in Git
 * @param files texts of the files that it names, its schema among them, by name
 * @param keys where its keys stand, for problems found later
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

  /** The place of a topic's name in that of a table or dead-letter topic. */
  private static final String TOPIC = "{topic}";

  /** This contract for one topic: with the topic's name where the table's has a place for it. */
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

  /** This contract with the fingerprint of what it says. */
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

  /** The file with all rule sets that it includes. */
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

  /** What faults of the stages conform and rules do. */
  public enum Mode {
    /** They make a dead letter. */
    ENFORCE,
    /** They are findings of a stored row. */
    OBSERVE
  }

  /** What becomes of a decoded record that no contract of its topic matches. */
  public enum Unmatched {
    DEAD,
    DROP
  }

  /**
   * Which topics.
   *
   * @param topics names; empty where there is a pattern
   * @param topicPattern a regular expression for whole names, or null
   */
  public record Source(
      List<String> topics, @Nullable String topicPattern, Match match, Unmatched unmatched) {}

  /** Which records of a mixed topic: all given conditions must hold. */
  public record Match(
      @Nullable String recordName, Map<String, String> headers, Map<String, String> fields) {

    /** Whether every record of the topic matches. */
    public boolean isEverything() {
      return recordName == null && headers.isEmpty() && fields.isEmpty();
    }
  }

  /** How keys are read. */
  public enum Format {
    STRING,
    LONG,
    AVRO,
    JSON,
    BYTES,
    NONE
  }

  /**
   * How keys are read.
   *
   * @param column the column that keeps the key, or null where it is not kept
   */
  public record Key(Format format, @Nullable String column) {}

  /**
   * How values are read.
   *
   * @param subject where their schemas are in the registry and in Git; may hold {@code {topic}}
   * @param versions of the subject that records may be written with; null for any schema
   * @param validation how JSON Schemas are applied
   * @param schemaFile for records without wire format: the schema, relative to the contract file;
   *     null where records name their schema
   */
  public record Value(
      ValueFormat format,
      String subject,
      @Nullable VersionRange versions,
      JsonValidation validation,
      @Nullable String schemaFile,
      @Nullable String schemaText) {

    /** Whether records name the schema of their value; else it is fixed, or there is none. */
    public boolean isFramed() {
      return schemaText == null && !format.equals(ValueFormat.JSON);
    }

    /** The subject for a topic. */
    public String subjectOf(String topic) {
      return subject.replace(TOPIC, topic);
    }
  }

  /**
   * Which table, and how it is laid out when Sluice creates it.
   *
   * @param name namespace and table, with dots; may hold {@code {topic}}
   * @param evolution how far the gate may change the columns of a table that is there
   * @param distribution which subtask writes a row
   * @param sortBy the order that compaction gives to rows; the gate writes them as they come
   * @param properties Iceberg's own table properties
   * @param traceId whether rows tell the trace of their record
   */
  public record Table(
      String name,
      List<Partition> partitionBy,
      Evolution evolution,
      Distribution distribution,
      List<Sort> sortBy,
      Map<String, String> properties,
      boolean traceId) {}

  /** What a new schema version may do to a table; each includes those before it. */
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
    /** The one that checked it: no network, but each subtask has files of its own. */
    NONE,
    /** The one of its partition: fewer and larger files. */
    HASH
  }

  /**
   * A partition field.
   *
   * @param column with dots for a part of a nested record
   * @param width for {@link Transform#BUCKET} and {@link Transform#TRUNCATE}, else 0
   * @param place where it is written
   * @see <a href="https://iceberg.apache.org/spec/#partition-transforms">Partition transforms</a>
   */
  public record Partition(Transform transform, String column, int width, FilePlace place) {

    /** As it is written in contracts. */
    @Override
    public String toString() {
      return switch (transform) {
        case IDENTITY -> column;
        case BUCKET, TRUNCATE -> transform.label() + "(" + width + ", " + column + ")";
        default -> transform.label() + "(" + column + ")";
      };
    }
  }

  /** How a column's value becomes a partition's. */
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
   * When so many records die that somebody must look, before all are dead letters.
   *
   * @param deadShare of the records in a window
   * @param least records in a window, below which the share says nothing
   * @param consecutive dead records one after the other in a partition
   */
  public record Breaker(
      double deadShare, Duration window, int least, int consecutive, BreakerAction action) {

    public static final Breaker USUAL =
        new Breaker(0.5, Duration.ofMinutes(1), 1_000, 10_000, BreakerAction.ALERT);
  }

  /** What a tripped breaker does. */
  public enum BreakerAction {
    /** It says so, in the log and in metrics. */
    ALERT,
    /** It holds the contract's partitions too, until somebody releases them. */
    HOLD
  }

  /** What a failing rule does. */
  public enum OnFailure {
    /** Counted, nothing more. */
    SHADOW,
    /** The row is stored and lists the rule in {@code _warnings}. */
    WARN,
    /** The record is a dead letter. */
    REJECT,
    /** The partition is held before the record. */
    HALT
  }

  /**
   * A declared rule, not yet compiled.
   *
   * @param field the path that it is about, or null for an expression over the whole event
   * @param when a CEL condition for the rule to apply at all, or null
   * @param message for people, instead of the check's own, or null
   * @param places where it stands, for problems found when compiling
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
   * Where a rule and its members stand.
   *
   * @param field null where the rule has none
   * @param when null where the rule has none
   */
  public record Places(
      FilePlace rule, @Nullable FilePlace field, FilePlace argument, @Nullable FilePlace when) {}
}
