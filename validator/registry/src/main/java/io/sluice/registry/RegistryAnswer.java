package io.sluice.registry;

import io.sluice.schema.SchemaText;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The answer of a registry to a request for a schema. For an outage, the client throws an exception
 * instead.
 */
public sealed interface RegistryAnswer {

  /**
   * Applies the function for this kind of answer. A new kind does not compile until every caller
   * handles it.
   */
  <T> T fold(
      Function<SchemaText, T> found,
      Supplier<T> noSuchSchema,
      Supplier<T> noSuchCall,
      Function<String, T> unusable);

  /** The schema, with everything it references. */
  record Found(SchemaText schema) implements RegistryAnswer {
    @Override
    public <T> T fold(
        Function<SchemaText, T> found,
        Supplier<T> noSuchSchema,
        Supplier<T> noSuchCall,
        Function<String, T> unusable) {
      return found.apply(schema);
    }
  }

  /** The registry has no such schema, according to its own error code. */
  record NoSuchSchema() implements RegistryAnswer {
    @Override
    public <T> T fold(
        Function<SchemaText, T> found,
        Supplier<T> noSuchSchema,
        Supplier<T> noSuchCall,
        Function<String, T> unusable) {
      return noSuchSchema.get();
    }
  }

  /**
   * The registry does not support the call. It answers other calls, but this one only with a 404
   * without an error code of the API.
   */
  record NoSuchCall() implements RegistryAnswer {
    @Override
    public <T> T fold(
        Function<SchemaText, T> found,
        Supplier<T> noSuchSchema,
        Supplier<T> noSuchCall,
        Function<String, T> unusable) {
      return noSuchCall.get();
    }
  }

  /**
   * The registry has the schema, but Sluice cannot use it.
   *
   * @param reason a human-readable reason
   */
  record Unusable(String reason) implements RegistryAnswer {
    @Override
    public <T> T fold(
        Function<SchemaText, T> found,
        Supplier<T> noSuchSchema,
        Supplier<T> noSuchCall,
        Function<String, T> unusable) {
      return unusable.apply(reason);
    }
  }
}
