package io.sluice.check;

import io.sluice.contract.Contract;
import io.sluice.contract.Contract.Unmatched;
import io.sluice.fault.Code;
import io.sluice.fault.Faults;
import io.sluice.limit.Limits;
import io.sluice.raw.RawRecord;
import io.sluice.row.TableException;
import io.sluice.row.Tables;
import io.sluice.schema.SchemaSource;
import io.sluice.verdict.Verdict;
import io.sluice.wire.SchemaRef;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the contract of each record of one topic and has it checked. For one thread. Never throws
 * on any bytes, and blocks only where the first row of a contract and schema prepares its table.
 */
public final class TopicChecker {

  private final List<Contract> contracts;
  private final Matching matching;
  private final Opening opening;
  private final SubjectVersions versions;
  private final ContractChecker checker;
  private final ByValue byValue = new ByValue();

  /**
   * @param contracts all contracts of the topic; they agree on the format of values
   * @param replayedTopic for a replay topic, the topic whose records are replayed; else null
   */
  public TopicChecker(
      List<Contract> contracts,
      @Nullable String replayedTopic,
      SchemaSource schemas,
      Tables tables,
      Limits limits,
      InstantSource clock) {
    this.contracts = List.copyOf(contracts);
    this.matching = new Matching(contracts);
    this.opening = Opening.ofValues(contracts, schemas, limits);
    this.versions = new SubjectVersions(schemas, replayedTopic);
    this.checker = new ContractChecker(replayedTopic, schemas, tables, limits, clock);
  }

  /**
   * Judges a record. Except for tables, nothing here reaches outside, so whatever else is thrown
   * was brought about by the record alone: it becomes a dead letter instead of a job that fails on
   * it forever.
   *
   * @throws TableException where a table cannot be prepared
   */
  public Verdict check(RawRecord raw) {
    try {
      byte[] value = raw.value();
      return value == null ? new Verdict.Dropped(Verdict.Reason.TOMBSTONE) : open(raw, value);
    } catch (TableException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      return dead(
          raw,
          null,
          Faults.of(
              Code.INTERNAL_ERROR,
              null,
              "Sluice failed on this record with "
                  + e.getClass().getName()
                  + "; please report it"));
    }
  }

  private Verdict open(RawRecord raw, byte[] value) {
    List<Contract> candidates = opening.isFramed() ? contracts : Matching.byHeaders(contracts, raw);
    if (candidates.isEmpty()) {
      Opened.Refused refused = opening.refusedBySize(value);
      return refused == null ? unmatched(raw, null) : dead(raw, null, refused.faults());
    }
    // contracts of one topic agree on the format, so whichever reads the bytes, they mean the same
    return opening.open(raw, candidates.get(0)).fold(byValue, raw);
  }

  /** Goes on as the value allows. */
  private final class ByValue implements Opened.Cases<RawRecord, Verdict> {
    @Override
    public Verdict decoded(Opened.Decoded value, RawRecord raw) {
      return match(raw, value);
    }

    @Override
    public Verdict refused(Opened.Refused value, RawRecord raw) {
      return dead(raw, value.schema(), value.faults());
    }

    @Override
    public Verdict waiting(Opened.Waiting value, RawRecord raw) {
      return new Verdict.Held(null, value.schema(), Verdict.Hold.SCHEMA, value.reason());
    }
  }

  /** A record that died before its contract was looked for: it has one where one takes all. */
  private Verdict dead(RawRecord raw, @Nullable SchemaRef schema, Faults faults) {
    return new Verdict.Dead(matching.knownAtOnce(raw), schema, faults, null);
  }

  private Verdict match(RawRecord raw, Opened.Decoded value) {
    SchemaRef schema = value.schema();
    List<Contract> all = matching.all(raw, value.value(), value.compiled().recordName());
    if (all.isEmpty()) {
      return unmatched(raw, schema);
    }
    if (all.size() > 1) {
      return ambiguous(schema, all);
    }
    Contract contract = all.get(0);
    if (!opening.isFramed()) {
      return bare(raw, contract, value);
    }
    Verdict refused = schema == null ? null : versions.refuse(raw, schema, contract);
    return refused == null ? checker.check(raw, contract, value) : refused;
  }

  /** A value that names no schema is checked with the schema of its own contract. */
  private Verdict bare(RawRecord raw, Contract contract, Opened.Decoded value) {
    Opened own = opening.seenBy(contract, value);
    // most records are decoded, and fold would allocate for each of them
    return own instanceof Opened.Decoded decoded
        ? checker.check(raw, contract, decoded)
        : own.fold(
            other -> checker.check(raw, contract, other),
            refused -> dead(raw, refused.schema(), refused.faults()),
            waiting ->
                new Verdict.Held(
                    contract, waiting.schema(), Verdict.Hold.SCHEMA, waiting.reason()));
  }

  private static Verdict ambiguous(@Nullable SchemaRef schema, List<Contract> matching) {
    String names = String.join(", ", matching.stream().map(Contract::name).toList());
    return new Verdict.Dead(
        null,
        schema,
        Faults.of(
            Code.AMBIGUOUS_CONTRACT,
            null,
            "contracts " + names + " all match; make their 'match' exclude each other"),
        null);
  }

  private Verdict unmatched(RawRecord raw, @Nullable SchemaRef schema) {
    boolean drop =
        contracts.stream().allMatch(contract -> contract.source().unmatched() == Unmatched.DROP);
    return drop
        ? new Verdict.Dropped(Verdict.Reason.UNMATCHED)
        : dead(
            raw,
            schema,
            Faults.of(Code.NO_CONTRACT, null, "no contract of this topic matches the record"));
  }
}
