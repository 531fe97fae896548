package io.sluice.job.lake.table;

import io.sluice.row.AuditColumns;
import io.sluice.row.RowLayout;
import io.sluice.type.DecimalType;
import io.sluice.type.Field;
import io.sluice.type.FixedType;
import io.sluice.type.ListType;
import io.sluice.type.MapType;
import io.sluice.type.RecordType;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/**
 * Creates Iceberg schemas for layouts. Only audit columns are required. The gate checks whether an
 * event's field may be null, and a column that is optional from the start never has to be relaxed.
 */
public final class IcebergSchemas {

  private final AtomicInteger lastId = new AtomicInteger();

  private IcebergSchemas() {}

  /** A schema with its own IDs. A table created from it may have other IDs. */
  public static Schema of(RowLayout layout) {
    IcebergSchemas schemas = new IcebergSchemas();
    List<NestedField> columns = new ArrayList<>();
    for (Field field : layout.columns().fields()) {
      boolean required = AuditColumns.FIELDS.contains(field) && !field.nullable();
      columns.add(schemas.column(field, !required));
    }
    return new Schema(columns);
  }

  private NestedField column(Field field, boolean optional) {
    int id = lastId.incrementAndGet();
    NestedField.Builder column =
        optional ? NestedField.optional(field.name()) : NestedField.required(field.name());
    return column.withId(id).ofType(type(field.type())).withDoc(field.doc()).build();
  }

  private org.apache.iceberg.types.Type type(Type type) {
    if (type instanceof Scalar scalar) {
      return scalar(scalar);
    }
    if (type instanceof DecimalType decimal) {
      return Types.DecimalType.of(decimal.precision(), decimal.scale());
    }
    if (type instanceof FixedType fixed) {
      return Types.FixedType.ofLength(fixed.size());
    }
    if (type instanceof RecordType record) {
      List<NestedField> fields = new ArrayList<>();
      for (Field field : record.fields()) {
        fields.add(column(field, true));
      }
      return Types.StructType.of(fields);
    }
    if (type instanceof ListType list) {
      return Types.ListType.ofOptional(lastId.incrementAndGet(), type(list.element()));
    }
    if (type instanceof MapType map) {
      return Types.MapType.ofOptional(
          lastId.incrementAndGet(),
          lastId.incrementAndGet(),
          Types.StringType.get(),
          type(map.value()));
    }
    throw new IllegalStateException("a layout has no column of type " + type);
  }

  private static org.apache.iceberg.types.Type scalar(Scalar scalar) {
    return switch (scalar) {
      case BOOLEAN -> Types.BooleanType.get();
      case INT -> Types.IntegerType.get();
      case LONG -> Types.LongType.get();
      case FLOAT -> Types.FloatType.get();
      case DOUBLE -> Types.DoubleType.get();
      case STRING -> Types.StringType.get();
      case BYTES -> Types.BinaryType.get();
      case DATE -> Types.DateType.get();
      case TIMESTAMP_MICROS -> Types.TimestampType.withZone();
      case LOCAL_TIMESTAMP_MICROS -> Types.TimestampType.withoutZone();
      default -> throw new IllegalStateException("a layout has no column of type " + scalar);
    };
  }
}
