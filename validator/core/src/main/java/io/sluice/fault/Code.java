package io.sluice.fault;

import java.util.Locale;

/** The codes of faults that are not rules. The name in lower case is what users see. */
public enum Code {
  TOO_LARGE(
      Stage.WIRE,
      "The value or key has more bytes than `limits.recordBytes`.",
      "Raise the limit, or find out why the producer sends so much."),
  EMPTY_VALUE(
      Stage.WIRE,
      "The value or key has no bytes at all, where a schema or a document should be.",
      "The producer sends empty text instead of null; null is a tombstone and dropped."),
  BAD_MAGIC(
      Stage.WIRE,
      "The first byte is neither 0 nor 1, so the registry's wire format is not there.",
      "Let the producer use a registry serializer, or say how values are with `value.format`."),
  TRUNCATED_FRAME(
      Stage.WIRE,
      "The record ends inside its schema id or GUID, or the schema header is not whole.",
      "Look at the producer: something cuts records."),
  UNKNOWN_SCHEMA(
      Stage.SCHEMA,
      "The registry says, and said again, that it has no such schema.",
      "The record comes from another registry, or the schema was deleted: register it, then replay."),
  UNSUPPORTED_SCHEMA(
      Stage.SCHEMA,
      "The schema is neither Avro nor JSON Schema, or it is broken.",
      "Fix the schema. The message shows the error."),
  SKIPPED_BY_OPERATOR(
      Stage.SCHEMA,
      "The record held its partition, for its schema or by a rule that says halt, and an operator"
          + " said `sluice hold skip`.",
      "The message says who skipped it, why, and what it waited for; when that is fixed, replay."),
  NO_CONTRACT(
      Stage.SCHEMA,
      "No contract of the topic matches the record.",
      "Write a contract for it, or say `unmatched: drop`."),
  AMBIGUOUS_CONTRACT(
      Stage.SCHEMA,
      "Several contracts match the record.",
      "Make their `match` exclude each other."),
  WRONG_VERSION(
      Stage.SCHEMA,
      "The record's schema is a version of the subject that the contract's `value.versions` does not"
          + " take, or none of the subject's versions.",
      "Let the producer use a version that the contract takes, or widen `value.versions`."),
  TRUNCATED(
      Stage.DECODE,
      "The payload ends before its schema does.",
      "The bytes were written with another schema than the record names, or were cut."),
  TRAILING_BYTES(
      Stage.DECODE,
      "Bytes are left after the last field of the schema.",
      "The bytes were written with another, newer schema than the record names."),
  BAD_LENGTH(
      Stage.DECODE,
      "A text, array or map announces a length that is negative or cannot be.",
      "As for `truncated`."),
  BAD_NUMBER(
      Stage.DECODE,
      "A number has too many bits for its type, or too many digits or too large an exponent.",
      "Look at the producer; `limits.digits` and `limits.exponent` bound numbers of JSON."),
  BAD_BOOLEAN(Stage.DECODE, "A boolean is neither 0 nor 1.", "As for `truncated`."),
  BAD_UTF8(
      Stage.DECODE,
      "A text is not valid UTF-8.",
      "Let the producer encode text in UTF-8 instead of the machine's default."),
  BAD_ENUM(
      Stage.DECODE,
      "An enum's index is beyond its symbols.",
      "The producer knows more symbols than the schema that the record names."),
  BAD_UNION(
      Stage.DECODE,
      "A union's index is beyond its branches.",
      "The bytes were written with another schema than the record names."),
  BAD_DECIMAL(
      Stage.DECODE,
      "A decimal has no bytes, or more digits than its type declares.",
      "Fix the producer's decimals, or declare a greater `precision`."),
  DUPLICATE_KEY(
      Stage.DECODE,
      "A JSON object or an Avro map has a key twice. Readers would differ in which they take.",
      "Let the producer write each key once."),
  TOO_DEEP(
      Stage.DECODE,
      "The value is nested deeper than `limits.depth`.",
      "Raise the limit where the data is sound."),
  TOO_MANY_ITEMS(
      Stage.DECODE,
      "The record has more elements than `limits.items`.",
      "Raise the limit where the data is sound."),
  BAD_JSON(Stage.DECODE, "The payload is not JSON (RFC 8259).", "Look at the producer."),
  BAD_KEY(
      Stage.DECODE,
      "The key does not have the contract's `key.format`.",
      "Say how keys are, or `key: { format: bytes }`."),
  INTERNAL_ERROR(
      Stage.DECODE,
      "Sluice itself failed on the record; the record is kept here.",
      "Report it, with the code of the exception in the message."),
  RULE_ERROR(
      Stage.RULES,
      "A rule could not be evaluated on the event: a value of a wrong type, or an expression that"
          + " gave an error or no boolean.",
      "Let `sluice lint` check the rule against the schema; guard it with `when`."),
  OUT_OF_RANGE(
      Stage.TABLE,
      "A value does not fit its column: an integer beyond 64 bits, a number that a double would"
          + " change.",
      "Declare the field so that its column holds all values, as with a `maximum`."),
  WRONG_TYPE(
      Stage.TABLE,
      "A value is of another kind than its column.",
      "The schema allows more than it declares; make it say so."),
  NO_COLUMN(
      Stage.TABLE,
      "The table has no such column and may not be given one.",
      "Set `evolution: add`, or add the column."),
  INCOMPATIBLE_TYPE(
      Stage.TABLE,
      "The table's column has another type, which may not be widened or cannot be.",
      "Set `evolution: widen` where that helps, or add a field of another name."),
  PARTITION_OUT_OF_RANGE(
      Stage.TABLE,
      "A value would make a partition far from what is sane, as the year 9999.",
      "Fix the value, or set `limits.partitionDaysBack` and `partitionDaysAhead`.");

  private final Stage stage;
  private final String label = name().toLowerCase(Locale.ROOT);
  private final String meaning;
  private final String remedy;

  Code(Stage stage, String meaning, String remedy) {
    this.stage = stage;
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** The stage that finds it. */
  public Stage stage() {
    return stage;
  }

  /** The name used in headers, metrics and messages. */
  public String label() {
    return label;
  }

  /** What it says of a record. */
  public String meaning() {
    return meaning;
  }

  /** What users can do about it. */
  public String remedy() {
    return remedy;
  }
}
