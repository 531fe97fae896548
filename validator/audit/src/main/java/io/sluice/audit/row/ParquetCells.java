package io.sluice.audit.row;

import io.sluice.audit.value.Hash;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.parquet.TypeWithSchemaVisitor;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnDescriptor;
import org.apache.iceberg.shaded.org.apache.parquet.schema.GroupType;
import org.apache.iceberg.shaded.org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.iceberg.shaded.org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.iceberg.shaded.org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.iceberg.shaded.org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageType;
import org.apache.iceberg.shaded.org.apache.parquet.schema.PrimitiveType;
import org.apache.iceberg.shaded.org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.iceberg.shaded.org.apache.parquet.schema.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * A visitor that creates the cells of a file's columns. Columns have no cell if they are not
 * requested, or have a form that Iceberg's own writers do not use.
 */
final class ParquetCells extends TypeWithSchemaVisitor<@Nullable Cell> {

  private final MessageType file;
  private boolean isComplete = true;
  private List<@Nullable Cell> columns = List.of();

  ParquetCells(MessageType file) {
    this.file = file;
  }

  /** Whether every requested column has a cell. */
  boolean isComplete() {
    return isComplete;
  }

  /** The cells by the position of the column in the file. */
  List<@Nullable Cell> columns() {
    return columns;
  }

  @Override
  public @Nullable Cell message(
      Types.@Nullable StructType expected, MessageType message, List<@Nullable Cell> members) {
    columns = members;
    return null;
  }

  @Override
  public @Nullable Cell struct(
      Types.@Nullable StructType expected, GroupType struct, List<@Nullable Cell> members) {
    if (expected == null) {
      return null;
    }
    List<Cell> cells = new ArrayList<>();
    List<Long> names = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      Type type = struct.getType(i);
      Types.NestedField field =
          type.getId() == null ? null : expected.field(type.getId().intValue());
      Cell member = members.get(i);
      if (field != null && member != null) {
        cells.add(orNull(type, file.getMaxDefinitionLevel(path(type.getName())), member));
        names.add(Hash.name(field.name()));
      }
    }
    boolean hasDefaults = expected.fields().stream().anyMatch(one -> one.initialDefault() != null);
    return cells.isEmpty() || hasDefaults
        ? unknown()
        : new StructCell(names.stream().mapToLong(Long::longValue).toArray(), cells);
  }

  @Override
  public @Nullable Cell list(
      Types.@Nullable ListType expected, GroupType list, @Nullable Cell element) {
    if (expected == null) {
      return null;
    }
    Type repeated = list.getType(0);
    if (element == null || repeated.isPrimitive() || !repeated.getName().equals("list")) {
      return unknown();
    }
    String[] path = currentPath();
    Type type = repeated.asGroupType().getType(0);
    int inner = file.getMaxDefinitionLevel(path(type.getName()));
    return new ListCell(
        file.getMaxDefinitionLevel(path) - 1,
        file.getMaxRepetitionLevel(path) - 1,
        orNull(type, inner, element));
  }

  @Override
  public @Nullable Cell map(
      Types.@Nullable MapType expected, GroupType map, @Nullable Cell key, @Nullable Cell value) {
    if (expected == null) {
      return null;
    }
    GroupType repeated = map.getFields().get(0).asGroupType();
    String[] path = currentPath();
    Type keys = repeated.getType(0);
    Type values = repeated.getType(1);
    return !(key instanceof LeafCell leaf) || leaf.storage() != ColumnStorage.TEXT || value == null
        ? unknown()
        : new MapCell(
            file.getMaxDefinitionLevel(path) - 1,
            file.getMaxRepetitionLevel(path) - 1,
            orNull(keys, file.getMaxDefinitionLevel(path(keys.getName())), key),
            orNull(values, file.getMaxDefinitionLevel(path(values.getName())), value));
  }

  @Override
  public @Nullable Cell variant(
      Types.@Nullable VariantType expected, GroupType variant, @Nullable Cell shredded) {
    return expected == null ? null : unknown();
  }

  @Override
  public @Nullable Cell primitive(
      org.apache.iceberg.types.Type.@Nullable PrimitiveType expected, PrimitiveType primitive) {
    if (expected == null) {
      return null;
    }
    ColumnDescriptor column = file.getColumnDescription(currentPath());
    PrimitiveTypeName stored = primitive.getPrimitiveTypeName();
    ColumnStorage storage =
        switch (expected.typeId()) {
          case BOOLEAN -> ColumnStorage.BOOLEAN;
          case INTEGER, LONG, DATE -> whole(stored);
          case TIME, TIMESTAMP -> isMicros(primitive) ? ColumnStorage.LONG : null;
          case FLOAT, DOUBLE ->
              stored == PrimitiveTypeName.DOUBLE ? ColumnStorage.DOUBLE : ColumnStorage.FLOAT;
          case STRING -> ColumnStorage.TEXT;
          case BINARY, FIXED -> ColumnStorage.BYTES;
          case DECIMAL -> isBytes(stored) ? ColumnStorage.DECIMAL : whole(stored);
          default -> null;
        };
    int scale = expected instanceof Types.DecimalType decimal ? decimal.scale() : 0;
    return storage == null ? unknown() : new LeafCell(column, storage, scale);
  }

  private static @Nullable ColumnStorage whole(PrimitiveTypeName stored) {
    return switch (stored) {
      case INT32 -> ColumnStorage.INT;
      case INT64 -> ColumnStorage.LONG;
      default -> null;
    };
  }

  private static boolean isBytes(PrimitiveTypeName stored) {
    return stored == PrimitiveTypeName.BINARY || stored == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
  }

  private static boolean isMicros(PrimitiveType primitive) {
    LogicalTypeAnnotation logical = primitive.getLogicalTypeAnnotation();
    return logical instanceof TimestampLogicalTypeAnnotation timestamp
        ? timestamp.getUnit() == TimeUnit.MICROS
        : logical instanceof TimeLogicalTypeAnnotation time && time.getUnit() == TimeUnit.MICROS;
  }

  private static Cell orNull(Type type, int level, Cell cell) {
    return type.isRepetition(Type.Repetition.OPTIONAL) ? new OptionalCell(level - 1, cell) : cell;
  }

  private @Nullable Cell unknown() {
    isComplete = false;
    return null;
  }
}
