package io.sluice.rules;

import io.sluice.contract.CheckName;
import io.sluice.contract.Contract;
import io.sluice.decode.Event;
import io.sluice.expression.CelCompiler;
import io.sluice.expression.Expression;
import io.sluice.expression.ExpressionException;
import io.sluice.expression.Outcome;
import io.sluice.path.Path;
import io.sluice.path.Root;
import io.sluice.path.Step;
import io.sluice.problem.Problem;
import io.sluice.type.Absent;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles the rules of one contract for events of one shape. */
final class RuleCompiler {

  private final Type message;
  private final Type key;
  private final List<Problem> problems;

  RuleCompiler(Type message, Type key, List<Problem> problems) {
    this.message = message;
    this.key = key;
    this.problems = problems;
  }

  CompiledRule compile(Contract.Rule rule) {
    try {
      CompiledRule compiled =
          rule.field() == null ? wholeEvent(rule) : field(rule, Path.parse(rule.field()));
      return rule.when() == null ? compiled : conditional(rule, rule.when(), compiled);
    } catch (Mismatch | ExpressionException | IllegalArgumentException e) {
      String reason = e.getMessage() == null ? e.toString() : e.getMessage();
      problem(rule, reason);
      Failure failure = new Failure(rule, "");
      return (event, found) -> failure.addError(found, rule.field(), reason);
    }
  }

  private void problem(Contract.Rule rule, String reason) {
    problems.add(rule.node().at("rule '" + rule.id() + "': " + reason));
  }

  private static CompiledRule conditional(Contract.Rule rule, String when, CompiledRule inner)
      throws ExpressionException {
    Expression condition = CelCompiler.compile(when);
    Failure failure = new Failure(rule, "");
    return (event, found) ->
        switch (condition.evaluate(event, Absent.VALUE)) {
          case PASS -> inner.evaluate(event, found);
          case FAIL -> found;
          case ERROR -> failure.addError(found, null, "its 'when' gave no true or false");
        };
  }

  private static CompiledRule wholeEvent(Contract.Rule rule) throws ExpressionException {
    Expression expression = CelCompiler.compile(rule.argument().text());
    Failure failure = new Failure(rule, "satisfy " + rule.argument().text());
    return (event, found) -> {
      Outcome outcome = expression.evaluate(event, Absent.VALUE);
      return outcome == Outcome.PASS ? found : failure.add(found, outcome, null);
    };
  }

  private CompiledRule field(Contract.Rule rule, Path path) throws Mismatch, ExpressionException {
    if (path.root() == Root.HEADERS) {
      return header(rule, path);
    }
    Selector selector = Selector.compile(path, path.root() == Root.KEY ? key : message);
    if (rule.check() == CheckName.EXPR) {
      return fieldExpression(rule, path, selector);
    }
    CompiledCheck check = Checks.compile(rule.check(), rule.argument(), selector.type());
    return new FieldRule(path, selector, check, new Failure(rule, check.expectation()));
  }

  private static CompiledRule header(Contract.Rule rule, Path path) throws Mismatch {
    if (path.steps().size() != 1 || !(path.steps().get(0) instanceof Step.Name header)) {
      throw new Mismatch("name one header, as in $headers.x or $headers['x-y']");
    }
    CompiledCheck check = Checks.compile(rule.check(), rule.argument(), Scalar.STRING);
    Failure failure = new Failure(rule, check.expectation());
    return (event, found) -> {
      String text = event.raw().headerText(header.name());
      Outcome outcome = FieldRule.judge(check, text == null ? Absent.VALUE : text);
      return outcome == Outcome.PASS ? found : failure.add(found, outcome, path.toString());
    };
  }

  private static CompiledRule fieldExpression(Contract.Rule rule, Path path, Selector selector)
      throws ExpressionException {
    Expression expression = CelCompiler.compile(rule.argument().text());
    Failure failure = new Failure(rule, "satisfy " + rule.argument().text());
    return (event, found) -> {
      RuleResult[] result = {found};
      selector.visit(
          root(event, path),
          (value, place) -> {
            if (value == null || value == Absent.VALUE) {
              return;
            }
            Outcome outcome =
                value == Selector.MISFIT ? Outcome.ERROR : expression.evaluate(event, value);
            if (outcome != Outcome.PASS) {
              result[0] = failure.add(result[0], outcome, place.toString());
            }
          });
      return result[0];
    };
  }

  private static @Nullable Object root(Event event, Path path) {
    return path.root() == Root.KEY ? event.key() : event.message();
  }

  /** A check of the values at a path. */
  private static final class FieldRule implements CompiledRule {

    private final Path path;
    private final Selector selector;
    private final CompiledCheck check;
    private final Failure failure;

    FieldRule(Path path, Selector selector, CompiledCheck check, Failure failure) {
      this.path = path;
      this.selector = selector;
      this.check = check;
      this.failure = failure;
    }

    @Override
    public @Nullable RuleResult evaluate(Event event, @Nullable RuleResult found) {
      Object root = root(event, path);
      if (selector.isSingle()) {
        Outcome outcome = judge(check, selector.find(root));
        return outcome == Outcome.PASS ? found : failure.add(found, outcome, path.toString());
      }
      RuleResult[] result = {found};
      selector.visit(
          root,
          (value, place) -> {
            Outcome outcome = judge(check, value);
            if (outcome != Outcome.PASS) {
              result[0] = failure.add(result[0], outcome, place.toString());
            }
          });
      return result[0];
    }

    static Outcome judge(CompiledCheck check, @Nullable Object value) {
      if (value == null) {
        return Check.of(check.presence() != CompiledCheck.Presence.NOT_NULL);
      }
      if (value == Absent.VALUE) {
        return Check.of(check.presence() == CompiledCheck.Presence.ANY);
      }
      return value == Selector.MISFIT ? Outcome.ERROR : check.check().test(value);
    }
  }
}
