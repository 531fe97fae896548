package io.sluice.expression;

import java.util.List;
import java.util.stream.Collectors;

/** An expression that cannot be compiled. */
public final class ExpressionException extends Exception {

  /**
   * One mistake.
   *
   * @param line in the expression, from 1
   * @param column in the line, from 1
   */
  public record Issue(int line, int column, String message) {}

  private final transient List<Issue> issues;

  ExpressionException(List<Issue> issues) {
    super(
        issues.stream().map(Issue::message).collect(Collectors.joining("; ")), null, false, false);
    this.issues = List.copyOf(issues);
  }

  /** All of them; there is at least one. */
  public List<Issue> issues() {
    return issues;
  }
}
