package io.sluice.row;

import io.sluice.type.Field;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses names that every SQL engine takes without quotes: letters, digits and underscores, no
 * digit first, no two alike in whatever case of letters. What cannot stand becomes an underscore,
 * and a name that is taken gets one at its end.
 */
final class ColumnNames {

  private final Set<String> taken = new HashSet<>();
  private final boolean top;

  /**
   * @param top whether these are columns of a table, among which audit columns stand too
   */
  ColumnNames(boolean top) {
    this.top = top;
  }

  String choose(String wanted) {
    StringBuilder plain = new StringBuilder();
    wanted.codePoints().forEach(c -> plain.appendCodePoint(Character.isLetterOrDigit(c) ? c : '_'));
    if (plain.isEmpty() || Character.isDigit(plain.codePointAt(0))) {
      plain.insert(0, '_');
    }
    String name = plain.toString();
    while ((top && AuditColumns.taken(name)) || !taken.add(name.toLowerCase(Locale.ROOT))) {
      name += "_";
    }
    return name;
  }

  /** The comment of a column: what the schema says, after the field's own name where it differs. */
  static @Nullable String doc(Field field, String column) {
    String doc = field.doc();
    if (column.equals(field.name())) {
      return doc;
    }
    String origin = "field '" + field.name() + "'";
    return doc == null ? origin : origin + ": " + doc;
  }
}
