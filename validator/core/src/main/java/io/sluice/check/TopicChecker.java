package io.sluice.check;

import io.sluice.contract.Contract;
import io.sluice.contract.Contract.Format;
import io.sluice.contract.Contract.Mode;
import io.sluice.contract.Contract.Unmatched;
import io.sluice.contract.VersionRange;
import io.sluice.decode.Decoded;
import io.sluice.decode.Event;
import io.sluice.fault.Code;
import io.sluice.fault.Fault;
import io.sluice.fault.Faults;
import io.sluice.header.Origin;
import io.sluice.limit.Limits;
import io.sluice.raw.RawRecord;
import io.sluice.row.AuditColumns.Audit;
import io.sluice.row.Row;
import io.sluice.row.TableException;
import io.sluice.row.Tables;
import io.sluice.rules.RuleResult;
import io.sluice.schema.Lookup;
import io.sluice.schema.SchemaSource;
import io.sluice.trace.TraceContext;
import io.sluice.verdict.Verdict;
import io.sluice.wire.Framing;
import io.sluice.wire.SchemaRef;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges the records of one topic. For one thread; never blocks, never throws on any bytes. */
public final class TopicChecker {

  private final List<Contract> contracts;
  private final @Nullable String origin;
  private final Tables tables;
  private final Limits limits;
  private final InstantSource clock;
  private final boolean framed;
  private final CompiledSchemas readers;
  private final Keys keys;

  /**
   * @param contracts all contracts of the topic; they agree on the format of values
   * @param origin for a replay topic, the topic whose records are replayed; else null
   */
  public TopicChecker(
      List<Contract> contracts,
      @Nullable String origin,
      SchemaSource schemas,
      Tables tables,
      Limits limits,
      InstantSource clock) {
    this.contracts = List.copyOf(contracts);
    this.origin = origin;
    this.tables = tables;
    this.limits = limits;
    this.clock = clock;
    this.readers = new CompiledSchemas(schemas, contracts.get(0).value().validation(), limits);
    this.keys = new Keys(schemas, limits);
    this.framed =
        contracts.stream().allMatch(contract -> contract.value().schemaText() == null)
            && contracts.get(0).value().format() != Format.JSON;
  }

  /**
   * Judges a record. Except for tables, nothing here reaches outside, so whatever else is thrown
   * was brought about by the record alone: it becomes a dead letter instead of a job that fails on
   * it for ever.
   *
   * @throws TableException where a table cannot be prepared
   */
  public Verdict check(RawRecord raw) {
    try {
      return judge(raw);
    } catch (TableException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      return dead(
          raw,
          null,
          Code.INTERNAL_ERROR,
          "Sluice failed on this record with " + e.getClass().getName() + "; please report it");
    }
  }

  private Verdict judge(RawRecord raw) {
    byte[] value = raw.value();
    if (value == null) {
      return new Verdict.Dropped(Verdict.Reason.TOMBSTONE);
    }
    if (value.length > limits.recordBytes()) {
      return dead(
          raw,
          null,
          Code.TOO_LARGE,
          "the value has " + value.length + " bytes; the limit is " + limits.recordBytes());
    }
    return framed ? checkFramed(raw, value) : checkBare(raw, value);
  }

  /** A record that died before its contract was looked for: it has one where one takes all. */
  private Verdict dead(RawRecord raw, @Nullable SchemaRef schema, Code code, String message) {
    return new Verdict.Dead(
        Matching.knownAtOnce(contracts, raw), schema, Faults.of(code, null, message), null);
  }

  private Verdict checkFramed(RawRecord raw, byte[] value) {
    Framing.Frame frame = Framing.read(value, raw.header(Framing.VALUE_HEADER));
    SchemaRef ref = frame.ref();
    if (ref == null) {
      Framing.Unreadable why = frame.unreadable();
      return why == null
          ? dead(raw, null, Code.TRUNCATED_FRAME, "the frame holds no schema")
          : dead(raw, null, why.code(), why.message());
    }
    CompiledSchemas.Compiled compiled = readers.find(ref, raw.readAt());
    CompiledSchema reader = compiled.reader();
    if (reader == null) {
      Code refusal = compiled.refusal();
      return refusal == null
          ? new Verdict.Held(null, ref, Verdict.Hold.SCHEMA, compiled.message())
          : dead(raw, ref, refusal, compiled.message());
    }
    return read(raw, value, frame.payloadStart(), ref, reader, contracts);
  }

  private Verdict checkBare(RawRecord raw, byte[] value) {
    if (value.length == 0) {
      return dead(raw, null, Code.EMPTY_VALUE, "the value has no bytes");
    }
    List<Contract> candidates = Matching.byHeaders(contracts, raw);
    if (candidates.isEmpty()) {
      return unmatched(raw, null);
    }
    // contracts of one topic agree on the format, so whichever reads the bytes, they mean the same
    CompiledSchemas.Fixed first = readers.fixedBy(candidates.get(0));
    CompiledSchema reader = first.compiled().reader();
    if (reader == null) {
      return unusableFile(raw, first);
    }
    return read(raw, value, 0, first.ref(), reader, candidates);
  }

  private Verdict unusableFile(RawRecord raw, CompiledSchemas.Fixed fixed) {
    return dead(raw, fixed.ref(), Code.UNSUPPORTED_SCHEMA, fixed.compiled().message());
  }

  private Verdict read(
      RawRecord raw,
      byte[] value,
      int start,
      @Nullable SchemaRef ref,
      CompiledSchema reader,
      List<Contract> candidates) {
    Decoded decoded = reader.decoder().decode(value, start);
    Faults malformed = decoded.faults();
    if (malformed != null) {
      Faults told = framed ? malformed : withFrame(malformed, value);
      return new Verdict.Dead(Matching.knownAtOnce(contracts, raw), ref, told, null);
    }
    List<Contract> matching = Matching.all(candidates, raw, decoded.value(), reader.recordName());
    if (matching.isEmpty()) {
      return unmatched(raw, ref);
    }
    if (matching.size() > 1) {
      String names = String.join(", ", matching.stream().map(Contract::name).toList());
      return new Verdict.Dead(
          null,
          ref,
          Faults.of(
              Code.AMBIGUOUS_CONTRACT,
              null,
              "contracts " + names + " all match; make their 'match' exclude each other"),
          null);
    }
    Contract contract = matching.get(0);
    if (framed) {
      Verdict other = ref == null ? null : otherVersion(raw, ref, contract);
      return other == null ? judge(raw, decoded.value(), ref, reader, contract) : other;
    }
    CompiledSchemas.Fixed own = readers.fixedBy(contract);
    CompiledSchema ownReader = own.compiled().reader();
    return ownReader == null
        ? unusableFile(raw, own)
        : judge(raw, decoded.value(), own.ref(), ownReader, contract);
  }

  /** Says so where bytes that are no JSON are what a registry's serializer writes. */
  private static Faults withFrame(Faults malformed, byte[] value) {
    SchemaRef ref = Framing.read(value, null).ref();
    boolean isJson = malformed.first().code().equals(Code.BAD_JSON.label());
    return ref == null || !isJson
        ? malformed
        : Faults.of(
            Code.BAD_JSON,
            null,
            "the value begins with the wire format of the registry (schema "
                + ref.label()
                + "), not with JSON; take 'format' out of the contract's 'value', so that the"
                + " schema is read");
  }

  /**
   * What becomes of a record whose schema is a version that the contract does not take, or null.
   */
  private @Nullable Verdict otherVersion(RawRecord raw, SchemaRef ref, Contract contract) {
    VersionRange versions = contract.value().versions();
    if (versions == null) {
      return null;
    }
    String subject = contract.value().subjectOf(origin == null ? raw.topic() : origin);
    Lookup lookup = readers.version(ref, subject, raw.readAt());
    if (lookup instanceof Lookup.Pending pending) {
      return new Verdict.Held(contract, ref, Verdict.Hold.SCHEMA, pending.reason());
    }
    Integer version = lookup instanceof Lookup.Found found ? found.schema().version() : null;
    if (version != null && versions.includes(version)) {
      return null;
    }
    String what =
        version == null
            ? "no version of subject '" + subject + "'"
            : "version " + version + " of subject '" + subject + "'";
    return new Verdict.Dead(
        contract,
        ref,
        Faults.of(
            Code.WRONG_VERSION,
            null,
            "schema " + ref.label() + " is " + what + "; the contract takes " + versions),
        null);
  }

  private Verdict unmatched(RawRecord raw, @Nullable SchemaRef ref) {
    boolean drop =
        contracts.stream().allMatch(contract -> contract.source().unmatched() == Unmatched.DROP);
    return drop
        ? new Verdict.Dropped(Verdict.Reason.UNMATCHED)
        : dead(raw, ref, Code.NO_CONTRACT, "no contract of this topic matches the record");
  }

  private Verdict judge(
      RawRecord raw,
      @Nullable Object message,
      @Nullable SchemaRef ref,
      CompiledSchema reader,
      Contract contract) {
    Keys.Key key = keys.read(contract.key().format(), raw);
    Keys.Pending pending = key.pending();
    if (pending != null) {
      return new Verdict.Held(
          contract, pending.schema(), Verdict.Hold.SCHEMA, "its key: " + pending.reason());
    }
    Faults malformed = key.faults();
    if (malformed != null) {
      return new Verdict.Dead(contract, ref, malformed, null);
    }
    Faults findings = join(reader.conformance().check(message), key.misfits());
    boolean observing = contract.mode() == Mode.OBSERVE;
    if (findings != null && !observing) {
      return new Verdict.Dead(contract, ref, findings, null);
    }
    ContractPlan plan = reader.plan(contract, key.type(), tables);
    Instant now = clock.instant();
    RuleResult rules = plan.rules().evaluate(new Event(message, key.value(), raw, now));
    if (rules != null) {
      if (!rules.halted().isEmpty() && !observing) {
        return new Verdict.Held(
            contract,
            ref,
            Verdict.Hold.RULE,
            "rule " + String.join(", ", rules.halted()) + " failed and says halt",
            rules);
      }
      if (!rules.rejected().isEmpty() && !observing) {
        return new Verdict.Dead(contract, ref, rules.rejected(), rules);
      }
      findings = join(findings, rules);
    }
    return store(raw, message, key.value(), ref, plan, findings, rules, now);
  }

  private static @Nullable Faults join(@Nullable Faults one, @Nullable Faults other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    one.addAll(other);
    return one;
  }

  private static @Nullable Faults join(@Nullable Faults conform, RuleResult rules) {
    Faults all = conform == null ? new Faults() : conform;
    all.addAll(rules.halting());
    all.addAll(rules.rejected());
    all.addAll(rules.warned());
    return all.isEmpty() ? null : all;
  }

  private Verdict store(
      RawRecord raw,
      @Nullable Object message,
      @Nullable Object key,
      @Nullable SchemaRef ref,
      ContractPlan plan,
      @Nullable Faults findings,
      @Nullable RuleResult rules,
      Instant now) {
    Contract contract = plan.contract();
    Audit audit =
        new Audit(
            raw.topic(),
            raw.topicId(),
            raw.partition(),
            raw.offset(),
            raw.timestamp(),
            origin == null ? null : Origin.of(raw),
            contract.name(),
            ref == null ? null : ref.label(),
            contract.rulesVersion(),
            findings == null ? List.of() : warnings(findings),
            now.toEpochMilli(),
            contract.table().traceId() ? TraceContext.idOf(raw) : null);
    Faults unstorable = new Faults();
    Row row = plan.rows().map(message, key, audit, unstorable);
    return row == null
        ? new Verdict.Dead(contract, ref, unstorable, rules)
        : new Verdict.Stored(contract, ref, row, findings, rules);
  }

  /** Ids of rules, or stage and code of other findings, each once. */
  private static List<String> warnings(Faults findings) {
    return findings.kept().stream().map(TopicChecker::warning).distinct().toList();
  }

  private static String warning(Fault fault) {
    String rule = fault.rule();
    return rule == null ? fault.stage().label() + "." + fault.code() : rule;
  }
}
