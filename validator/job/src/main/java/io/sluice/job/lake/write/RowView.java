package io.sluice.job.lake.write;

import io.sluice.row.AuditColumns;
import io.sluice.type.ListType;
import io.sluice.type.MapType;
import io.sluice.type.RecordType;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.types.Type.TypeID;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * A view of rows of one layout as structs of the table's columns, by name and at all depths.
 * Columns that the layout lacks are null, and narrower numbers are widened. Reused for every row.
 */
final class RowView implements StructLike {

  /** Converts a value from the layout's type to the column's type. */
  private interface Adapter {
    Object adapt(Object value);
  }

  private final int[] positions;
  private final @Nullable Adapter[] adapters;

  /** Positions of values without a column, with their names. */
  private final Map<Integer, String> homeless;

  private @Nullable Object[] values = new @Nullable Object[0];

  private RowView(int[] positions, @Nullable Adapter[] adapters, Map<Integer, String> homeless) {
    this.positions = positions;
    this.adapters = adapters;
    this.homeless = homeless;
  }

  /** A view of rows with these values as structs with these columns. */
  static RowView of(Types.StructType columns, RecordType values) {
    int[] positions = new int[columns.fields().size()];
    @Nullable Adapter[] adapters = new @Nullable Adapter[positions.length];
    for (int i = 0; i < positions.length; i++) {
      Types.NestedField column = columns.fields().get(i);
      positions[i] = values.position(column.name());
      if (positions[i] >= 0) {
        adapters[i] = adapter(column.type(), values.fields().get(positions[i]).type());
      }
    }
    Map<Integer, String> homeless = new LinkedHashMap<>();
    for (int i = 0; i < values.fields().size(); i++) {
      String name = values.fields().get(i).name();
      // tables created before this audit column was introduced may lack it
      if (columns.field(name) == null && !name.equals(AuditColumns.TOPIC_ID)) {
        homeless.put(i, name);
      }
    }
    return new RowView(positions, adapters, homeless);
  }

  private static @Nullable Adapter adapter(org.apache.iceberg.types.Type column, Type values) {
    if (values instanceof RecordType record) {
      return column.isStructType() ? struct(column.asStructType(), record) : RowView::unfit;
    }
    if (values instanceof ListType list) {
      return column.isListType()
          ? list(adapter(column.asListType().elementType(), list.element()))
          : RowView::unfit;
    }
    if (values instanceof MapType map) {
      return column.isMapType()
          ? map(adapter(column.asMapType().valueType(), map.value()))
          : RowView::unfit;
    }
    if (values == Scalar.INT && column.typeId() == TypeID.LONG) {
      return value -> ((Integer) value).longValue();
    }
    if (values == Scalar.FLOAT && column.typeId() == TypeID.DOUBLE) {
      return value -> ((Float) value).doubleValue();
    }
    return column.isPrimitiveType() ? null : RowView::unfit;
  }

  /**
   * Fails, because the gate does not pass this kind of value: this is a bug, and an error is better
   * than a silent null.
   */
  private static Object unfit(Object value) {
    throw new IllegalStateException("a value that the table cannot store has passed the gate");
  }

  private static Adapter struct(Types.StructType columns, RecordType values) {
    RowView shape = of(columns, values);
    return value ->
        new RowView(shape.positions, shape.adapters, shape.homeless).show((Object[]) value);
  }

  private static @Nullable Adapter list(@Nullable Adapter element) {
    if (element == null) {
      return null;
    }
    return value -> {
      List<?> values = (List<?>) value;
      List<@Nullable Object> adapted = new ArrayList<>(values.size());
      for (Object part : values) {
        adapted.add(part == null ? null : element.adapt(part));
      }
      return adapted;
    };
  }

  private static @Nullable Adapter map(@Nullable Adapter element) {
    if (element == null) {
      return null;
    }
    return value -> {
      Map<Object, @Nullable Object> adapted = new LinkedHashMap<>();
      ((Map<?, ?>) value)
          .forEach((key, part) -> adapted.put(key, part == null ? null : element.adapt(part)));
      return adapted;
    };
  }

  /**
   * Shows a row.
   *
   * @throws IllegalStateException if the table has no column for one of its values: it was dropped
   *     after the gate prepared the table, and a restart prepares it again
   */
  RowView show(@Nullable Object[] row) {
    if (!homeless.isEmpty()) {
      requireNoValue(row);
    }
    values = row;
    return this;
  }

  private void requireNoValue(@Nullable Object[] row) {
    homeless.forEach(
        (position, name) -> {
          if (row[position] != null) {
            throw new IllegalStateException(
                "column '" + name + "' was dropped after the gate prepared the row; retrying");
          }
        });
  }

  @Override
  public int size() {
    return positions.length;
  }

  @Override
  @SuppressWarnings("NullAway") // Iceberg's interface is not annotated; null is a legal answer
  public <T> T get(int position, Class<T> type) {
    int at = positions[position];
    Object value = at < 0 ? null : values[at];
    Adapter adapter = adapters[position];
    return type.cast(value == null || adapter == null ? value : adapter.adapt(value));
  }

  @Override
  public <T> void set(int position, T value) {
    throw new IllegalStateException("rows are only read here");
  }
}
