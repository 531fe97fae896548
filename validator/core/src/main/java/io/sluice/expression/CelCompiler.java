package io.sluice.expression;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import dev.cel.runtime.standard.AddOperator.AddOverload;
import io.sluice.type.Absent;
import io.sluice.type.Type;
import java.util.List;
import java.util.Set;
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
          .build();

  /** Without schema their results are as dynamic as the fields they come from. */
  private static final DecimalFunctions DECIMALS = new DecimalFunctions(SimpleType.DYN);

  /** Those that {@link Equality} and {@link TextFunctions} have in their place. */
  private static final Set<StandardFunction> REPLACED =
      Set.of(
          StandardFunction.EQUALS,
          StandardFunction.NOT_EQUALS,
          StandardFunction.IN,
          StandardFunction.MATCHES);

  private static final dev.cel.compiler.CelCompiler COMPILER = untyped(SimpleType.BOOL);

  /** For expressions that make values. */
  private static final dev.cel.compiler.CelCompiler VALUES = untyped(SimpleType.DYN);

  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.legacyCelRuntimeBuilder()
          .setOptions(OPTIONS)
          .setStandardEnvironmentEnabled(false)
          .setStandardFunctions(
              CelStandardFunctions.newBuilder()
                  .filterFunctions(
                      (function, overload) ->
                          !REPLACED.contains(function)
                              && overload != AddOverload.ADD_STRING
                              && overload != AddOverload.ADD_BYTES)
                  .build())
          .addFunctionBindings(IsSet.bindings())
          .addFunctionBindings(Equality.bindings())
          .addFunctionBindings(Budget.bindings())
          .addFunctionBindings(DECIMALS.bindings())
          .addFunctionBindings(TextFunctions.bindings())
          .build();

  /** One text is compiled for every schema, test and contract that has it; checking is slow. */
  private static final Cache<String, Expression> COMPILED =
      CacheBuilder.newBuilder().maximumSize(10_000).build();

  private CelCompiler() {}

  /** All but the variables whose types depend on the schema. */
  private static CelCompilerBuilder language(CelMacro isSet) {
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setOptions(OPTIONS)
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .addMacros(isSet)
        .addVar("headers", MapType.create(SimpleType.STRING, SimpleType.DYN))
        .addVar("kafka", MapType.create(SimpleType.STRING, SimpleType.DYN))
        .addVar("now", SimpleType.TIMESTAMP)
        .addFunctionDeclarations(IsSet.declarations())
        .addFunctionDeclarations(TextFunctions.declarations());
  }

  private static dev.cel.compiler.CelCompiler untyped(CelType result) {
    return language(IsSet.walking())
        .addFunctionDeclarations(DECIMALS.declarations())
        .addVar("message", SimpleType.DYN)
        .addVar("key", SimpleType.DYN)
        .addVar("this", SimpleType.DYN)
        .setResultType(result)
        .build();
  }

  /** A compiler that knows the types of the variables, and keeps paths as they are. */
  static dev.cel.compiler.CelCompiler typed(
      ExpressionTypes types, Type message, Type key, Type self) {
    return language(IsSet.checking())
        .addFunctionDeclarations(Equality.declarations())
        .addFunctionDeclarations(new DecimalFunctions(DecimalFunctions.TYPE).declarations())
        .addVar("message", types.of(message))
        .addVar("key", types.of(key))
        .addVar("this", types.of(self))
        .setTypeProvider(types)
        .setResultType(SimpleType.BOOL)
        .build();
  }

  static void requireNoErrors(CelValidationResult result) throws ExpressionException {
    if (result.hasError()) {
      throw new ExpressionException(result.getErrors().stream().map(CelCompiler::issue).toList());
    }
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
    CelRuntime.Program program = program(COMPILER, text);
    return (event, self) -> {
      Object result = evaluate(program, new Bindings(event, self));
      if (result instanceof Boolean bool) {
        return bool ? Outcome.PASS : Outcome.FAIL;
      }
      return Outcome.ERROR;
    };
  }

  /**
   * Compiles an expression that makes a value.
   *
   * @throws ExpressionException where it is not valid CEL
   */
  public static ValueExpression compileValue(String text) throws ExpressionException {
    CelRuntime.Program program = program(VALUES, text);
    return event -> {
      Object result = evaluate(program, new Bindings(event, Absent.VALUE));
      return result == null ? null : CelJson.of(result);
    };
  }

  private static CelRuntime.Program program(dev.cel.compiler.CelCompiler compiler, String text)
      throws ExpressionException {
    CelValidationResult result = compiler.compile(text);
    requireNoErrors(result);
    try {
      return RUNTIME.createProgram(result.getAst());
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

  /** Null where there is an error. */
  private static @Nullable Object evaluate(CelRuntime.Program program, Bindings bindings) {
    Budget.renew();
    try {
      return program.eval(bindings);
    } catch (CelEvaluationException e) {
      return null;
    }
  }
}
