package io.sluice.audit.row;

import io.sluice.audit.value.AddedColumns;
import io.sluice.audit.value.Hash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the value of a column goes in an {@link AuditRow}. */
final class ColumnSlot {

  private ColumnSlot() {}

  /** Takes a text. */
  interface OfText {
    void set(AuditRow row, @Nullable String text);
  }

  /** Takes a number. */
  interface OfNumber {
    void set(AuditRow row, long number);
  }

  /** Takes a list of texts. */
  interface OfTexts {
    void set(AuditRow row, @Nullable List<String> texts);
  }

  /** Null where the column is none whose text is asked for. */
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

  /** Null where the column is none whose number is asked for. */
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

  /** Null where the column is none whose texts are asked for. */
  static @Nullable OfTexts ofTexts(String column) {
    return column.equals("_warnings") ? (row, texts) -> row.warnings = texts : null;
  }

  /** The hash of a column's name; 0 where its content does not follow from the record. */
  static long name(String column) {
    return AddedColumns.NOT_OF_THE_RECORD.contains(column) ? 0 : Hash.name(column);
  }
}
