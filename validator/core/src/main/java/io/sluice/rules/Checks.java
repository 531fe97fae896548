package io.sluice.rules;

import io.sluice.contract.Argument;
import io.sluice.contract.CheckName;
import io.sluice.expression.Outcome;
import io.sluice.rules.CompiledCheck.Presence;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import io.sluice.type.UnionType;
import io.sluice.type.Variant;
import java.util.HashMap;
import java.util.Map;

/** Compiles each check of a single value. */
final class Checks {

  private Checks() {}

  static CompiledCheck compile(CheckName name, Argument argument, Type type) throws Mismatch {
    return type instanceof UnionType union
        ? ofUnion(name, argument, union)
        : ofOne(name, argument, type);
  }

  /** Each branch has its own check. A branch without one is an error. */
  private static CompiledCheck ofUnion(CheckName name, Argument argument, UnionType union)
      throws Mismatch {
    if (name == CheckName.IN || name == CheckName.NOT_IN || name == CheckName.CONST) {
      // the values may be of several kinds, as the branches are
      CompiledCheck check = ofOne(name, argument, Scalar.JSON);
      return CompiledCheck.of(
          (value, event) ->
              check.check().test(value instanceof Variant one ? one.value() : value, event),
          check.expectation());
    }
    Map<Type, CompiledCheck> checks = new HashMap<>();
    Mismatch last = new Mismatch("the union has no branches");
    for (Type branch : union.branches()) {
      try {
        checks.put(branch, ofOne(name, argument, branch));
      } catch (Mismatch e) {
        last = e;
      }
    }
    if (checks.isEmpty()) {
      throw last.of(union);
    }
    CompiledCheck any = checks.values().iterator().next();
    return new CompiledCheck(
        (value, event) -> {
          CompiledCheck check =
              value instanceof Variant variant ? checks.get(variant.branch()) : null;
          return check == null
              ? Outcome.ERROR
              : check.check().test(((Variant) value).value(), event);
        },
        any.expectation(),
        any.presence());
  }

  private static CompiledCheck ofOne(CheckName name, Argument argument, Type type) throws Mismatch {
    return switch (name) {
      case NOT_NULL -> presence(Presence.NOT_NULL, "be present and not null");
      case REQUIRED -> presence(Presence.REQUIRED, "be present");
      case NOT_EMPTY -> ItemChecks.notEmpty(type);
      case NOT_BLANK -> TextChecks.notBlank(type);
      case IN -> Membership.in(argument.constants(), type);
      case NOT_IN -> Membership.notIn(argument.constants(), type);
      case CONST -> Membership.in(argument.constants(), type);
      case GT -> Comparison.compile(Comparison.Sign.GT, argument, type);
      case GTE -> Comparison.compile(Comparison.Sign.GTE, argument, type);
      case LT -> Comparison.compile(Comparison.Sign.LT, argument, type);
      case LTE -> Comparison.compile(Comparison.Sign.LTE, argument, type);
      case BETWEEN -> Comparison.between((Argument.Range) argument, type);
      case MULTIPLE_OF -> Comparison.multipleOf(argument, type);
      case FINITE -> Comparison.finite(type);
      case LEN -> TextChecks.length(count(argument), type);
      case MIN_LEN -> TextChecks.minLength(count(argument), type);
      case MAX_LEN -> TextChecks.maxLength(count(argument), type);
      case MIN_BYTES -> TextChecks.minBytes(count(argument), type);
      case MAX_BYTES -> TextChecks.maxBytes(count(argument), type);
      case PATTERN -> TextChecks.pattern(argument, type);
      case PREFIX -> TextChecks.prefix(argument, type);
      case SUFFIX -> TextChecks.suffix(argument, type);
      case CONTAINS -> ItemChecks.contains((Argument.Constant) argument, type, true);
      case NOT_CONTAINS -> ItemChecks.contains((Argument.Constant) argument, type, false);
      case FORMAT -> FormatCheck.compile(argument, type);
      case TYPE -> TypeCheck.compile(argument, type);
      case MIN_ITEMS -> ItemChecks.minItems(count(argument), type);
      case MAX_ITEMS -> ItemChecks.maxItems(count(argument), type);
      case UNIQUE_ITEMS -> ItemChecks.unique(type);
      case NOT_IN_FUTURE -> AgeChecks.notInFuture(argument, type);
      case NOT_OLDER_THAN -> AgeChecks.notOlderThan((Argument.Span) argument, type);
      case EQ_FIELD, GT_FIELD, GTE_FIELD, LT_FIELD, LTE_FIELD, EXPR ->
          throw new IllegalStateException(name.label() + " is no check of one value");
    };
  }

  private static int count(Argument argument) {
    return ((Argument.Count) argument).count();
  }

  private static CompiledCheck presence(Presence presence, String expectation) {
    return new CompiledCheck((value, event) -> Outcome.PASS, expectation, presence);
  }
}
