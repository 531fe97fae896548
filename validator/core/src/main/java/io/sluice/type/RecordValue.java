package io.sluice.type;

import org.jspecify.annotations.Nullable;

/** A value of a {@link RecordType}: all its fields, in order. */
public final class RecordValue implements Struct {

  private final RecordType type;
  private final @Nullable Object[] values;

  /**
   * @param values one value per field of the type; not copied
   */
  public RecordValue(RecordType type, @Nullable Object[] values) {
    this.type = type;
    this.values = values;
  }

  public RecordType type() {
    return type;
  }

  @Override
  public @Nullable Object field(String name) {
    int position = type.position(name);
    return position < 0 ? Absent.VALUE : values[position];
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public String nameAt(int index) {
    return type.fields().get(index).name();
  }

  @Override
  public @Nullable Object valueAt(int index) {
    return values[index];
  }
}
