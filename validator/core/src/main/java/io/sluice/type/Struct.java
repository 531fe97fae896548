package io.sluice.type;

import org.jspecify.annotations.Nullable;

/** Named values: an Avro record or a JSON object. */
public interface Struct {

  /** The value of the given name: null if it is null, {@link Absent#VALUE} if there is none. */
  @Nullable Object field(String name);

  int size();

  String nameAt(int index);

  @Nullable Object valueAt(int index);
}
