package io.sluice.rules;

import io.sluice.path.Path;
import io.sluice.path.Step;
import io.sluice.type.Field;
import io.sluice.type.ListType;
import io.sluice.type.MapType;
import io.sluice.type.RecordType;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import io.sluice.type.UnionType;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of a path in a schema.
 *
 * @param type the type of the place; null if the schema has no such field
 * @param isCertain whether the place is always present and never null
 * @param missing the first name that the schema does not declare, or null
 * @param known the names that it declares there
 */
record DeclaredPath(
    @Nullable Type type, boolean isCertain, @Nullable String missing, Set<String> known) {

  static DeclaredPath find(Path path, Type from) {
    Type type = from;
    boolean certain = true;
    for (Step step : path.steps()) {
      if (type == Scalar.JSON || type instanceof UnionType) {
        return new DeclaredPath(Scalar.JSON, false, null, Set.of());
      }
      if (step instanceof Step.Name name && type instanceof RecordType record) {
        int position = record.position(name.name());
        if (position < 0) {
          return new DeclaredPath(null, false, name.name(), names(record));
        }
        Field field = record.fields().get(position);
        certain &= !field.nullable();
        type = field.type();
      } else if (type instanceof ListType list && !(step instanceof Step.Name)) {
        certain &= !list.elementNullable() && step instanceof Step.Each;
        type = list.element();
      } else if (type instanceof MapType map && !(step instanceof Step.Index)) {
        certain &= !map.valueNullable() && step instanceof Step.Each;
        type = map.value();
      } else {
        // a part of what has no parts: said when the rule is compiled
        return new DeclaredPath(Scalar.JSON, false, null, Set.of());
      }
    }
    return new DeclaredPath(type, certain, null, Set.of());
  }

  private static Set<String> names(RecordType record) {
    Set<String> names = new TreeSet<>();
    record.fields().forEach(field -> names.add(field.name()));
    return names;
  }
}
