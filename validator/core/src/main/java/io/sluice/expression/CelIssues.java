package io.sluice.expression;

import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationResult;

/** What CEL's compiler found. */
final class CelIssues {

  private CelIssues() {}

  /**
   * The same result.
   *
   * @throws ExpressionException with all its errors, where it has some
   */
  static CelValidationResult require(CelValidationResult result) throws ExpressionException {
    if (result.hasError()) {
      throw new ExpressionException(result.getErrors().stream().map(CelIssues::issue).toList());
    }
    return result;
  }

  private static ExpressionException.Issue issue(CelIssue issue) {
    return new ExpressionException.Issue(
        issue.getSourceLocation().getLine(),
        issue.getSourceLocation().getColumn() + 1,
        issue.getMessage());
  }
}
