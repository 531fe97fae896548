package io.sluice.registry;

import io.sluice.schema.SchemaText;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a registry says when it is asked for a schema. That it says nothing is no answer. */
public sealed interface RegistryAnswer {

  /** One result for each kind of answer; a new kind does not compile until every place has one. */
  <T> T fold(
      Function<SchemaText, T> found,
      Supplier<T> noSuchSchema,
      Supplier<T> noSuchCall,
      Function<String, T> unusable);

  /** The schema, with everything it refers to. */
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

  /** There is no such schema: the registry's own error code says so. */
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
   * The registry answers other calls, but to this one only with a 404 that has none of the API's
   * error codes: it has no such call.
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
   * The registry has the schema, and nothing can be done with it.
   *
   * @param reason why, for people
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
