package io.sluice.audit.row;

import io.sluice.audit.value.AddedColumns;
import io.sluice.audit.value.Hash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The field of an {@link AuditRow} for the value of a column. */
final class ColumnSlot {

  private ColumnSlot() {}

  /** Stores a text. */
  interface OfText {
    void set(AuditRow row, @Nullable String text);
  }

  /** Stores a number. */
  interface OfNumber {
    void set(AuditRow row, long number);
  }

  /** Stores a list of texts. */
  interface OfTexts {
    void set(AuditRow row, @Nullable List<String> texts);
  }

  /** The slot for a text column, or null if the audit does not need the column. */
  static @Nullable OfText ofText(String column) {
    return switch (column) {
      case "_kafka_topic" -> (row, text) -> row.topic = text;
      case "_kafka_topic_id" -> (row, text) -> row.topicId = text;
      case "_contract" -> (row, text) -> row.contract = text;
      case "_rules_version" -> (row, text) -> row.rulesVersion = text;
      case "_origin_topic" -> (row, text) -> row.originTopic = text;
      default -> null;
    };
  }

  /** The slot for a number column, or null if the audit does not need the column. */
  static @Nullable OfNumber ofNumber(String column) {
    return switch (column) {
      case "_kafka_partition" -> (row, number) -> row.partition = number;
      case "_kafka_offset" -> (row, number) -> row.offset = number;
      case "_origin_partition" -> (row, number) -> row.originPartition = number;
      case "_origin_offset" -> (row, number) -> row.originOffset = number;
      case "_validated_at" -> (row, number) -> row.validatedAt = number;
      default -> null;
    };
  }

  /** The slot for a column of texts, or null if the audit does not need the column. */
  static @Nullable OfTexts ofTexts(String column) {
    return column.equals("_warnings") ? (row, texts) -> row.warnings = texts : null;
  }

  /** The hash of a column's name; 0 if its content does not follow from the record. */
  static long name(String column) {
    return AddedColumns.NOT_OF_THE_RECORD.contains(column) ? 0 : Hash.name(column);
  }
}
