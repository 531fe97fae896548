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
   * @param message in the words of whoever found it
   */
  public record Issue(int line, int column, String message, Cause cause) {}

  /** What is wrong, as far as something depends on it. */
  public sealed interface Cause {

    /** Anything else; the message says it. */
    record Other() implements Cause {
      static final Other INSTANCE = new Other();
    }

    /** A field that the schema does not declare. */
    record UnknownField(String name) implements Cause {}

    /** A name that nothing has: a variable, or a function. */
    record UnknownName(String name) implements Cause {}

    /**
     * A function or an operator that cannot take what it gets.
     *
     * @param words in the words of the expression
     */
    record NoOverload(String words) implements Cause {}

    /**
     * An object that is refused only since its members are known: an event's objects are maps when
     * an expression is evaluated, so they have a size, keys, and equals.
     */
    record ObjectAsMap() implements Cause {}
  }

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
