package io.sluice.contract;

import java.util.List;

/** Looks for mistakes in the expressions of contracts, which are texts to the parser. */
public interface ExpressionSyntax {

  /** Takes every text, for those who never evaluate an expression. */
  ExpressionSyntax UNCHECKED = text -> List.of();

  /**
   * One mistake.
   *
   * @param line in the expression, from 1
   * @param column in the line, from 1
   */
  record Mistake(int line, int column, String message) {}

  /** All mistakes of an expression; none where it can be compiled. */
  List<Mistake> mistakes(String expression);
}
