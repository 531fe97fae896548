package io.sluice.expression;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.Operator;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import dev.cel.runtime.CelFunctionBinding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code isSet(message.a.b)}: whether the field is present and not null, even if a parent is
 * missing.
 */
final class IsSet {

  /** {@code @at(container, key)}: the member, or null if any part of the path is missing. */
  private static final String AT = "@at";

  /** {@code @set(value)}: whether the value is not null. */
  private static final String SET = "@set";

  private IsSet() {}

  /** For evaluation: follows the path without errors. */
  static CelMacro walking() {
    return CelMacro.newGlobalMacro("isSet", 1, IsSet::expandIsSet);
  }

  /** For the checker: keeps paths unchanged, so that unknown fields are found. */
  static CelMacro checking() {
    return CelMacro.newGlobalMacro(
        "isSet",
        1,
        (factory, target, arguments) ->
            Optional.of(factory.newGlobalCall(SET, factory.copy(arguments.get(0)))));
  }

  static List<CelFunctionDecl> declarations() {
    return List.of(
        CelFunctionDecl.newFunctionDeclaration(
            AT,
            CelOverloadDecl.newGlobalOverload(
                "at_dyn_dyn", SimpleType.DYN, SimpleType.DYN, SimpleType.DYN)),
        CelFunctionDecl.newFunctionDeclaration(
            SET, CelOverloadDecl.newGlobalOverload("set_dyn", SimpleType.BOOL, SimpleType.DYN)));
  }

  static List<CelFunctionBinding> bindings() {
    return List.of(
        CelFunctionBinding.from("at_dyn_dyn", Object.class, Object.class, IsSet::at),
        CelFunctionBinding.from("set_dyn", Object.class, value -> !(value instanceof NullValue)));
  }

  private static Optional<CelExpr> expandIsSet(
      CelMacroExprFactory factory, CelExpr target, List<CelExpr> arguments) {
    CelExpr argument = arguments.get(0);
    CelExpr path = path(factory, argument);
    if (path == null) {
      return Optional.of(
          factory.reportError(
              CelIssue.formatError(
                  factory.getSourceLocation(argument),
                  "isSet() requires a field, such as isSet(message.a.b)")));
    }
    return Optional.of(factory.newGlobalCall(SET, path));
  }

  /** Rewrites a.b['c'] to calls that return null instead of an error; null if it is not a path. */
  private static @Nullable CelExpr path(CelMacroExprFactory factory, CelExpr expression) {
    switch (expression.getKind()) {
      case IDENT -> {
        return factory.copy(expression);
      }
      case SELECT -> {
        CelExpr operand =
            expression.select().testOnly() ? null : path(factory, expression.select().operand());
        return operand == null
            ? null
            : factory.newGlobalCall(
                AT, operand, factory.newStringLiteral(expression.select().field()));
      }
      case CALL -> {
        if (!expression.call().function().equals(Operator.INDEX.getFunction())) {
          return null;
        }
        CelExpr operand = path(factory, expression.call().args().get(0));
        return operand == null
            ? null
            : factory.newGlobalCall(AT, operand, factory.copy(expression.call().args().get(1)));
      }
      default -> {
        return null;
      }
    }
  }

  private static Object at(Object container, Object key) {
    Object value = null;
    if (container instanceof Map<?, ?> map) {
      value = map.get(key);
    } else if (container instanceof List<?> list
        && key instanceof Long index
        && index >= 0
        && index < list.size()) {
      value = list.get(index.intValue());
    }
    return value == null ? NullValue.NULL_VALUE : value;
  }
}
