package io.sluice.registry;

import io.sluice.schema.SchemaText;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a registry says when it is asked for a schema. That it says nothing is no answer. */
public sealed interface RegistryAnswer {

  /** The schema, with everything it refers to. */
  record Found(SchemaText schema) implements RegistryAnswer {}

  /** There is no such schema: the registry's own error code says so. */
  record NoSuchSchema() implements RegistryAnswer {}

  /**
   * The registry answers other calls, but to this one only with a 404 that has none of the API's
   * error codes: it has no such call.
   */
  record NoSuchCall() implements RegistryAnswer {}

  /**
   * The registry has the schema, and nothing can be done with it.
   *
   * @param reason why, for people
   */
  record Unusable(String reason) implements RegistryAnswer {}

  /** Takes the case that it is. */
  default <T> T fold(
      Function<SchemaText, T> found,
      Supplier<T> noSuchSchema,
      Supplier<T> noSuchCall,
      Function<String, T> unusable) {
    if (this instanceof Found one) {
      return found.apply(one.schema());
    }
    if (this instanceof Unusable one) {
      return unusable.apply(one.reason());
    }
    return this instanceof NoSuchCall ? noSuchCall.get() : noSuchSchema.get();
  }
}
