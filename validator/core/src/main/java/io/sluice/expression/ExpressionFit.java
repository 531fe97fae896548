package io.sluice.expression;

import io.sluice.type.Type;
import java.util.IdentityHashMap;

/**
 * Checks conditions against the shape of events: that fields are there, and that operators and
 * functions can take what they get.
 */
public final class ExpressionFit {

  private final Type message;
  private final Type key;
  private final ExpressionTypes types = new ExpressionTypes();

  /** By the type of {@code this}; making one takes longer than checking with it. */
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
   * @throws ExpressionException where it does not fit
   */
  public void require(String text, Type self) throws ExpressionException {
    CelCompiler.requireNoErrors(
        compilers
            .computeIfAbsent(self, type -> CelCompiler.typed(types, message, key, type))
            .compile(text));
  }
}
