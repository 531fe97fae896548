package io.sluice.rules;

import io.sluice.contract.Contract;
import io.sluice.expression.Outcome;
import io.sluice.fault.Code;
import io.sluice.fault.Fault;
import io.sluice.fault.Stage;
import org.jspecify.annotations.Nullable;

/** Turns what a rule found into faults. */
final class Failure {

  private final Contract.Rule rule;
  private final String expectation;

  /**
   * @param expectation completes "must ..."; the rule's own message goes before it
   */
  Failure(Contract.Rule rule, String expectation) {
    this.rule = rule;
    this.expectation = expectation;
  }

  /** Adds a fault for an outcome that is not a pass. */
  RuleResult add(@Nullable RuleResult found, Outcome outcome, @Nullable String path) {
    RuleResult result = found == null ? new RuleResult() : found;
    result.add(rule, outcome == Outcome.ERROR ? error(path, "") : failed(path));
    return result;
  }

  /** Adds a fault for a rule that cannot be evaluated, with the reason. */
  RuleResult addError(@Nullable RuleResult found, @Nullable String path, String reason) {
    RuleResult result = found == null ? new RuleResult() : found;
    result.add(rule, error(path, ": " + reason));
    return result;
  }

  private Fault failed(@Nullable String path) {
    String message = rule.message() == null ? "must " + expectation : rule.message();
    return new Fault(Stage.RULES, rule.check().label(), path, rule.id(), message);
  }

  private Fault error(@Nullable String path, String reason) {
    return new Fault(
        Stage.RULES,
        Code.RULE_ERROR.label(),
        path,
        rule.id(),
        "the rule could not be evaluated on this event" + reason);
  }
}
