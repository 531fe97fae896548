package io.sluice.verdict;

import io.sluice.contract.Contract;
import io.sluice.fault.Faults;
import io.sluice.row.Row;
import io.sluice.rules.RuleResult;
import io.sluice.wire.SchemaRef;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What becomes of one record. */
public sealed interface Verdict {

  /** The contract that judged the record, or null where none was found. */
  @Nullable Contract contract();

  /** The schema that the record names, or null where that is not known. */
  @Nullable SchemaRef schema();

  /** Rules that failed, whatever they do, or null. */
  default @Nullable RuleResult rules() {
    return null;
  }

  /** Hands the case that it is to what was made for all records. */
  <C, R> R fold(Cases<C, R> cases, C context);

  /** Hands the case that it is to the function for it. */
  <R extends @Nullable Object> R fold(
      Function<Stored, R> stored,
      Function<Dead, R> dead,
      Function<Dropped, R> dropped,
      Function<Held, R> held);

  /**
   * What is done with each case, made once for all records.
   *
   * @param <C> what handling needs beside the verdict
   */
  interface Cases<C, R> {
    R stored(Stored stored, C context);

    R dead(Dead dead, C context);

    R dropped(Dropped dropped, C context);

    R held(Held held, C context);
  }

  /**
   * The row is stored. With findings the verdict is called warned, else clean.
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

  /** The record goes to the dead-letter topic; there is at least one fault. */
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

  /** The record is left out as declared, and counted. */
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
   * The record cannot be judged now or must not be passed: its partition waits before it.
   *
   * @param rules null unless they were evaluated
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

  /** Declared reasons for leaving a record out. */
  enum Reason {
    TOMBSTONE,
    UNMATCHED
  }

  /** Why a record holds its partition; partitions are held for other reasons, too. */
  enum Hold {
    /** A schema cannot be had yet. */
    SCHEMA,
    /** A rule with {@code onFailure: halt} failed. */
    RULE
  }
}
