package io.sluice.expression;

import dev.cel.common.Operator;
import dev.cel.common.ast.CelExpr;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parts of expressions in source notation. */
final class CelPaths {

  private CelPaths() {}

  /** A variable or a member of one, as {@code message.a.b}; null if it is something else. */
  static @Nullable String of(CelExpr expr) {
    switch (expr.getKind()) {
      case IDENT -> {
        return CelCompiler.NAMES.contains(expr.ident().name()) ? expr.ident().name() : null;
      }
      case SELECT -> {
        String operand = expr.select().testOnly() ? null : of(expr.select().operand());
        return operand == null ? null : operand + "." + expr.select().field();
      }
      default -> {
        return null;
      }
    }
  }

  /** The operator or function of a call: {@code +}, {@code matches}. */
  static String function(CelExpr call) {
    String function = call.call().function();
    Optional<Operator> operator = Operator.findReverse(function);
    if (operator.isPresent()) {
      return operator.get() == Operator.INDEX
          ? "[]"
          : function.replaceAll("[_@]", "").replace("?:", "? :");
    }
    return function.equals("math.@max")
        ? "math.greatest"
        : function.equals("math.@min") ? "math.least" : function;
  }
}
