package io.sluice.check;

import io.sluice.path.Path;
import io.sluice.path.Step;
import io.sluice.type.Absent;
import io.sluice.type.Struct;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares fields of a decoded event with the texts that a contract's match gives. */
final class FieldMatch {

  private FieldMatch() {}

  static boolean all(Map<String, String> fields, @Nullable Object message) {
    for (Map.Entry<String, String> field : fields.entrySet()) {
      Object value = find(message, Path.parse(field.getKey()));
      if (value == null || !value.toString().equals(field.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Object find(@Nullable Object message, Path path) {
    Object at = message;
    for (Step step : path.steps()) {
      if (!(at instanceof Struct struct) || !(step instanceof Step.Name name)) {
        return null;
      }
      at = struct.field(name.name());
    }
    return at == Absent.VALUE ? null : at;
  }
}
