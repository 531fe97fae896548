package io.sluice.contract;

import java.util.List;

/** Finds mistakes in the expressions of contracts, which the parser treats as plain text. */
public interface ExpressionSyntax {

  /** Accepts every text, for callers that never evaluate expressions. */
  ExpressionSyntax UNCHECKED = text -> List.of();

  /**
   * One mistake.
   *
   * @param line in the expression, from 1
   * @param column in the line, from 1
   */
  record Mistake(int line, int column, String message) {}

  /** All mistakes in an expression; empty if it compiles. */
  List<Mistake> mistakes(String expression);
}
