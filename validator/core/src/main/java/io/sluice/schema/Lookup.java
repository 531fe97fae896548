package io.sluice.schema;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The result of a schema lookup. */
public sealed interface Lookup {

  /** Handles each case. */
  <R extends @Nullable Object> R fold(
      Function<SchemaText, R> found,
      Supplier<R> unknown,
      Function<String, R> unusable,
      Function<String, R> pending);

  /** Whether the result is final. */
  default boolean isFinal() {
    return fold(found -> true, () -> true, unusable -> true, pending -> false);
  }

  /** The schema is known. */
  record Found(SchemaText schema) implements Lookup {
    @Override
    public <R extends @Nullable Object> R fold(
        Function<SchemaText, R> found,
        Supplier<R> unknown,
        Function<String, R> unusable,
        Function<String, R> pending) {
      return found.apply(schema);
    }
  }

  /** The registry itself reported and confirmed that the schema does not exist. */
  record Unknown() implements Lookup {
    @Override
    public <R extends @Nullable Object> R fold(
        Function<SchemaText, R> found,
        Supplier<R> unknown,
        Function<String, R> unusable,
        Function<String, R> pending) {
      return unknown.get();
    }
  }

  /**
   * The registry has the schema, but it cannot be used.
   *
   * @param reason a message with the cause
   */
  record Unusable(String reason) implements Lookup {
    @Override
    public <R extends @Nullable Object> R fold(
        Function<SchemaText, R> found,
        Supplier<R> unknown,
        Function<String, R> unusable,
        Function<String, R> pending) {
      return unusable.apply(reason);
    }
  }

  /**
   * The schema is not known yet: it is being fetched, or the registry is not available. The record
   * must wait.
   *
   * @param reason what the record is waiting for, as a message for operators
   */
  record Pending(String reason) implements Lookup {
    @Override
    public <R extends @Nullable Object> R fold(
        Function<SchemaText, R> found,
        Supplier<R> unknown,
        Function<String, R> unusable,
        Function<String, R> pending) {
      return pending.apply(reason);
    }
  }
}
