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
 * Finds the contract of each record of one topic and checks the record. Not thread-safe. Never
 * throws on any bytes, and blocks only while the first row of a contract and schema prepares its
 * table.
 */
public final class TopicChecker {

  private final List<Contract> contracts;
  private final Matching matching;
  private final Opening opening;
  private final SubjectVersions versions;
  private final ContractChecker checker;
  private final ByValue byValue = new ByValue();

  /**
   * @param contracts all contracts of the topic, which agree on the format of values
   * @param replayedTopic for a replay topic, the topic whose records are replayed; otherwise null
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
   * Checks a record. Apart from tables, nothing here depends on external systems, so any other
   * exception is caused by the record alone. The record then becomes a dead letter, so that the job
   * does not fail on it forever.
   *
   * @throws TableException if a table cannot be prepared
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
              "Sluice failed on this record with an internal error ("
                  + e.getClass().getName()
                  + "); please report it"));
    }
  }

  private Verdict open(RawRecord raw, byte[] value) {
    List<Contract> candidates = opening.isFramed() ? contracts : Matching.byHeaders(contracts, raw);
    if (candidates.isEmpty()) {
      Opened.Refused refused = opening.refusedBySize(value);
      return refused == null ? unmatched(raw, null) : dead(raw, null, refused.faults());
    }
    // contracts of one topic agree on the format, so it does not matter which one reads the bytes
    return opening.open(raw, candidates.get(0)).fold(byValue, raw);
  }

  /** Continues according to the value. */
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

  /**
   * A record that died before contract matching. It has a contract only if one contract matches all
   * records.
   */
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

  /** A value without a schema reference is checked with the schema of its own contract. */
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
            "contracts "
                + names
                + " all match this record; change their 'match' so that only"
                + " one matches"),
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
            Faults.of(Code.NO_CONTRACT, null, "no contract for this topic matches the record"));
  }
}
