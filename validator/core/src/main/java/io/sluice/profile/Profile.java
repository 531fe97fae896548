package io.sluice.profile;

import io.sluice.path.Path;
import io.sluice.type.Absent;
import io.sluice.type.Struct;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Statistics of all fields of a sample, in bounded memory. */
public final class Profile {

  /** The maximum number of fields; a sample with more has data in its member names. */
  private static final int MOST_FIELDS = 1_000;

  private static final int DEEPEST = 12;

  private final Map<String, FieldStatistics> fields = new LinkedHashMap<>();
  private long events;
  private boolean tooMany;

  /** Adds an event. */
  public void add(@Nullable Object message) {
    events++;
    if (message instanceof Struct struct) {
      addAll("", struct, 0);
    }
  }

  private void addAll(String parent, Struct struct, int depth) {
    for (int i = 0; i < struct.size(); i++) {
      Object value = struct.valueAt(i);
      if (value != Absent.VALUE) {
        add(Path.child(parent, struct.nameAt(i)), value, depth);
      }
    }
  }

  private void add(String path, @Nullable Object value, int depth) {
    FieldStatistics field = fields.get(path);
    if (field == null) {
      if (fields.size() == MOST_FIELDS) {
        tooMany = true;
        return;
      }
      field = new FieldStatistics();
      fields.put(path, field);
    }
    field.add(value);
    if (depth == DEEPEST) {
      return;
    }
    if (value instanceof Struct struct) {
      addAll(path, struct, depth + 1);
    } else if (value instanceof List<?> list && !path.contains("[*]")) {
      // a rule can have only one [*]
      list.forEach(element -> add(path + "[*]", element, depth + 1));
    }
  }

  /** The number of events. */
  public long events() {
    return events;
  }

  Map<String, FieldStatistics> fields() {
    return fields;
  }

  /** Whether fields were omitted because there were too many. */
  boolean isTooMany() {
    return tooMany;
  }
}
