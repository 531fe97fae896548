package io.sluice.check;

import io.sluice.fault.Faults;
import io.sluice.wire.SchemaRef;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the bytes of a value or a key turned out to be. */
public sealed interface Opened {

  /** How the record names the schema, or null where that is not known. */
  @Nullable SchemaRef schema();

  /** Hands the case that it is to what was made for all records. */
  <C, R> R fold(Cases<C, R> cases, C context);

  /** Hands the case that it is to the function for it. */
  <R extends @Nullable Object> R fold(
      Function<Decoded, R> decoded, Function<Refused, R> refused, Function<Waiting, R> waiting);

  /**
   * What is done with each case, made once for all records.
   *
   * @param <C> what handling needs beside what was opened
   */
  interface Cases<C, R> {
    R decoded(Decoded decoded, C context);

    R refused(Refused refused, C context);

    R waiting(Waiting waiting, C context);
  }

  /**
   * The bytes mean this.
   *
   * @param value as the type of the schema says
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
   * The schema cannot be had now.
   *
   * @param reason for operators: what is being waited for
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
