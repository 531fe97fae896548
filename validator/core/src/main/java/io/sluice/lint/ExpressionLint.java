package io.sluice.lint;

import io.sluice.contract.CheckName;
import io.sluice.contract.Contract;
import io.sluice.expression.CelCompiler;
import io.sluice.expression.ExpressionException;
import io.sluice.failure.FilePlace;
import io.sluice.finding.LintFinding;
import io.sluice.finding.LintFinding.Severity;
import io.sluice.finding.LintFinding.Topic;
import java.util.ArrayList;
import java.util.List;

/** Finds expressions whose result is the same for every event. */
final class ExpressionLint {

  private ExpressionLint() {}

  static List<LintFinding> of(Contract contract) {
    List<LintFinding> findings = new ArrayList<>();
    for (Contract.Rule rule : contract.rules()) {
      String name = "rule '" + rule.id() + "' ";
      if (rule.check() == CheckName.EXPR) {
        add(
            findings,
            rule.argument().text(),
            rule.places().argument(),
            name + "can never fail: it is always true",
            name + "can never pass: it is always false");
      }
      FilePlace when = rule.places().when();
      if (rule.when() != null && when != null) {
        add(
            findings,
            rule.when(),
            when,
            name + "applies to every event: its 'when' is always true; remove the 'when'",
            name + "never applies: its 'when' is always false");
      }
    }
    return findings;
  }

  private static void add(
      List<LintFinding> findings,
      String expression,
      FilePlace place,
      String ifTrue,
      String ifFalse) {
    try {
      Boolean result = CelCompiler.constantResult(expression);
      if (result != null) {
        findings.add(
            new LintFinding(
                Severity.WARNING, Topic.IDLE_RULE, place.at(result ? ifTrue : ifFalse)));
      }
    } catch (ExpressionException e) {
      throw new IllegalStateException("the contract was parsed with this expression", e);
    }
  }
}
