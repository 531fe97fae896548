package io.sluice.rules;

import io.sluice.contract.CheckName;
import io.sluice.contract.Contract;
import io.sluice.expression.CelCompiler;
import io.sluice.expression.Expression;
import io.sluice.expression.ExpressionException;
import io.sluice.expression.Outcome;
import io.sluice.expression.Shapes;
import io.sluice.failure.FilePlace;
import io.sluice.failure.Problem;
import io.sluice.path.Path;
import io.sluice.path.Root;
import io.sluice.path.Step;
import io.sluice.type.Absent;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import java.util.List;

/** Compiles the rules of one contract for events of one shape. */
final class RuleCompiler {

  private final Type message;
  private final Type key;
  private final Shapes shapes;
  private final List<Problem> problems;

  RuleCompiler(Type message, Type key, Type declared, List<Problem> problems) {
    this.message = message;
    this.key = key;
    this.shapes = new Shapes(declared, key, Scalar.JSON);
    this.problems = problems;
  }

  CompiledRule compile(Contract.Rule rule) {
    try {
      CompiledRule compiled =
          rule.field() == null ? wholeEvent(rule) : field(rule, Path.parse(rule.field()));
      return rule.when() == null ? compiled : conditional(rule, rule.when(), compiled);
    } catch (Mismatch | ExpressionException | IllegalArgumentException e) {
      String reason = e.getMessage() == null ? e.toString() : e.getMessage();
      FilePlace field = rule.places().field();
      boolean aboutPath = e instanceof Mismatch mismatch && mismatch.isAboutPath();
      FilePlace at = aboutPath && field != null ? field : rule.places().argument();
      problems.add(at.at("rule '" + rule.id() + "': " + reason));
      RuleFailure failure = new RuleFailure(rule, "");
      return (event, found) -> failure.addRuleError(found, rule.field(), reason, null);
    }
  }

  private CompiledRule conditional(Contract.Rule rule, String when, CompiledRule inner)
      throws ExpressionException {
    Expression condition = CelCompiler.compile(when, shapes);
    RuleFailure failure = new RuleFailure(rule, "");
    return (event, found) ->
        switch (condition.evaluate(event, Absent.VALUE)) {
          case PASS -> inner.evaluate(event, found);
          case FAIL -> found;
          case ERROR ->
              failure.addError(found, null, "in 'when', ", condition.reason(event, Absent.VALUE));
        };
  }

  private CompiledRule wholeEvent(Contract.Rule rule) throws ExpressionException {
    Expression expression = CelCompiler.compile(rule.argument().text(), shapes);
    RuleFailure failure = new RuleFailure(rule, "satisfy " + rule.argument().text());
    return (event, found) ->
        switch (expression.evaluate(event, Absent.VALUE)) {
          case PASS -> found;
          case FAIL -> failure.addFailed(found, null);
          case ERROR -> failure.addError(found, null, "", expression.reason(event, Absent.VALUE));
        };
  }

  private CompiledRule field(Contract.Rule rule, Path path) throws Mismatch, ExpressionException {
    if (path.root() == Root.HEADERS) {
      return header(rule, path);
    }
    Selector selector = select(path);
    if (rule.check() == CheckName.EXPR) {
      return fieldExpression(rule, path, selector);
    }
    if (rule.check().isRelation()) {
      return relation(rule, path, selector);
    }
    CompiledCheck check = Checks.compile(rule.check(), rule.argument(), selector.type());
    return new FieldRule(path, selector, check, new RuleFailure(rule, check.expectation()));
  }

  private Selector select(Path path) throws Mismatch {
    return Selector.compile(path, path.root() == Root.KEY ? key : message);
  }

  private CompiledRule relation(Contract.Rule rule, Path path, Selector selector) throws Mismatch {
    Path otherPath = Path.parse(rule.argument().text());
    if (otherPath.root() == Root.HEADERS) {
      throw new Mismatch("a field cannot be compared with a header; use an 'expr'");
    }
    RelationRule.requireSameElements(path, otherPath);
    Selector other = select(otherPath);
    Relation relation = Relation.compile(rule.check(), selector.type(), other.type());
    RuleFailure failure =
        new RuleFailure(rule, Relation.expectation(rule.check(), otherPath.toString()));
    return new RelationRule(path, selector, otherPath, other, relation, failure);
  }

  private static CompiledRule header(Contract.Rule rule, Path path) throws Mismatch {
    if (rule.check().isRelation()) {
      throw new Mismatch("a header cannot be compared with a field; use an 'expr'");
    }
    if (path.steps().size() != 1 || !(path.steps().get(0) instanceof Step.Name header)) {
      throw Mismatch.ofPath("specify one header, such as $headers.x or $headers['x-y']");
    }
    CompiledCheck check = Checks.compile(rule.check(), rule.argument(), Scalar.STRING);
    RuleFailure failure = new RuleFailure(rule, check.expectation());
    return (event, found) -> {
      String text = event.raw().headerText(header.name());
      Outcome outcome = FieldRule.test(check, text == null ? Absent.VALUE : text, event);
      return outcome == Outcome.PASS ? found : failure.add(found, outcome, path.toString(), text);
    };
  }

  private Type self(Path path, Selector selector) {
    if (selector.type() != Scalar.JSON) {
      return selector.type();
    }
    Type declared =
        DeclaredPath.find(path, path.root() == Root.KEY ? shapes.key() : shapes.message()).type();
    return declared == null ? Scalar.JSON : declared;
  }

  private CompiledRule fieldExpression(Contract.Rule rule, Path path, Selector selector)
      throws ExpressionException {
    Expression expression =
        CelCompiler.compile(rule.argument().text(), shapes.with(self(path, selector)));
    RuleFailure failure = new RuleFailure(rule, "satisfy " + rule.argument().text());
    return (event, found) -> {
      RuleResult[] result = {found};
      selector.visit(
          FieldRule.root(event, path),
          (value, place) -> {
            if (value == null || value == Absent.VALUE) {
              return;
            }
            if (value == Selector.MISFIT) {
              result[0] = failure.add(result[0], Outcome.ERROR, place.toString(), value);
              return;
            }
            switch (expression.evaluate(event, value)) {
              case PASS -> {}
              case FAIL -> result[0] = failure.addFailed(result[0], place.toString());
              case ERROR ->
                  result[0] =
                      failure.addError(
                          result[0], place.toString(), "", expression.reason(event, value));
            }
          });
      return result[0];
    };
  }
}
