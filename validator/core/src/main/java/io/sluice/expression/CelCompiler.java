package io.sluice.expression;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.Operator;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExpander;
import dev.cel.parser.CelMacroExprFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.sluice.type.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compiles conditions in CEL, the Common Expression Language.
 *
 * @see <a href="https://github.com/google/cel-spec/blob/master/doc/langdef.md">Language
 *     definition</a>
 */
public final class CelCompiler {

  /** The variables of expressions. */
  public static final List<String> NAMES =
      List.of("message", "key", "headers", "kafka", "this", "now");

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .comprehensionMaxIterations(100_000)
          .maxExpressionCodePointSize(16_384)
          .maxParseRecursionDepth(64)
          .maxParseExpressionNodeCount(5_000)
          .maxRegexProgramSize(5_000)
          .build();

  /** {@code @at(container, key)}: the member, or null where any part of the way is missing. */
  private static final String AT = "@at";

  /** {@code @set(value)}: whether the value is not null. */
  private static final String SET = "@set";

  private static final dev.cel.compiler.CelCompiler COMPILER =
      language(CelCompiler::expandIsSet)
          .addVar("message", SimpleType.DYN)
          .addVar("key", SimpleType.DYN)
          .addVar("this", SimpleType.DYN)
          .build();

  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.legacyCelRuntimeBuilder()
          .setOptions(OPTIONS)
          .addFunctionBindings(
              CelFunctionBinding.fromOverloads(
                  AT,
                  CelFunctionBinding.from(
                      "at_dyn_dyn", Object.class, Object.class, CelCompiler::at)))
          .addFunctionBindings(
              CelFunctionBinding.fromOverloads(
                  SET,
                  CelFunctionBinding.from(
                      "set_dyn", Object.class, value -> !(value instanceof NullValue))))
          .build();

  /** One text is compiled for every schema, test and contract that has it; checking is slow. */
  private static final Cache<String, Expression> COMPILED =
      CacheBuilder.newBuilder().maximumSize(10_000).build();

  private CelCompiler() {}

  /** All but the variables whose types depend on the schema. */
  private static CelCompilerBuilder language(CelMacroExpander isSet) {
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setOptions(OPTIONS)
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .addMacros(CelMacro.newGlobalMacro("isSet", 1, isSet))
        .addVar("headers", MapType.create(SimpleType.STRING, SimpleType.DYN))
        .addVar("kafka", MapType.create(SimpleType.STRING, SimpleType.DYN))
        .addVar("now", SimpleType.TIMESTAMP)
        .addFunctionDeclarations(
            CelFunctionDecl.newFunctionDeclaration(
                AT,
                CelOverloadDecl.newGlobalOverload(
                    "at_dyn_dyn", SimpleType.DYN, SimpleType.DYN, SimpleType.DYN)),
            CelFunctionDecl.newFunctionDeclaration(
                SET, CelOverloadDecl.newGlobalOverload("set_dyn", SimpleType.BOOL, SimpleType.DYN)))
        .setResultType(SimpleType.BOOL);
  }

  /** A compiler that knows the types of the variables, and keeps paths as they are. */
  static dev.cel.compiler.CelCompiler typed(
      ExpressionTypes types, Type message, Type key, Type self) {
    return language(CelCompiler::keepIsSet)
        .addVar("message", types.of(message))
        .addVar("key", types.of(key))
        .addVar("this", types.of(self))
        .setTypeProvider(types)
        .build();
  }

  static void requireNoErrors(CelValidationResult result) throws ExpressionException {
    if (result.hasError()) {
      throw new ExpressionException(result.getErrors().stream().map(CelCompiler::issue).toList());
    }
  }

  private static Optional<CelExpr> keepIsSet(
      CelMacroExprFactory factory, CelExpr target, List<CelExpr> arguments) {
    return Optional.of(factory.newGlobalCall(SET, factory.copy(arguments.get(0))));
  }

  /**
   * Compiles a condition.
   *
   * @throws ExpressionException where it is not valid CEL or cannot give a boolean
   */
  public static Expression compile(String text) throws ExpressionException {
    Expression known = COMPILED.getIfPresent(text);
    if (known == null) {
      known = compileAnew(text);
      COMPILED.put(text, known);
    }
    return known;
  }

  private static Expression compileAnew(String text) throws ExpressionException {
    CelValidationResult result = COMPILER.compile(text);
    requireNoErrors(result);
    try {
      CelRuntime.Program program = RUNTIME.createProgram(result.getAst());
      return (event, self) -> evaluate(program, new Bindings(event, self));
    } catch (CelValidationException | CelEvaluationException e) {
      throw new ExpressionException(
          List.of(new ExpressionException.Issue(1, 1, String.valueOf(e.getMessage()))));
    }
  }

  private static ExpressionException.Issue issue(CelIssue issue) {
    return new ExpressionException.Issue(
        issue.getSourceLocation().getLine(),
        issue.getSourceLocation().getColumn() + 1,
        issue.getMessage());
  }

  private static Outcome evaluate(CelRuntime.Program program, Bindings bindings) {
    try {
      Object result = program.eval(bindings);
      if (result instanceof Boolean bool) {
        return bool ? Outcome.PASS : Outcome.FAIL;
      }
      return Outcome.ERROR;
    } catch (CelEvaluationException e) {
      return Outcome.ERROR;
    }
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
                  "isSet() takes a field, as in isSet(message.a.b)")));
    }
    return Optional.of(factory.newGlobalCall(SET, path));
  }

  /** Rewrites a.b['c'] to calls that give null instead of an error; null where it is no path. */
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
