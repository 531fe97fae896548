package io.sluice.fault;

import java.util.Locale;

/**
 * The fault codes that are neither keywords of JSON Schema nor names of checks. Users see the name
 * in lower case.
 */
public enum Code {
  TOO_LARGE(
      Stage.WIRE,
      "The key or value has more bytes than `limits.recordBytes`.",
      "Raise the limit, or find out why the producer sends records this large."),
  EMPTY_VALUE(
      Stage.WIRE,
      "The key or value is zero bytes long, so it contains neither a schema ID nor a document.",
      "In the producer, send null instead of an empty value. Null is a tombstone, which"
          + " Sluice drops."),
  BAD_MAGIC(
      Stage.WIRE,
      "The key or value does not start with a Confluent wire-format byte (0 or 1).",
      "Use a registry serializer in the producer, or set `value.format` to the format"
          + " of the values."),
  TRUNCATED_FRAME(
      Stage.WIRE,
      "The record ends inside its schema ID or GUID, or the schema header is incomplete.",
      "Check the producer. Something is truncating its records."),
  UNKNOWN_SCHEMA(
      Stage.SCHEMA,
      "The registry reported twice, with a delay in between, that it does not have the schema.",
      "The record's schema comes from a different registry, or it was deleted. Register the"
          + " schema, then replay the record."),
  UNSUPPORTED_SCHEMA(
      Stage.SCHEMA,
      "The schema is neither Avro nor JSON Schema, or it is invalid.",
      "Fix the schema. The message shows the error."),
  SKIPPED_BY_OPERATOR(
      Stage.SCHEMA,
      "The record held its partition because of its schema or a `halt` rule, and an"
          + " operator ran `sluice hold skip`.",
      "The message shows who skipped the record, why, and what it was waiting for. After"
          + " that is fixed, replay the record."),
  NO_CONTRACT(
      Stage.SCHEMA,
      "No contract for the topic matches the record.",
      "Write a contract for the record, or set `unmatched: drop`."),
  AMBIGUOUS_CONTRACT(
      Stage.SCHEMA,
      "More than one contract matches the record.",
      "Change the `match` conditions so that only one contract matches."),
  WRONG_VERSION(
      Stage.SCHEMA,
      "The record's schema is not a version of the subject, or is a version that the"
          + " contract's `value.versions` excludes.",
      "In the producer, use a version that the contract accepts, or widen `value.versions`."),
  TRUNCATED(
      Stage.DECODE,
      "The payload ends before the last field of the schema.",
      "Check the producer. It wrote the bytes with a different schema than the one that"
          + " the record specifies, or the bytes were truncated."),
  TRAILING_BYTES(
      Stage.DECODE,
      "Bytes remain after the last field of the schema.",
      "Check the producer. It wrote the bytes with a different (newer) schema than the one"
          + " that the record specifies."),
  BAD_LENGTH(
      Stage.DECODE,
      "The length of a string, an array, or a map is negative or impossible.",
      "Check the producer. It wrote the bytes with a different schema than the one that"
          + " the record specifies, or the bytes were truncated."),
  BAD_NUMBER(
      Stage.DECODE,
      "A number has too many bits for its type, too many digits, or too large an exponent.",
      "Check the producer. For JSON, `limits.digits` and `limits.exponent` set the limits."),
  BAD_BOOLEAN(
      Stage.DECODE,
      "A boolean byte is neither 0 nor 1.",
      "Check the producer. It wrote the bytes with a different schema than the one that"
          + " the record specifies, or the bytes were truncated."),
  BAD_UTF8(
      Stage.DECODE,
      "Text is not valid UTF-8.",
      "Encode text as UTF-8 in the producer instead of using the machine's default encoding."),
  BAD_ENUM(
      Stage.DECODE,
      "An enum index is beyond the last symbol.",
      "Check the producer. Its enum has more symbols than the schema that the record specifies."),
  BAD_UNION(
      Stage.DECODE,
      "A union index is beyond the last branch.",
      "Check the producer. It wrote the bytes with a different schema than the record specifies."),
  BAD_DECIMAL(
      Stage.DECODE,
      "A decimal has no bytes, or has more digits than its type declares.",
      "Fix the decimals in the producer, or declare a larger `precision`."),
  DUPLICATE_KEY(
      Stage.DECODE,
      "A JSON object or an Avro map contains the same key twice. Readers disagree on which"
          + " value to use.",
      "Write each key once in the producer."),
  TOO_DEEP(
      Stage.DECODE,
      "The value is nested deeper than `limits.depth`.",
      "If the data is valid, raise the limit."),
  TOO_MANY_ITEMS(
      Stage.DECODE,
      "The record has more elements than `limits.items`.",
      "If the data is valid, raise the limit."),
  BAD_JSON(Stage.DECODE, "The payload is not valid JSON (RFC 8259).", "Check the producer."),
  BAD_KEY(
      Stage.DECODE,
      "The key is not in the format that the contract's `key.format` specifies.",
      "Set `key.format` to the format of the keys, or to `bytes`, which accepts any key."),
  INTERNAL_ERROR(
      Stage.DECODE,
      "Sluice failed while processing the record. The dead letter preserves the record.",
      "Report the error. Include the exception name from the message."),
  RULE_ERROR(
      Stage.RULES,
      "A rule could not be evaluated on the event: a value has the wrong type, or an"
          + " expression failed or did not return a boolean.",
      "Run `sluice lint` to check the rule against the schema, or guard the rule with"
          + " `when`."),
  OUT_OF_RANGE(
      Stage.TABLE,
      "A value does not fit its column, such as an integer beyond 64 bits, or an"
          + " integer that a double would round.",
      "Declare the field so that its column can store all values, for example with a `maximum`."),
  WRONG_TYPE(
      Stage.TABLE,
      "A value has a different type than its column.",
      "The schema allows values of types that it does not declare. Declare those types."),
  NO_COLUMN(
      Stage.TABLE,
      "The table has no column for the value, and Sluice must not add one.",
      "Set `evolution: add`, or add the column yourself."),
  INCOMPATIBLE_TYPE(
      Stage.TABLE,
      "The table's column has a different type, and the contract or the type does not allow"
          + " widening.",
      "Set `evolution: widen` if that is enough, or add a field with a different name."),
  PARTITION_OUT_OF_RANGE(
      Stage.TABLE,
      "A value would create a partition far from today, for example in the year 9999,"
          + " or is too long for a partition name.",
      "Fix the value, or raise `limits.partitionDaysBack` or `limits.partitionDaysAhead`.");

  private final Stage stage;
  private final String label = name().toLowerCase(Locale.ROOT);
  private final String meaning;
  private final String remedy;

  Code(Stage stage, String meaning, String remedy) {
    this.stage = stage;
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** The stage that finds the fault. */
  public Stage stage() {
    return stage;
  }

  /** The name in headers, metrics, and messages. */
  public String label() {
    return label;
  }

  /** What the fault means, in Markdown. */
  public String meaning() {
    return meaning;
  }

  /** What users can do about the fault, in Markdown. */
  public String remedy() {
    return remedy;
  }
}
