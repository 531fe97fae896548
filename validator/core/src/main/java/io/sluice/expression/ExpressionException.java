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
   * @param message the message of the compiler or check that found it
   */
  public record Issue(int line, int column, String message, Cause cause) {}

  /** The causes of mistakes that other code depends on. */
  public sealed interface Cause {

    /** Any other cause, which the message explains. */
    record Other() implements Cause {
      static final Other INSTANCE = new Other();
    }

    /** A field that the schema does not declare. */
    record UnknownField(String name) implements Cause {}

    /** An unknown name of a variable or a function. */
    record UnknownName(String name) implements Cause {}

    /**
     * A function or an operator that does not accept its arguments.
     *
     * @param words the description in terms of the expression
     */
    record NoOverload(String words) implements Cause {}

    /**
     * An object that is rejected only because its members are declared. At evaluation, the objects
     * of an event are maps, so size, keys, and equality work.
     */
    record ObjectAsMap() implements Cause {}
  }

  private final transient List<Issue> issues;

  ExpressionException(List<Issue> issues) {
    super(
        issues.stream().map(Issue::message).collect(Collectors.joining("; ")), null, false, false);
    this.issues = List.copyOf(issues);
  }

  /** All mistakes; at least one. */
  public List<Issue> issues() {
    return issues;
  }
}
