package io.sluice.type;

import org.jspecify.annotations.Nullable;

/** Named values: an Avro record or a JSON object. */
public interface Struct {

  /** The value under that name: null where it is null, {@link Absent#VALUE} where there is none. */
  @Nullable Object field(String name);

  int size();

  String nameAt(int index);

  @Nullable Object valueAt(int index);
}
