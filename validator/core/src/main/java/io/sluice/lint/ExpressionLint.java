package io.sluice.lint;

import io.sluice.contract.CheckName;
import io.sluice.contract.Contract;
import io.sluice.expression.CelCompiler;
import io.sluice.expression.ExpressionException;
import io.sluice.lint.LintFinding.Severity;
import io.sluice.lint.LintFinding.Topic;
import io.sluice.problem.YamlNode;
import java.util.ArrayList;
import java.util.List;

/** Expressions whose result is the same for every event. */
final class ExpressionLint {

  private ExpressionLint() {}

  static List<LintFinding> of(Contract contract) {
    List<LintFinding> findings = new ArrayList<>();
    for (Contract.Rule rule : contract.rules()) {
      String name = "rule '" + rule.id() + "' ";
      if (rule.check() == CheckName.EXPR) {
        add(
            findings,
            rule.argument(),
            name + "can never fail: it is always true",
            name + "can never pass: it is always false");
      }
      YamlNode when = rule.node().member("when");
      if (when != null) {
        add(
            findings,
            when,
            name + "applies to every event: its 'when' is always true; leave the 'when' out",
            name + "never applies: its 'when' is always false");
      }
    }
    return findings;
  }

  private static void add(
      List<LintFinding> findings, YamlNode expression, String ifTrue, String ifFalse) {
    try {
      Boolean result = CelCompiler.constantResult(expression.text());
      if (result != null) {
        findings.add(
            new LintFinding(
                Severity.WARNING, Topic.IDLE_RULE, expression.at(result ? ifTrue : ifFalse)));
      }
    } catch (ExpressionException e) {
      throw new IllegalStateException("the contract was parsed with this expression", e);
    }
  }
}
