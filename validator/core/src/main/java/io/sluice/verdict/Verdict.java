package io.sluice.verdict;

import io.sluice.contract.Contract;
import io.sluice.fault.Faults;
import io.sluice.row.Row;
import io.sluice.rules.RuleResult;
import io.sluice.wire.SchemaRef;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The verdict on one record. */
public sealed interface Verdict {

  /** The contract that the record was checked against, or null if none was found. */
  @Nullable Contract contract();

  /** The schema that the record refers to, or null if it is not known. */
  @Nullable SchemaRef schema();

  /** The rules that failed, regardless of their action, or null. */
  default @Nullable RuleResult rules() {
    return null;
  }

  /** Passes this case to a handler that is shared by all records. */
  <C, R> R fold(Cases<C, R> cases, C context);

  /** Passes this case to the matching function. */
  <R extends @Nullable Object> R fold(
      Function<Stored, R> stored,
      Function<Dead, R> dead,
      Function<Dropped, R> dropped,
      Function<Held, R> held);

  /**
   * Handles each case; created once for all records.
   *
   * @param <C> the context that the handler needs besides the verdict
   */
  interface Cases<C, R> {
    R stored(Stored stored, C context);

    R dead(Dead dead, C context);

    R dropped(Dropped dropped, C context);

    R held(Held held, C context);
  }

  /**
   * The row is stored. With findings, the verdict is warned; without, it is clean.
   *
   * @param findings null for a clean row
   */
  record Stored(
      Contract contract,
      @Nullable SchemaRef schema,
      Row row,
      @Nullable Faults findings,
      @Nullable RuleResult rules)
      implements Verdict {

    public boolean isWarned() {
      return findings != null;
    }

    @Override
    public <C, R> R fold(Cases<C, R> cases, C context) {
      return cases.stored(this, context);
    }

    @Override
    public <R extends @Nullable Object> R fold(
        Function<Stored, R> stored,
        Function<Dead, R> dead,
        Function<Dropped, R> dropped,
        Function<Held, R> held) {
      return stored.apply(this);
    }
  }

  /** The record goes to the dead-letter topic. It has at least one fault. */
  record Dead(
      @Nullable Contract contract,
      @Nullable SchemaRef schema,
      Faults faults,
      @Nullable RuleResult rules)
      implements Verdict {
    @Override
    public <C, R> R fold(Cases<C, R> cases, C context) {
      return cases.dead(this, context);
    }

    @Override
    public <R extends @Nullable Object> R fold(
        Function<Stored, R> stored,
        Function<Dead, R> dead,
        Function<Dropped, R> dropped,
        Function<Held, R> held) {
      return dead.apply(this);
    }
  }

  /** The record is dropped as declared in the contract, and counted. */
  record Dropped(Reason reason) implements Verdict {
    @Override
    public @Nullable Contract contract() {
      return null;
    }

    @Override
    public @Nullable SchemaRef schema() {
      return null;
    }

    @Override
    public <C, R> R fold(Cases<C, R> cases, C context) {
      return cases.dropped(this, context);
    }

    @Override
    public <R extends @Nullable Object> R fold(
        Function<Stored, R> stored,
        Function<Dead, R> dead,
        Function<Dropped, R> dropped,
        Function<Held, R> held) {
      return dropped.apply(this);
    }
  }

  /**
   * The record cannot be checked now, or must not be passed. Its partition is held before this
   * record.
   *
   * @param rules the result of the rules; null if they were not evaluated
   */
  record Held(
      @Nullable Contract contract,
      @Nullable SchemaRef schema,
      Hold hold,
      String explanation,
      @Nullable RuleResult rules)
      implements Verdict {

    public Held(
        @Nullable Contract contract, @Nullable SchemaRef schema, Hold hold, String explanation) {
      this(contract, schema, hold, explanation, null);
    }

    @Override
    public <C, R> R fold(Cases<C, R> cases, C context) {
      return cases.held(this, context);
    }

    @Override
    public <R extends @Nullable Object> R fold(
        Function<Stored, R> stored,
        Function<Dead, R> dead,
        Function<Dropped, R> dropped,
        Function<Held, R> held) {
      return held.apply(this);
    }
  }

  /** The declared reasons for dropping a record. */
  enum Reason {
    TOMBSTONE,
    UNMATCHED
  }

  /**
   * The reasons why a record holds its partition. Partitions can also be held for other reasons.
   */
  enum Hold {
    /** A schema is not available yet. */
    SCHEMA,
    /** A rule with {@code onFailure: halt} failed. */
    RULE
  }
}
