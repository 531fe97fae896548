package io.sluice.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.SimpleType;
import io.sluice.type.Type;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/**
 * Checks conditions against the shape of events: that fields exist, and that operators and
 * functions accept their arguments.
 */
public final class ExpressionFit {

  private static final Set<String> EVENT = Set.of("message", "this");

  private final Type message;
  private final Type key;
  private final ExpressionTypes types = new ExpressionTypes();

  /**
   * Compilers by the type of {@code this}, because creating one takes longer than checking with it.
   */
  private final IdentityHashMap<Type, dev.cel.compiler.CelCompiler> compilers =
      new IdentityHashMap<>();

  public ExpressionFit(Type message, Type key) {
    this.message = message;
    this.key = key;
  }

  /**
   * Checks a condition.
   *
   * @param self the type of {@code this}
   * @return whether it reads something whose type the schema does not define, so that only
   *     evaluation can check it
   * @throws ExpressionException if it does not match the shape
   */
  public boolean require(String text, Type self) throws ExpressionException {
    CelValidationResult result =
        compilers
            .computeIfAbsent(self, type -> CelLanguage.typed(types, message, key, type))
            .compile(text);
    try {
      CelAbstractSyntaxTree tree = CelIssues.require(result).getAst();
      return CelNavigableAst.fromAst(tree)
          .getRoot()
          .allNodes()
          .map(CelNavigableExpr::expr)
          .filter(expr -> expr.getKind() == Kind.SELECT && isField(expr.select().operand()))
          .anyMatch(expr -> tree.getType(expr.id()).equals(Optional.of(SimpleType.DYN)));
    } catch (CelValidationException e) {
      throw new IllegalStateException("checked before", e);
    }
  }

  /**
   * Whether an operand is a field of the event. Headers and Kafka's metadata are always dynamic.
   */
  private static boolean isField(CelExpr operand) {
    return switch (operand.getKind()) {
      case IDENT -> EVENT.contains(operand.ident().name());
      case SELECT -> isField(operand.select().operand());
      default -> false;
    };
  }
}
