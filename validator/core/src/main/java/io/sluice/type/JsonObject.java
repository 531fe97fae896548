package io.sluice.type;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object with its members in document order. */
public final class JsonObject implements Struct {

  /** The number of members from which a hash index is faster. */
  private static final int INDEXED_FROM = 12;

  private final List<String> names = new ArrayList<>();
  private final List<@Nullable Object> values = new ArrayList<>();
  private @Nullable Map<String, Integer> index;

  /** Adds a member. The caller ensures that the name is new. */
  public void put(String name, @Nullable Object value) {
    Map<String, Integer> known = index;
    if (known != null) {
      known.put(name, names.size());
    }
    names.add(name);
    values.add(value);
  }

  @Override
  public @Nullable Object field(String name) {
    int position = position(name);
    return position < 0 ? Absent.VALUE : values.get(position);
  }

  private int position(String name) {
    if (names.size() < INDEXED_FROM) {
      return names.indexOf(name);
    }
    Map<String, Integer> known = index;
    if (known == null) {
      known = new HashMap<>(names.size() * 2);
      for (int i = 0; i < names.size(); i++) {
        known.put(names.get(i), i);
      }
      index = known;
    }
    return known.getOrDefault(name, -1);
  }

  @Override
  public int size() {
    return names.size();
  }

  @Override
  public String nameAt(int position) {
    return names.get(position);
  }

  @Override
  public @Nullable Object valueAt(int position) {
    return values.get(position);
  }
}
