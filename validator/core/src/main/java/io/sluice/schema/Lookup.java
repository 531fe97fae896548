package io.sluice.schema;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The answer to a question for a schema. */
public sealed interface Lookup {

  /** Takes the case that it is. */
  <R extends @Nullable Object> R fold(
      Function<SchemaText, R> found,
      Supplier<R> unknown,
      Function<String, R> unusable,
      Function<String, R> pending);

  /** Whether asking again gives the same answer. */
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

  /** The registry itself said, and said again, that there is no such schema. */
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
   * The registry has the schema, but nothing can be done with it.
   *
   * @param reason why, for people
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
   * Not known yet: being fetched, or the registry cannot be had. The record must wait.
   *
   * @param reason for operators: what is being waited for
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
