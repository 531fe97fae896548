package io.sluice.fault;

/** The codes of faults that are not rules. The name in lower case is what users see. */
public enum Code {
  TOO_LARGE(Stage.WIRE),
  EMPTY_VALUE(Stage.WIRE),
  BAD_MAGIC(Stage.WIRE),
  TRUNCATED_FRAME(Stage.WIRE),
  UNKNOWN_SCHEMA(Stage.SCHEMA),
  UNSUPPORTED_SCHEMA(Stage.SCHEMA),
  NO_CONTRACT(Stage.SCHEMA),
  AMBIGUOUS_CONTRACT(Stage.SCHEMA),
  TRUNCATED(Stage.DECODE),
  TRAILING_BYTES(Stage.DECODE),
  BAD_LENGTH(Stage.DECODE),
  BAD_NUMBER(Stage.DECODE),
  BAD_BOOLEAN(Stage.DECODE),
  BAD_UTF8(Stage.DECODE),
  BAD_ENUM(Stage.DECODE),
  BAD_UNION(Stage.DECODE),
  BAD_DECIMAL(Stage.DECODE),
  DUPLICATE_KEY(Stage.DECODE),
  TOO_DEEP(Stage.DECODE),
  TOO_MANY_ITEMS(Stage.DECODE),
  BAD_JSON(Stage.DECODE),
  BAD_KEY(Stage.DECODE),
  /** A mistake of Sluice's own that this record brings out; the record is kept as a dead letter. */
  INTERNAL_ERROR(Stage.DECODE),
  RULE_ERROR(Stage.RULES),
  OUT_OF_RANGE(Stage.TABLE),
  WRONG_TYPE(Stage.TABLE),
  /** The table has no such column and may not be given one. */
  NO_COLUMN(Stage.TABLE),
  /** The table's column has another type, which may not be widened or cannot be. */
  INCOMPATIBLE_TYPE(Stage.TABLE),
  /** A value that would make a partition far from what is sane. */
  PARTITION_OUT_OF_RANGE(Stage.TABLE);

  private final Stage stage;
  private final String label;

  Code(Stage stage) {
    this.stage = stage;
    this.label = name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The stage that finds it. */
  public Stage stage() {
    return stage;
  }

  /** The name used in headers, metrics and messages. */
  public String label() {
    return label;
  }
}
