package io.sluice.lint;

import io.sluice.contract.CheckName;
import io.sluice.contract.Contract;
import io.sluice.expression.CelCompiler;
import io.sluice.expression.ExpressionException;
import io.sluice.lint.Finding.Severity;
import io.sluice.lint.Finding.Topic;
import io.sluice.problem.YamlNode;
import java.util.ArrayList;
import java.util.List;

/** Expressions whose result is the same for every event. */
final class ExpressionLint {

  private ExpressionLint() {}

  static List<Finding> of(Contract contract) {
    List<Finding> findings = new ArrayList<>();
    for (Contract.Rule rule : contract.rules()) {
      if (rule.check() == CheckName.EXPR) {
        add(findings, rule, rule.argument(), "an 'expr'");
      }
      YamlNode when = rule.node().member("when");
      if (when != null) {
        add(findings, rule, when, "a 'when'");
      }
    }
    return findings;
  }

  private static void add(
      List<Finding> findings, Contract.Rule rule, YamlNode expression, String what) {
    try {
      Boolean result = CelCompiler.constantResult(expression.text());
      if (result != null) {
        findings.add(
            new Finding(
                Severity.WARNING,
                Topic.IDLE_RULE,
                expression.at(
                    "rule '"
                        + rule.id()
                        + "' has "
                        + what
                        + " that is "
                        + result
                        + " for every event")));
      }
    } catch (ExpressionException e) {
      throw new IllegalStateException("the contract was parsed with this expression", e);
    }
  }
}
