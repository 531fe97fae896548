package io.sluice.rules;

import io.sluice.contract.CheckName;
import io.sluice.expression.Outcome;
import io.sluice.problem.YamlNode;
import io.sluice.rules.CompiledCheck.Presence;
import io.sluice.type.Type;
import java.util.List;

/** What each check compiles to. */
final class Checks {

  private Checks() {}

  static CompiledCheck compile(CheckName name, YamlNode argument, Type type) throws Mismatch {
    return switch (name) {
      case NOT_NULL -> presence(argument, Presence.NOT_NULL);
      case REQUIRED -> presence(argument, Presence.REQUIRED);
      case IN -> Membership.in(argument.elements(), type);
      case NOT_IN -> Membership.notIn(argument.elements(), type);
      case CONST -> Membership.in(List.of(argument), type);
      case GT -> Comparison.compile(Comparison.Sign.GT, argument, type);
      case GTE -> Comparison.compile(Comparison.Sign.GTE, argument, type);
      case LT -> Comparison.compile(Comparison.Sign.LT, argument, type);
      case LTE -> Comparison.compile(Comparison.Sign.LTE, argument, type);
      case BETWEEN -> Comparison.between(argument, type);
      case MIN_LEN -> TextChecks.minLength(argument, type);
      case MAX_LEN -> TextChecks.maxLength(argument, type);
      case PATTERN -> TextChecks.pattern(argument, type);
      case PREFIX -> TextChecks.prefix(argument, type);
      case SUFFIX -> TextChecks.suffix(argument, type);
      case FORMAT -> Formats.compile(argument, type);
      case TYPE -> TypeCheck.compile(argument, type);
      case EXPR -> throw new IllegalStateException("an expression is compiled by CEL");
    };
  }

  private static CompiledCheck presence(YamlNode argument, Presence presence) throws Mismatch {
    if (!argument.isBoolean() || !argument.text().equalsIgnoreCase("true")) {
      throw new Mismatch("this check takes 'true'; leave the rule out where it should not apply");
    }
    String expectation = presence == Presence.REQUIRED ? "be present" : "be present and not null";
    return new CompiledCheck(value -> Outcome.PASS, expectation, presence);
  }
}
