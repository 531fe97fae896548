package io.sluice.profile;

import io.sluice.profile.FieldStatistics.Kind;
import io.sluice.type.Field;
import io.sluice.type.RecordType;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Drafts rules from a sample, as YAML with the evidence in comments. */
public final class RuleDraft {

  private final Profile profile;
  private final @Nullable Type declared;
  private final StringBuilder yaml = new StringBuilder();

  private RuleDraft(Profile profile, @Nullable Type declared) {
    this.profile = profile;
    this.declared = declared;
  }

  /**
   * Drafts rules.
   *
   * @param declared the type that the schema declares, or null without a schema
   */
  public static String rules(Profile profile, @Nullable Type declared) {
    return new RuleDraft(profile, declared).write();
  }

  private String write() {
    profile.fields().forEach(this::field);
    if (profile.isTooMany()) {
      yaml.append("  # more fields were omitted; are data values used as field names?\n");
    }
    return yaml.isEmpty() ? "rules: []\n" : "rules:\n" + yaml;
  }

  private void field(String path, FieldStatistics field) {
    List<String> rules = new ArrayList<>();
    long of = among(path);
    if (field.nulls() == 0 && field.present() == of && of > 0 && isNullable(path)) {
      rules.add("not_null: true");
    }
    Kind kind = field.kind();
    if (kind != null && kind != Kind.OTHER && isOpen(path)) {
      rules.add("type: " + kind.name().toLowerCase(Locale.ROOT));
    }
    values(path, field, rules);
    yaml.append("  # ").append(path).append(": ").append(field.evidence(of)).append('\n');
    for (String rule : rules) {
      yaml.append("  - field: ").append(field(path)).append('\n');
      yaml.append("    ").append(rule.replace("\n", "\n    ")).append('\n');
    }
  }

  private void values(String path, FieldStatistics field, List<String> rules) {
    List<String> enumeration = field.enumeration();
    boolean isEnum = declared(path) instanceof io.sluice.type.EnumType;
    if (field.isConstant() && !enumeration.isEmpty()) {
      rules.add("const: " + quoted(enumeration.get(0)) + "\nonFailure: warn");
    } else if (!enumeration.isEmpty() && !isEnum) {
      rules.add(
          "in: [" + String.join(", ", enumeration.stream().map(RuleDraft::quoted).toList()) + "]");
    } else if (field.format() != null) {
      rules.add("format: " + field.format());
    } else if (field.pattern() != null && !isEnum) {
      rules.add("pattern: " + quoted(field.pattern()));
    }
    boolean isNumber = field.kind() == Kind.INTEGER || field.kind() == Kind.NUMBER;
    Type type = declared(path);
    boolean isPlain = type == null || type == Scalar.JSON || isNumeric(type);
    if (isNumber && isPlain && field.least() != null && field.most() != null) {
      rules.add(
          "between: ["
              + FieldStatistics.plain(field.least())
              + ", "
              + FieldStatistics.plain(field.most())
              + "]\nonFailure: warn");
    }
  }

  private static boolean isNumeric(Type type) {
    return type == Scalar.INT
        || type == Scalar.LONG
        || type == Scalar.FLOAT
        || type == Scalar.DOUBLE
        || type == Scalar.NUMBER
        || type instanceof io.sluice.type.DecimalType;
  }

  /** The number of places where the field could be. */
  private long among(String path) {
    if (path.endsWith("[*]")) {
      FieldStatistics list = profile.fields().get(path.substring(0, path.length() - 3));
      return list == null ? profile.events() : list.items();
    }
    int end = path.endsWith("']") ? path.lastIndexOf("['") : path.lastIndexOf('.');
    FieldStatistics parent = end <= 0 ? null : profile.fields().get(path.substring(0, end));
    return parent == null ? profile.events() : parent.present() - parent.nulls();
  }

  /** Whether the schema allows the field to be null or absent. */
  private boolean isNullable(String path) {
    Field field = find(path);
    return declared == null || declared == Scalar.JSON || field == null || field.nullable();
  }

  /** Whether no schema defines the type of the field. */
  private boolean isOpen(String path) {
    Type type = declared(path);
    return type == null || type == Scalar.JSON;
  }

  private @Nullable Type declared(String path) {
    Field field = find(path);
    return field == null ? null : field.type();
  }

  /** A field of nested records; null for parts of lists, maps, and unions. */
  private @Nullable Field find(String path) {
    Type at = declared;
    Field field = null;
    for (String name : path.split("\\.")) {
      if (!(at instanceof RecordType record) || record.position(name) < 0) {
        return null;
      }
      field = record.fields().get(record.position(name));
      at = field.type();
    }
    return field;
  }

  private static String field(String path) {
    return path.matches("[A-Za-z_][A-Za-z0-9_.*\\[\\]-]*") ? path : quoted(path);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
