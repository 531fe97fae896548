package io.sluice.expression;

import com.google.common.primitives.UnsignedLong;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.Operator;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.navigation.TraversalOrder;
import dev.cel.runtime.CelEvaluationException;
import io.sluice.expression.ExpressionException.Issue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an expression that are the same for every event. They are evaluated at compile time,
 * because a part without a value would be an error on every event.
 */
final class Constants {

  /** Functions with a pattern, and the pattern's index in the arguments without the target. */
  private static final Map<String, Integer> PATTERNS =
      Map.of("matches", 0, "regex.extract", 1, "regex.extractAll", 1, "regex.replace", 1);

  /** Functions whose whole-number arguments must not be negative. */
  private static final Set<String> POSITIONS =
      Set.of("charAt", "substring", "slice", Operator.INDEX.getFunction());

  /** Operators that can skip an operand, so that an error in it stays hidden. */
  private static final Set<String> LAZY =
      Set.of(
          Operator.LOGICAL_AND.getFunction(),
          Operator.LOGICAL_OR.getFunction(),
          Operator.CONDITIONAL.getFunction());

  private final CelAbstractSyntaxTree tree;
  private final List<Issue> issues = new ArrayList<>();

  /** The variables that each expression reads without defining them. */
  private final Map<Long, Set<String>> free = new HashMap<>();

  private Constants(CelAbstractSyntaxTree tree) {
    this.tree = tree;
    CelNavigableAst.fromAst(tree)
        .getRoot()
        .allNodes(TraversalOrder.POST_ORDER)
        .forEach(node -> free.put(node.id(), free(node)));
  }

  private Set<String> free(CelNavigableExpr node) {
    Set<String> names = new HashSet<>();
    node.children().forEach(child -> names.addAll(free.getOrDefault(child.id(), Set.of())));
    CelExpr expr = node.expr();
    if (expr.getKind() == Kind.IDENT) {
      names.add(expr.ident().name());
    } else if (expr.getKind() == Kind.COMPREHENSION) {
      names.remove(expr.comprehension().iterVar());
      names.remove(expr.comprehension().iterVar2());
      names.remove(expr.comprehension().accuVar());
    }
    return names;
  }

  /**
   * Evaluates all constant parts.
   *
   * @throws ExpressionException with the parts that have no value
   */
  static void requireValues(CelAbstractSyntaxTree tree) throws ExpressionException {
    Constants constants = new Constants(tree);
    constants.look(CelNavigableAst.fromAst(tree).getRoot());
    if (!constants.issues.isEmpty()) {
      throw new ExpressionException(constants.issues);
    }
  }

  /** The result of an expression that is the same for all events; null if it depends on them. */
  static @Nullable Boolean result(CelAbstractSyntaxTree tree) {
    return new Constants(tree).result(tree.getExpr());
  }

  private @Nullable Boolean result(CelExpr expr) {
    if (expr.getKind() == Kind.CALL) {
      boolean isOr = expr.call().function().equals(Operator.LOGICAL_OR.getFunction());
      if (isOr || expr.call().function().equals(Operator.LOGICAL_AND.getFunction())) {
        List<CelExpr> operands = expr.call().args();
        return together(result(operands.get(0)), result(operands.get(1)), isOr);
      }
    }
    if (!isConstant(expr)) {
      return null;
    }
    try {
      return evaluate(tree, expr, Map.of()) instanceof Boolean bool ? bool : null;
    } catch (CelEvaluationException | CelValidationException e) {
      return null;
    }
  }

  /** Evaluates two operands. One alone decides if it is true for "or", or false for "and". */
  private static @Nullable Boolean together(
      @Nullable Boolean one, @Nullable Boolean other, boolean decisive) {
    if ((one != null && one == decisive) || (other != null && other == decisive)) {
      return decisive;
    }
    return (one == null || other == null) ? null : one;
  }

  private void look(CelNavigableExpr node) {
    CelExpr expr = node.expr();
    boolean isCall = expr.getKind() == Kind.CALL;
    if (isCall && isConstant(expr)) {
      constant(node);
      return;
    }
    String mistake = isCall ? wrongArgument(expr.call()) : null;
    if (mistake != null) {
      issues.add(issue(expr, mistake));
    }
    node.children().forEach(this::look);
  }

  private boolean isConstant(CelExpr expr) {
    return free.getOrDefault(expr.id(), Set.of()).isEmpty();
  }

  private void constant(CelNavigableExpr node) {
    CelExpr call = node.expr();
    try {
      Object unused = evaluate(tree, call, Map.of());
      boolean isLazy =
          node.allNodes()
              .anyMatch(
                  part ->
                      part.getKind() == Kind.CALL && LAZY.contains(part.expr().call().function()));
      if (isLazy) {
        node.children().forEach(this::look);
      }
    } catch (CelEvaluationException e) {
      CelExpr failed = new Trace(tree).failed(e);
      CelExpr at = failed == null || failed.getKind() != Kind.CALL ? call : failed;
      String remedy = remedy(at.call());
      issues.add(
          issue(
              at,
              remedy == null
                  ? "'" + CelPaths.function(at) + "' always fails with these arguments"
                  : remedy));
    } catch (CelValidationException e) {
      // part of something larger that alone has no type, as what a macro makes
      node.children().forEach(this::look);
    }
  }

  private static Object evaluate(CelAbstractSyntaxTree tree, CelExpr expr, Map<String, ?> variables)
      throws CelEvaluationException, CelValidationException {
    CelValidationResult checked =
        CelLanguage.VALUES.check(CelAbstractSyntaxTree.newParsedAst(expr, tree.getSource()));
    Budget.renew();
    return CelLanguage.program(checked.getAst()).eval(variables);
  }

  /** What to write instead of a call with constant arguments that has no value. */
  private static @Nullable String remedy(CelCall call) {
    String text = call.args().isEmpty() ? null : text(call.args().get(0));
    String given = call.function() + "('" + text + "')";
    return switch (call.function()) {
      case "duration" ->
          text == null
              ? null
              : given
                  + " is not valid: use the units h, m, s, ms, us, and ns, for example"
                  + " duration('36h')";
      case "timestamp" ->
          text == null
              ? null
              : given
                  + " is not valid: write an RFC 3339 date, time, and offset, for example"
                  + " timestamp('2024-01-31T00:00:00Z')";
      case "int", "uint" ->
          text == null ? null : given + " is not valid: the text is not a 64-bit whole number";
      case "double", "decimal" ->
          text == null ? null : given + " is not valid: the text is not a number";
      case "bool" -> text == null ? null : given + " is not valid: write 'true' or 'false'";
      case "_/_", "_%_" -> isZero(call.args().get(1)) ? "division by zero" : null;
      case "_[_]" -> "the list or map has no such element";
      default -> wrongArgument(call);
    };
  }

  /** A mistake that no value of the other arguments can fix. */
  private static @Nullable String wrongArgument(CelCall call) {
    String function = call.function();
    if (PATTERNS.containsKey(function)) {
      int shift = call.target().isPresent() || !function.equals("matches") ? 0 : 1;
      return wrongPattern(text(call.args().get(PATTERNS.get(function) + shift)));
    }
    if (function.equals("_/_") || function.equals("_%_")) {
      return isZero(call.args().get(1)) ? "division by zero" : null;
    }
    if (function.startsWith("get") && call.target().isPresent() && call.args().size() == 1) {
      return wrongZone(call);
    }
    return POSITIONS.contains(function) && call.args().stream().anyMatch(Constants::isNegative)
        ? "'"
            + (function.equals("_[_]") ? "[]" : function)
            + "' counts from 0; a position cannot be negative"
        : null;
  }

  private static @Nullable String wrongPattern(@Nullable String pattern) {
    if (pattern == null) {
      return null;
    }
    try {
      RegexFunctions.pattern(pattern);
      return null;
    } catch (PatternSyntaxException e) {
      boolean isLookAround = pattern.matches("(?s).*\\(\\?<?[=!].*");
      return "'"
          + pattern
          + "' is not a valid RE2 regular expression: "
          + (isLookAround
              ? "RE2 does not support lookahead or lookbehind; use the 'pattern' check instead"
              : e.getDescription());
    } catch (IllegalArgumentException e) {
      return "the pattern is too large";
    }
  }

  private static @Nullable String wrongZone(CelCall call) {
    String zone = text(call.args().get(0));
    if (zone == null) {
      return null;
    }
    try {
      CelExpr probe =
          CelExpr.ofCall(1, Optional.of(CelExpr.ofIdent(2, "now")), call.function(), call.args());
      Object unused =
          evaluate(
              CelLanguage.tree(CelLanguage.VALUES, "now"), probe, Map.of("now", Instant.EPOCH));
      return null;
    } catch (CelEvaluationException e) {
      return "unknown time zone '"
          + zone
          + "'; use a tz database name such as 'Europe/Paris' or an offset such as '+05:30'";
    } catch (CelValidationException | ExpressionException e) {
      // not one of the functions of timestamps
      return null;
    }
  }

  private static @Nullable String text(CelExpr expr) {
    return expr.getKind() == Kind.CONSTANT
            && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE
        ? expr.constant().stringValue()
        : null;
  }

  private static boolean isZero(CelExpr expr) {
    if (expr.getKind() != Kind.CONSTANT) {
      return false;
    }
    CelConstant constant = expr.constant();
    return (constant.getKind() == CelConstant.Kind.INT64_VALUE && constant.int64Value() == 0)
        || (constant.getKind() == CelConstant.Kind.UINT64_VALUE
            && constant.uint64Value().equals(UnsignedLong.ZERO));
  }

  private static boolean isNegative(CelExpr expr) {
    return expr.getKind() == Kind.CONSTANT
        && expr.constant().getKind() == CelConstant.Kind.INT64_VALUE
        && expr.constant().int64Value() < 0;
  }

  private Issue issue(CelExpr expr, String message) {
    Integer offset = tree.getSource().getPositionsMap().get(expr.id());
    CelSourceLocation location =
        offset == null
            ? CelSourceLocation.of(1, 0)
            : tree.getSource().getOffsetLocation(offset).orElse(CelSourceLocation.of(1, 0));
    return new Issue(
        location.getLine(),
        location.getColumn() + 1,
        message,
        ExpressionException.Cause.Other.INSTANCE);
  }
}
