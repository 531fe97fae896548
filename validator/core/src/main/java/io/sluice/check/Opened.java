package io.sluice.check;

import io.sluice.fault.Faults;
import io.sluice.wire.SchemaRef;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The result of opening the bytes of a value or a key. */
public sealed interface Opened {

  /** The record's reference to its schema, or null if it is not known. */
  @Nullable SchemaRef schema();

  /** Passes this case to a handler that is shared by all records. */
  <C, R> R fold(Cases<C, R> cases, C context);

  /** Passes this case to the matching function. */
  <R extends @Nullable Object> R fold(
      Function<Decoded, R> decoded, Function<Refused, R> refused, Function<Waiting, R> waiting);

  /**
   * Handles each case; created once for all records.
   *
   * @param <C> the context that the handler needs besides the opened value
   */
  interface Cases<C, R> {
    R decoded(Decoded decoded, C context);

    R refused(Refused refused, C context);

    R waiting(Waiting waiting, C context);
  }

  /**
   * The bytes are decoded.
   *
   * @param value the value, as defined by the type of the schema
   * @param compiled the schema that they were decoded with
   */
  record Decoded(@Nullable Object value, @Nullable SchemaRef schema, CompiledSchema compiled)
      implements Opened {
    @Override
    public <C, R> R fold(Cases<C, R> cases, C context) {
      return cases.decoded(this, context);
    }

    @Override
    public <R extends @Nullable Object> R fold(
        Function<Decoded, R> decoded, Function<Refused, R> refused, Function<Waiting, R> waiting) {
      return decoded.apply(this);
    }
  }

  /** The bytes cannot be read, now or later. */
  record Refused(@Nullable SchemaRef schema, Faults faults) implements Opened {
    @Override
    public <C, R> R fold(Cases<C, R> cases, C context) {
      return cases.refused(this, context);
    }

    @Override
    public <R extends @Nullable Object> R fold(
        Function<Decoded, R> decoded, Function<Refused, R> refused, Function<Waiting, R> waiting) {
      return refused.apply(this);
    }
  }

  /**
   * The schema is not available at this time.
   *
   * @param reason what the record is waiting for, as a message for operators
   */
  record Waiting(SchemaRef schema, String reason) implements Opened {
    @Override
    public <C, R> R fold(Cases<C, R> cases, C context) {
      return cases.waiting(this, context);
    }

    @Override
    public <R extends @Nullable Object> R fold(
        Function<Decoded, R> decoded, Function<Refused, R> refused, Function<Waiting, R> waiting) {
      return waiting.apply(this);
    }
  }
}
