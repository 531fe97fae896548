package io.sluice.row;

import io.sluice.header.Origin;
import io.sluice.type.Field;
import io.sluice.type.ListType;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The audit columns, which trace a row back to its record. They are the last columns of a row. */
public final class AuditColumns {

  /** The only column that a table can lack, because it was added later than the others. */
  public static final String TOPIC_ID = "_kafka_topic_id";

  /** The columns that every table has, in the order in which {@link Audit} writes their values. */
  public static final List<Field> FIELDS =
      List.of(
          field("_kafka_topic", Scalar.STRING, false, "topic of the record"),
          field(
              TOPIC_ID,
              Scalar.STRING,
              true,
              "Kafka's topic ID, which distinguishes a recreated topic from the old one"),
          field("_kafka_partition", Scalar.INT, false, "partition of the record"),
          field("_kafka_offset", Scalar.LONG, false, "offset of the record"),
          field("_kafka_timestamp", Scalar.TIMESTAMP_MICROS, true, "the record's Kafka timestamp"),
          field("_origin_topic", Scalar.STRING, true, "original topic of a replayed record"),
          field("_origin_partition", Scalar.INT, true, "original partition of a replayed record"),
          field("_origin_offset", Scalar.LONG, true, "original offset of a replayed record"),
          field("_replay_attempt", Scalar.INT, true, "number of times the record was replayed"),
          field("_contract", Scalar.STRING, false, "contract that admitted the record"),
          field("_schema", Scalar.STRING, true, "schema used to write the record"),
          field("_rules_version", Scalar.STRING, false, "fingerprint of the compiled contract"),
          field(
              "_warnings",
              new ListType(Scalar.STRING, false),
              false,
              "IDs of the rules that warned; empty if none did"),
          field("_validated_at", Scalar.TIMESTAMP_MICROS, false, "when the record was checked"));

  /** Follows those columns if the contract asks for it. */
  public static final Field TRACE_ID =
      field("_trace_id", Scalar.STRING, true, "W3C trace ID of the record");

  private static final Set<String> NAMES =
      Stream.concat(FIELDS.stream(), Stream.of(TRACE_ID))
          .map(Field::name)
          .collect(Collectors.toUnmodifiableSet());

  /** Names that Iceberg reserves, and the name of {@link RowMapper#EXTRA}. */
  private static final Set<String> RESERVED =
      Set.of(
          RowMapper.EXTRA,
          "_file",
          "_pos",
          "_deleted",
          "_spec_id",
          "_partition",
          "_row_id",
          "_change_type");

  private AuditColumns() {}

  private static Field field(String name, Type type, boolean nullable, String doc) {
    return new Field(name, type, nullable, doc);
  }

  /** Whether it is one of these columns. */
  public static boolean isOne(String name) {
    return NAMES.contains(name);
  }

  /** Whether an event field with the given name would clash. */
  static boolean taken(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return NAMES.contains(lower) || RESERVED.contains(lower) || lower.startsWith("_last_updated");
  }

  /**
   * The audit values of one row.
   *
   * @param topicId Kafka's topic ID, or null if the record is not from Kafka
   * @param timestamp milliseconds since the epoch, -1 for none
   * @param origin null unless the record was replayed
   * @param warnings IDs of the rules that warned
   * @param validatedAt milliseconds since the epoch
   * @param traceId the trace ID of the record, or null; written only if there is a column for it
   */
  public record Audit(
      String topic,
      @Nullable String topicId,
      int partition,
      long offset,
      long timestamp,
      @Nullable Origin origin,
      String contract,
      @Nullable String schema,
      String rulesVersion,
      List<String> warnings,
      long validatedAt,
      @Nullable String traceId) {

    void write(@Nullable Object[] row, int from) {
      int at = from;
      row[at++] = topic;
      row[at++] = topicId;
      row[at++] = partition;
      row[at++] = offset;
      row[at++] = timestamp < 0 || timestamp > Long.MAX_VALUE / 1000 ? null : timestamp * 1000;
      row[at++] = origin == null ? null : origin.topic();
      row[at++] = origin == null ? null : origin.partition();
      row[at++] = origin == null ? null : origin.offset();
      row[at++] = origin == null ? null : origin.attempt();
      row[at++] = contract;
      row[at++] = schema;
      row[at++] = rulesVersion;
      row[at++] = warnings;
      row[at++] = validatedAt * 1000;
      if (at < row.length) {
        row[at] = traceId;
      }
    }
  }
}
