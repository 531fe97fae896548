package io.sluice.rules;

import io.sluice.contract.Argument;
import io.sluice.contract.CheckName;
import io.sluice.contract.Contract;
import io.sluice.type.DecimalType;
import io.sluice.type.EnumType;
import io.sluice.type.FixedType;
import io.sluice.type.RecordType;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds rules that have no effect because every event passes, or no event passes. */
final class Vacuity {

  private static final Argument NOTHING = new Argument.Count(0);

  private Vacuity() {}

  /**
   * The reason why a rule has no effect, or null if it has one.
   *
   * @param place the declaration of the rule's field in the schema
   */
  static @Nullable String of(Contract.Rule rule, DeclaredPath place) {
    Type type = place.type();
    Argument argument = rule.argument();
    return switch (rule.check()) {
      case REQUIRED, NOT_NULL ->
          place.isCertain()
              ? "can never fail: the schema does not allow the field to be absent or null"
              : null;
      case MIN_LEN, MIN_ITEMS, MIN_BYTES ->
          argument.equals(NOTHING) ? "can never fail: no size is less than 0" : fixed(rule, type);
      case MAX_BYTES -> fixed(rule, type);
      case PREFIX, SUFFIX, CONTAINS ->
          argument.text().isEmpty() ? "can never fail: all text contains the empty string" : null;
      case NOT_CONTAINS ->
          argument.text().isEmpty() ? "can never pass: all text contains the empty string" : null;
      case PATTERN ->
          argument.text().matches("\\^?(\\.\\*)?|(\\.\\*)?\\$")
              ? "can never fail: the pattern matches any text"
              : null;
      case FINITE ->
          type == Scalar.INT || type == Scalar.LONG || type instanceof DecimalType
              ? "can never fail: " + Words.a(type) + " is always finite"
              : null;
      case IN, NOT_IN, CONST -> symbols(rule, type);
      case GT, GTE, LT, LTE -> range(rule, type);
      case TYPE -> kind(argument.text(), type);
      case EQ_FIELD, GTE_FIELD, LTE_FIELD ->
          argument.text().equals(rule.field())
              ? "can never fail: it compares a field with itself"
              : null;
      case GT_FIELD, LT_FIELD ->
          argument.text().equals(rule.field())
              ? "can never pass: it compares a field with itself"
              : null;
      default -> null;
    };
  }

  private static @Nullable String fixed(Contract.Rule rule, @Nullable Type type) {
    if (!(type instanceof FixedType fixed)) {
      return null;
    }
    long bound = ((Argument.Count) rule.argument()).count();
    boolean passes =
        rule.check() == CheckName.MIN_BYTES ? fixed.size() >= bound : fixed.size() <= bound;
    return (passes ? "can never fail" : "can never pass")
        + ": the field always has "
        + fixed.size()
        + " bytes";
  }

  private static @Nullable String symbols(Contract.Rule rule, @Nullable Type type) {
    if (!(type instanceof EnumType symbols)) {
      return null;
    }
    List<String> named = new ArrayList<>();
    for (Argument.Constant one : rule.argument().constants()) {
      if (!symbols.symbols().contains(one.text())) {
        return "contains '"
            + one.text()
            + "', which is not a symbol of the enum: "
            + symbols.symbols();
      }
      named.add(one.text());
    }
    boolean all = named.containsAll(symbols.symbols());
    if (!all) {
      return null;
    }
    return rule.check() == CheckName.NOT_IN
        ? "can never pass: it lists all the enum's symbols"
        : "can never fail: it lists all the enum's symbols";
  }

  private static @Nullable String range(Contract.Rule rule, @Nullable Type type) {
    BigDecimal bound = rule.argument().number();
    if ((type != Scalar.INT && type != Scalar.LONG) || bound == null) {
      return null;
    }
    BigDecimal least = BigDecimal.valueOf(type == Scalar.INT ? Integer.MIN_VALUE : Long.MIN_VALUE);
    BigDecimal most = BigDecimal.valueOf(type == Scalar.INT ? Integer.MAX_VALUE : Long.MAX_VALUE);
    boolean leastPasses = holds(rule.check(), least.compareTo(bound));
    boolean mostPasses = holds(rule.check(), most.compareTo(bound));
    if (leastPasses != mostPasses) {
      return null;
    }
    return (leastPasses ? "can never fail" : "can never pass")
        + ": no "
        + type.describe()
        + " is that "
        + (bound.signum() < 0 ? "small" : "large");
  }

  private static boolean holds(CheckName check, int compared) {
    return switch (check) {
      case GT -> compared > 0;
      case GTE -> compared >= 0;
      case LT -> compared < 0;
      default -> compared <= 0;
    };
  }

  private static @Nullable String kind(String wanted, @Nullable Type type) {
    String kind = null;
    if (TextChecks.isText(type == null ? Scalar.JSON : type)) {
      kind = "string";
    } else if (type == Scalar.BOOLEAN) {
      kind = "boolean";
    } else if (type == Scalar.INT || type == Scalar.LONG) {
      kind = wanted.equals("number") ? "number" : "integer";
    } else if (type == Scalar.DOUBLE || type == Scalar.FLOAT || type == Scalar.NUMBER) {
      kind = "number";
    } else if (type instanceof RecordType) {
      kind = "object";
    }
    if (kind == null || !TypeCheck.isKind(wanted)) {
      return null;
    }
    return kind.equals(wanted)
        ? "can never fail: the schema allows only values of this type"
        : "can never pass: the schema type is " + kind;
  }
}
