package io.sluice.job.lake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Shows a row's plain values as the structs that Iceberg's writers read. Reused for every row. */
final class RowView implements StructLike {

  /** Wraps values that hold structs somewhere inside. */
  private interface Adapter {
    Object adapt(Object value);
  }

  private final @Nullable Adapter[] adapters;
  private final int[] positions;
  private @Nullable Object[] values = new @Nullable Object[0];

  private RowView(@Nullable Adapter[] adapters, int[] positions) {
    this.adapters = adapters;
    this.positions = positions;
  }

  /**
   * A view with the columns of a struct.
   *
   * @param positions where each column's value is in a row, -1 for a column that is null
   */
  static RowView of(Types.StructType struct, int[] positions) {
    return new RowView(adapters(struct), positions);
  }

  private static @Nullable Adapter[] adapters(Types.StructType struct) {
    @Nullable Adapter[] adapters = new @Nullable Adapter[struct.fields().size()];
    for (int i = 0; i < adapters.length; i++) {
      adapters[i] = adapter(struct.fields().get(i).type());
    }
    return adapters;
  }

  private static @Nullable Adapter adapter(Type type) {
    return switch (type.typeId()) {
      case STRUCT -> structAdapter(type.asStructType());
      case LIST -> listAdapter(adapter(type.asListType().elementType()));
      case MAP -> mapAdapter(adapter(type.asMapType().valueType()));
      default -> null;
    };
  }

  private static Adapter structAdapter(Types.StructType struct) {
    @Nullable Adapter[] inside = adapters(struct);
    int[] inOrder = new int[inside.length];
    for (int i = 0; i < inOrder.length; i++) {
      inOrder[i] = i;
    }
    return value -> new RowView(inside, inOrder).show((Object[]) value);
  }

  private static @Nullable Adapter listAdapter(@Nullable Adapter element) {
    if (element == null) {
      return null;
    }
    return value -> {
      List<@Nullable Object> adapted = new ArrayList<>();
      for (Object part : (List<?>) value) {
        adapted.add(part == null ? null : element.adapt(part));
      }
      return adapted;
    };
  }

  private static @Nullable Adapter mapAdapter(@Nullable Adapter element) {
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

  RowView show(@Nullable Object[] row) {
    values = row;
    return this;
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
