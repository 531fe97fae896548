package io.sluice.header;

/**
 * The names of the headers that Sluice adds to dead letters and replayed records, in format version
 * 1.
 */
public final class Headers {

  public static final String PREFIX = "sluice.";
  public static final String FORMAT = "sluice.format";
  public static final String ID = "sluice.id";
  public static final String PIPELINE = "sluice.pipeline";
  public static final String TOPIC_ID = "sluice.topic.id";
  public static final String STAGE = "sluice.stage";
  public static final String CODE = "sluice.code";
  public static final String FAULTS = "sluice.faults";
  public static final String TOPIC = "sluice.topic";
  public static final String PARTITION = "sluice.partition";
  public static final String OFFSET = "sluice.offset";
  public static final String TIMESTAMP = "sluice.timestamp";
  public static final String SCHEMA = "sluice.schema";
  public static final String RULES_VERSION = "sluice.rules.version";
  public static final String CONTRACT = "sluice.contract";
  public static final String ATTEMPT = "sluice.attempt";
  public static final String FAILED_AT = "sluice.failed.at";
  public static final String FIRST_FAILED_AT = "sluice.first.failed.at";

  /** On a replayed record: the topic of the record that died first. */
  public static final String ORIGIN_TOPIC = "sluice.origin.topic";

  public static final String ORIGIN_PARTITION = "sluice.origin.partition";
  public static final String ORIGIN_OFFSET = "sluice.origin.offset";

  /** On a replayed record: the Kafka timestamp of the record that died first. */
  public static final String ORIGIN_TIMESTAMP = "sluice.origin.timestamp";

  /** On a replayed record: the digest of the plan that sent it. */
  public static final String REPLAY_PLAN = "sluice.replay.plan";

  /** On a replayed record that was fixed: the SHA-256 of the original value, in hexadecimal. */
  public static final String ORIGINAL_DIGEST = "sluice.original.sha256";

  /** On a replayed record that was fixed: the SHA-256 of the sent value. */
  public static final String FIXED_DIGEST = "sluice.fixed.sha256";

  /**
   * On a piece of a dead letter that was too large for its topic: the number of the piece, from 1.
   */
  public static final String PIECE = "sluice.piece";

  /** The number of pieces of the dead letter. */
  public static final String PIECES = "sluice.pieces";

  /**
   * The ID that all pieces of one copy of a dead letter share. Another copy can be split
   * differently.
   */
  public static final String PIECE_SET = "sluice.piece.set";

  /**
   * Set if the values of the pieces are parts of the whole dead letter in Kafka's record format.
   */
  public static final String PACKED = "sluice.packed";

  /** The version of the format. */
  public static final String VERSION = "1";

  /**
   * The prefix of Kafka Connect's own headers.
   *
   * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-298">KIP-298</a>
   */
  public static final String CONNECT_PREFIX = "__connect.errors.";

  private Headers() {}

  /** Whether Sluice adds a header, for its own use or for Kafka Connect tools. */
  public static boolean isOurs(String name) {
    return name.startsWith(PREFIX) || name.startsWith(CONNECT_PREFIX);
  }
}
