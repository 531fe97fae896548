package io.sluice.check;

import io.sluice.contract.Contract;
import io.sluice.contract.Contract.Mode;
import io.sluice.decode.Event;
import io.sluice.fault.Fault;
import io.sluice.fault.Faults;
import io.sluice.header.Origin;
import io.sluice.limit.Limits;
import io.sluice.raw.RawRecord;
import io.sluice.row.AuditColumns.Audit;
import io.sluice.row.Row;
import io.sluice.row.Tables;
import io.sluice.rules.RuleResult;
import io.sluice.schema.SchemaSource;
import io.sluice.trace.TraceContext;
import io.sluice.verdict.Verdict;
import io.sluice.wire.SchemaRef;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks decoded values against their contract: the key, the schema, the rules, and the row. */
final class ContractChecker {

  private static final String KEY = "$key";

  private final @Nullable String replayedTopic;
  private final Tables tables;
  private final InstantSource clock;
  private final Keys keys;
  private final ByKey byKey = new ByKey();

  /**
   * @param replayedTopic the same as for {@link TopicChecker}
   */
  ContractChecker(
      @Nullable String replayedTopic,
      SchemaSource schemas,
      Tables tables,
      Limits limits,
      InstantSource clock) {
    this.replayedTopic = replayedTopic;
    this.tables = tables;
    this.clock = clock;
    this.keys = new Keys(schemas, limits);
  }

  /** A record with its decoded value, and the contract that applies to it. */
  private record Matched(RawRecord raw, Contract contract, Opened.Decoded value) {
    boolean isObserved() {
      return contract.mode() == Mode.OBSERVE;
    }

    @Nullable SchemaRef schema() {
      return value.schema();
    }
  }

  Verdict check(RawRecord raw, Contract contract, Opened.Decoded value) {
    return keys.open(contract.key().format(), raw).fold(byKey, new Matched(raw, contract, value));
  }

  /** Continues according to the key. */
  private final class ByKey implements Opened.Cases<Matched, Verdict> {
    @Override
    public Verdict decoded(Opened.Decoded key, Matched record) {
      return check(record, key);
    }

    @Override
    public Verdict refused(Opened.Refused key, Matched record) {
      return new Verdict.Dead(record.contract(), record.schema(), key.faults().inside(KEY), null);
    }

    @Override
    public Verdict waiting(Opened.Waiting key, Matched record) {
      return new Verdict.Held(
          record.contract(), key.schema(), Verdict.Hold.SCHEMA, "its key: " + key.reason());
    }
  }

  private Verdict check(Matched record, Opened.Decoded key) {
    Contract contract = record.contract();
    Opened.Decoded value = record.value();
    Faults misfits = join(value.compiled().conformance().check(value.value()), misfits(key));
    if (misfits != null && !record.isObserved()) {
      return new Verdict.Dead(contract, record.schema(), misfits, null);
    }
    ContractPlan plan = value.compiled().plan(contract, key.compiled().keyType(), tables);
    Instant now = clock.instant();
    RuleResult rules =
        plan.rules().evaluate(new Event(value.value(), key.value(), record.raw(), now));
    if (rules == null) {
      return store(record, key, plan, misfits, null, now);
    }
    if (!rules.halting().isEmpty() && !record.isObserved()) {
      return new Verdict.Held(
          contract,
          record.schema(),
          Verdict.Hold.RULE,
          "rule " + rules.halted() + " failed, and its onFailure is halt",
          rules);
    }
    if (!rules.rejected().isEmpty() && !record.isObserved()) {
      return new Verdict.Dead(contract, record.schema(), rules.rejected(), rules);
    }
    return store(record, key, plan, join(misfits, rules), rules, now);
  }

  /** The faults of a key against its schema, or null. */
  private static @Nullable Faults misfits(Opened.Decoded key) {
    Faults found = key.compiled().conformance().check(key.value());
    return found == null ? null : found.inside(KEY);
  }

  private static @Nullable Faults join(@Nullable Faults one, @Nullable Faults other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    one.addAll(other);
    return one;
  }

  private static @Nullable Faults join(@Nullable Faults misfits, RuleResult rules) {
    Faults all = misfits == null ? new Faults() : misfits;
    all.addAll(rules.halting());
    all.addAll(rules.rejected());
    all.addAll(rules.warned());
    return all.isEmpty() ? null : all;
  }

  private Verdict store(
      Matched record,
      Opened.Decoded key,
      ContractPlan plan,
      @Nullable Faults findings,
      @Nullable RuleResult rules,
      Instant now) {
    RawRecord raw = record.raw();
    Contract contract = record.contract();
    SchemaRef schema = record.schema();
    Audit audit =
        new Audit(
            raw.topic(),
            raw.topicId(),
            raw.partition(),
            raw.offset(),
            raw.timestamp(),
            replayedTopic == null ? null : Origin.of(raw),
            contract.name(),
            schema == null ? null : schema.label(),
            contract.rulesVersion(),
            findings == null ? List.of() : warnings(findings),
            now.toEpochMilli(),
            contract.table().traceId() ? TraceContext.idOf(raw) : null);
    Faults unstorable = new Faults();
    Row row = plan.rowMapper().map(record.value().value(), key.value(), audit, unstorable);
    return row == null
        ? new Verdict.Dead(contract, schema, unstorable, rules)
        : new Verdict.Stored(contract, schema, row, findings, rules);
  }

  /** The IDs of rules, or the stage and code of other findings, without duplicates. */
  private static List<String> warnings(Faults findings) {
    return findings.kept().stream().map(ContractChecker::warning).distinct().toList();
  }

  private static String warning(Fault fault) {
    String rule = fault.rule();
    return rule == null ? fault.stage().label() + "." + fault.code() : rule;
  }
}
