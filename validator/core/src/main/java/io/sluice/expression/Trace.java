package io.sluice.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelErrorCode;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelEvaluationListener;
import io.sluice.expression.Expression.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The values of all parts of one evaluation, which explain the error that ended it. */
@SuppressWarnings("Immutable") // one evaluation by one thread
final class Trace implements CelEvaluationListener {

  private static final Pattern POSITION = Pattern.compile("^evaluation error at [^:]*:(\\d+): ");

  private final CelAbstractSyntaxTree tree;
  private final Map<Long, Object> values = new HashMap<>();

  Trace(CelAbstractSyntaxTree tree) {
    this.tree = tree;
  }

  @Override
  public void callback(CelExpr expr, Object evaluatedResult) {
    values.put(expr.id(), evaluatedResult);
  }

  /** Names functions and types, because the library's message can contain a value of the event. */
  Reason reason(CelEvaluationException error) {
    CelExpr failed = failed(error);
    if (error.getErrorCode() == CelErrorCode.ITERATION_BUDGET_EXCEEDED) {
      return new Reason("its loops run more than 100,000 times", null);
    }
    if (Budget.isSpent()) {
      return new Reason("it exceeds its budget for text and comparisons", null);
    }
    if (failed == null) {
      return new Reason("a CEL error (" + error.getErrorCode() + ")", null);
    }
    if (failed.getKind() == Kind.SELECT) {
      return member(failed);
    }
    return failed.getKind() == Kind.CALL
        ? call(failed, error.getErrorCode())
        : new Reason("part of it has no value", null);
  }

  private Reason member(CelExpr select) {
    Object container = values.get(select.select().operand().id());
    String path = CelPaths.of(select);
    String name = path == null ? "." + select.select().field() : path;
    if (container instanceof Map<?, ?>) {
      return new Reason("'" + name + "' is absent", null);
    }
    String parent = CelPaths.of(select.select().operand());
    return new Reason(
        "there is no '"
            + name
            + "' in "
            + (container == null ? "a missing value" : CelValues.describe(container)),
        container instanceof NullValue ? null : parent);
  }

  private Reason call(CelExpr call, CelErrorCode code) {
    List<CelExpr> arguments = new ArrayList<>();
    call.call().target().ifPresent(arguments::add);
    arguments.addAll(call.call().args());
    List<String> types = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (CelExpr argument : arguments) {
      Object value = values.get(argument.id());
      String type = value == null ? "nothing" : CelValues.describe(value);
      types.add(type);
      String path = CelPaths.of(argument);
      if (path != null && value != null) {
        notes.add(path + " is " + type);
        if (!(value instanceof NullValue)) {
          wrong.add(path);
        }
      }
    }
    String function = "'" + CelPaths.function(call) + "'";
    String suffix = notes.isEmpty() ? "" : " (" + String.join(", ", notes) + ")";
    if (code == CelErrorCode.OVERLOAD_NOT_FOUND) {
      return new Reason(
          function + " does not accept " + String.join(" and ", types) + suffix,
          wrong.size() == 1 ? wrong.get(0) : null);
    }
    String why =
        switch (code) {
          case DIVIDE_BY_ZERO -> function + " divides by zero";
          case NUMERIC_OVERFLOW -> function + " produces a number that does not fit its type";
          case INDEX_OUT_OF_BOUNDS -> function + " accesses an element that the list does not have";
          case ATTRIBUTE_NOT_FOUND -> function + " accesses a key that the map does not have";
          default ->
              function
                  + " has no result for "
                  + (types.size() == 1 ? "this value: " : "these values: ")
                  + String.join(" and ", types);
        };
    return new Reason(why + suffix, null);
  }

  /** The call or selection that an error names; null if it names none. */
  @Nullable CelExpr failed(CelEvaluationException error) {
    Matcher matcher = POSITION.matcher(String.valueOf(error.getMessage()));
    if (!matcher.find()) {
      return null;
    }
    Map<Long, Integer> positions = tree.getSource().getPositionsMap();
    int position = Integer.parseInt(matcher.group(1));
    return CelNavigableAst.fromAst(tree)
        .getRoot()
        .allNodes()
        .map(CelNavigableExpr::expr)
        .filter(expr -> positions.getOrDefault(expr.id(), -1) == position)
        .filter(expr -> expr.getKind() == Kind.CALL || expr.getKind() == Kind.SELECT)
        .findFirst()
        .orElse(null);
  }
}
