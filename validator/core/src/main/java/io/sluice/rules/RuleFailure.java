package io.sluice.rules;

import io.sluice.contract.Contract;
import io.sluice.expression.Expression.Reason;
import io.sluice.expression.Outcome;
import io.sluice.fault.Code;
import io.sluice.fault.Fault;
import io.sluice.fault.Stage;
import io.sluice.type.Struct;
import io.sluice.type.Variant;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the outcome of a rule into faults. */
final class RuleFailure {

  private final Contract.Rule rule;
  private final String expectation;

  /**
   * @param expectation completes "must ..."; the rule's own message takes precedence
   */
  RuleFailure(Contract.Rule rule, String expectation) {
    this.rule = rule;
    this.expectation = expectation;
  }

  /**
   * Adds a fault for a check that did not pass.
   *
   * @param value the checked value
   */
  RuleResult add(@Nullable RuleResult found, Outcome outcome, String path, @Nullable Object value) {
    return outcome == Outcome.ERROR
        ? addRuleError(
            found, path, "'" + rule.check().label() + "' cannot check " + kind(value), path)
        : addFailed(found, path);
  }

  /** The same for two values, either of which can be wrong. */
  RuleResult addRelation(
      @Nullable RuleResult found,
      Outcome outcome,
      String path,
      @Nullable Object value,
      @Nullable Object other) {
    return outcome == Outcome.ERROR
        ? addRuleError(
            found,
            path,
            "'" + rule.check().label() + "' cannot compare " + kind(value) + " with " + kind(other),
            null)
        : addFailed(found, path);
  }

  /** Adds a fault for a condition that is false for an event. */
  RuleResult addFailed(@Nullable RuleResult found, @Nullable String path) {
    RuleResult result = found == null ? new RuleResult() : found;
    String message = rule.message() == null ? "must " + expectation : rule.message();
    result.add(rule, new Fault(Stage.RULES, rule.check().label(), path, rule.id(), message), null);
    return result;
  }

  /**
   * Adds a fault for a condition that cannot be evaluated.
   *
   * @param path of the rule's field, or null
   * @param clause the name of the condition followed by a space, or an empty string
   */
  RuleResult addError(
      @Nullable RuleResult found, @Nullable String path, String clause, Reason reason) {
    return addRuleError(found, path, clause + reason.text(), wrongAt(path, reason.path()));
  }

  /**
   * Adds a fault for a rule that cannot be evaluated.
   *
   * @param wrongAt the place of a value with the wrong type, or null if that is not the reason
   */
  RuleResult addRuleError(
      @Nullable RuleResult found, @Nullable String path, String reason, @Nullable String wrongAt) {
    RuleResult result = found == null ? new RuleResult() : found;
    result.add(
        rule,
        new Fault(
            Stage.RULES,
            Code.RULE_ERROR.label(),
            path,
            rule.id(),
            "the rule could not be evaluated on this event: " + reason),
        wrongAt);
    return result;
  }

  /** The path of a fault for a variable in an expression. */
  private static @Nullable String wrongAt(@Nullable String field, @Nullable String variable) {
    if (variable == null) {
      return null;
    }
    if (variable.equals("this")) {
      return field;
    }
    if (variable.startsWith("this.")) {
      return field + variable.substring("this".length());
    }
    return variable.startsWith("message.")
        ? variable.substring("message.".length())
        : "$" + variable;
  }

  private static String kind(@Nullable Object value) {
    if (value == Selector.MISFIT) {
      return "this location, because its parent is not the object or array that the path requires";
    }
    if (value instanceof Variant variant) {
      return kind(variant.value());
    }
    if (value instanceof String) {
      return "this string";
    }
    if (value instanceof Number) {
      return "a number";
    }
    if (value instanceof Boolean) {
      return "a boolean";
    }
    if (value instanceof List) {
      return "an array";
    }
    return value instanceof Struct || value instanceof Map
        ? "an object"
        : value instanceof ByteBuffer ? "bytes" : "this value";
  }
}
