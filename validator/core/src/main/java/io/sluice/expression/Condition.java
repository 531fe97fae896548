package io.sluice.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.sluice.decode.Event;
import org.jspecify.annotations.Nullable;

/** A compiled condition for events of one shape. */
final class Condition implements Expression {

  private final CelAbstractSyntaxTree tree;
  private final CelRuntime.Program program;
  private final Shapes shapes;

  Condition(CelAbstractSyntaxTree tree, CelRuntime.Program program, Shapes shapes) {
    this.tree = tree;
    this.program = program;
    this.shapes = shapes;
  }

  @Override
  public Outcome evaluate(Event event, @Nullable Object self) {
    Budget.renew();
    try {
      Object result = program.eval(new Bindings(event, self, shapes));
      return result instanceof Boolean bool ? bool ? Outcome.PASS : Outcome.FAIL : Outcome.ERROR;
    } catch (CelEvaluationException e) {
      return Outcome.ERROR;
    }
  }

  @Override
  public Reason reason(Event event, @Nullable Object self) {
    Trace trace = new Trace(tree);
    Budget.renew();
    try {
      Object result = program.trace(new Bindings(event, self, shapes), trace);
      return new Reason(
          "its result is " + CelValues.describe(result) + ", not true or false", null);
    } catch (CelEvaluationException e) {
      return trace.reason(e);
    }
  }
}
