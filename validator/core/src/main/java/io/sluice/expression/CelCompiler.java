package io.sluice.expression;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.sluice.decode.Event;
import io.sluice.type.Absent;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compiles conditions written in CEL, the Common Expression Language.
 *
 * @see <a href="https://github.com/google/cel-spec/blob/master/doc/langdef.md">Language
 *     definition</a>
 */
public final class CelCompiler {

  /** The variables of expressions. */
  public static final List<String> NAMES =
      List.of("message", "key", "headers", "kafka", "this", "now");

  /** Compiled conditions by text. Every schema, test, and contract compiles the same text. */
  private static final Cache<String, Compiled> COMPILED =
      CacheBuilder.newBuilder().maximumSize(10_000).build();

  private record Compiled(CelAbstractSyntaxTree tree, CelRuntime.Program program) {}

  private CelCompiler() {}

  /** The names of all functions and macros of expressions. */
  public static SortedSet<String> functions() {
    return CelLanguage.functionNames();
  }

  /**
   * Compiles a condition.
   *
   * @param shapes the types of the values that it reads, which define which numbers are decimals
   * @throws ExpressionException if it is not valid CEL, cannot return a boolean, or has a constant
   *     part without a value
   */
  public static Expression compile(String text, Shapes shapes) throws ExpressionException {
    return compile(text).apply(shapes);
  }

  /**
   * Compiles a condition for events whose types become known only when they are decoded.
   *
   * @return the expression for the types of an event
   * @throws ExpressionException as for {@link #compile(String, Shapes)}
   */
  public static Function<Shapes, Expression> compile(String text) throws ExpressionException {
    Compiled compiled = condition(text);
    return shapes -> new Condition(compiled.tree(), compiled.program(), shapes);
  }

  private static Compiled condition(String text) throws ExpressionException {
    Compiled known = COMPILED.getIfPresent(text);
    if (known == null) {
      known = compile(CelLanguage.CONDITIONS, text);
      COMPILED.put(text, known);
    }
    return known;
  }

  private static Compiled compile(dev.cel.compiler.CelCompiler compiler, String text)
      throws ExpressionException {
    CelAbstractSyntaxTree tree = CelLanguage.tree(compiler, text);
    Constants.requireValues(tree);
    try {
      return new Compiled(tree, CelLanguage.program(tree));
    } catch (CelEvaluationException e) {
      throw new ExpressionException(
          List.of(
              new ExpressionException.Issue(
                  1, 1, String.valueOf(e.getMessage()), ExpressionException.Cause.Other.INSTANCE)));
    }
  }

  /**
   * The result of a condition that is the same for all events; null if it depends on them.
   *
   * @throws ExpressionException as for {@link #compile(String, Shapes)}
   */
  public static @Nullable Boolean constantResult(String text) throws ExpressionException {
    return Constants.result(condition(text).tree());
  }

  /**
   * Compiles an expression that returns a value.
   *
   * @throws ExpressionException if it is not valid CEL
   */
  public static ValueExpression compileValue(String text) throws ExpressionException {
    CelRuntime.Program program = compile(CelLanguage.VALUES, text).program();
    return (event, shapes) -> {
      Object result = value(program, event, shapes);
      return result == null ? null : CelJson.of(result);
    };
  }

  /** Null if there is an error. */
  private static @Nullable Object value(CelRuntime.Program program, Event event, Shapes shapes) {
    Budget.renew();
    try {
      return program.eval(new Bindings(event, Absent.VALUE, shapes));
    } catch (CelEvaluationException e) {
      return null;
    }
  }
}
