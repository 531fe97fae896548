package io.sluice.audit.value;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the column of a field by the rule in docs/types.md. */
final class ColumnNames {

  private static final Pattern FOREIGN = Pattern.compile("[^\\p{L}\\p{Nd}_]");

  private ColumnNames() {}

  /**
   * The column of a field: what is no letter, digit or underscore becomes an underscore, a digit
   * never comes first, and taken names get underscores at their end.
   *
   * @param columns all that there are
   * @param seen those of earlier fields
   */
  static @Nullable String of(String field, Set<String> columns, Set<String> seen) {
    String plain = FOREIGN.matcher(field).replaceAll("_");
    if (plain.isEmpty() || Character.isDigit(plain.codePointAt(0))) {
      plain = "_" + plain;
    }
    for (String name = plain; name.length() < plain.length() + 4; name += "_") {
      if (columns.contains(name) && !seen.contains(name)) {
        return name;
      }
    }
    return null;
  }
}
