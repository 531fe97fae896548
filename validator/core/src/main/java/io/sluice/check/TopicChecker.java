package io.sluice.check;

import io.sluice.check.Reader.UnusableSchema;
import io.sluice.contract.Contract;
import io.sluice.contract.Contract.Format;
import io.sluice.contract.Contract.Mode;
import io.sluice.contract.Contract.Unmatched;
import io.sluice.decode.Decoded;
import io.sluice.decode.Event;
import io.sluice.fault.Code;
import io.sluice.fault.Fault;
import io.sluice.fault.Faults;
import io.sluice.limit.Limits;
import io.sluice.raw.RawRecord;
import io.sluice.row.AuditColumns.Audit;
import io.sluice.row.Row;
import io.sluice.rules.RuleResult;
import io.sluice.schema.Lookup;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaText;
import io.sluice.verdict.Verdict;
import io.sluice.wire.Framing;
import io.sluice.wire.SchemaRef;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges the records of one topic. For one thread; never blocks, never throws on any bytes. */
public final class TopicChecker {

  private final List<Contract> contracts;
  private final SchemaSource schemas;
  private final Limits limits;
  private final Clock clock;
  private final boolean framed;
  private final Map<String, Fixed> fixed = new HashMap<>();
  private final Map<SchemaRef, Compiled> readers = new HashMap<>();
  private @Nullable SchemaRef lastRef;
  private @Nullable Compiled lastReader;

  /** A schema compiled, or why it cannot be used. */
  private record Compiled(@Nullable Reader reader, @Nullable String unusable) {}

  /** The reader of a contract whose records name no schema. */
  private record Fixed(@Nullable SchemaRef ref, Compiled compiled) {}

  /**
   * @param contracts all contracts of the topic; they agree on the format of values
   */
  public TopicChecker(List<Contract> contracts, SchemaSource schemas, Limits limits, Clock clock) {
    this.contracts = List.copyOf(contracts);
    this.schemas = schemas;
    this.limits = limits;
    this.clock = clock;
    this.framed =
        contracts.stream().allMatch(contract -> contract.value().schemaText() == null)
            && contracts.get(0).value().format() != Format.JSON;
    if (!framed) {
      contracts.forEach(contract -> fixed.put(contract.name(), fixed(contract)));
    }
  }

  private Fixed fixed(Contract contract) {
    String text = contract.value().schemaText();
    if (text == null) {
      return new Fixed(null, new Compiled(Reader.schemaless(limits), null));
    }
    SchemaFormat format =
        contract.value().format() == Format.AVRO ? SchemaFormat.AVRO : SchemaFormat.JSON;
    return new Fixed(digest(text), compile(new SchemaText(format, text, Map.of())));
  }

  private static SchemaRef digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return new SchemaRef.Digest(HexFormat.of().formatHex(hash, 0, 8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private Compiled compile(SchemaText schema) {
    try {
      return new Compiled(Reader.compile(schema, limits), null);
    } catch (UnusableSchema e) {
      return new Compiled(null, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Judges a record. Nothing here reaches outside, so whatever is thrown was brought about by the
   * record alone: it becomes a dead letter instead of a job that fails on it for ever.
   */
  public Verdict check(RawRecord raw) {
    try {
      return judge(raw);
    } catch (RuntimeException | StackOverflowError e) {
      return dead(
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
          null,
          Code.TOO_LARGE,
          "the value has " + value.length + " bytes; the limit is " + limits.recordBytes());
    }
    return framed ? checkFramed(raw, value) : checkBare(raw, value);
  }

  private static Verdict dead(@Nullable SchemaRef schema, Code code, String message) {
    return new Verdict.Dead(null, schema, Faults.of(code, null, message), null);
  }

  private Verdict checkFramed(RawRecord raw, byte[] value) {
    Framing.Frame frame = Framing.read(value, raw.header(Framing.VALUE_HEADER));
    SchemaRef ref = frame.ref();
    if (ref == null) {
      Faults faults = frame.faults();
      return new Verdict.Dead(null, null, faults == null ? new Faults() : faults, null);
    }
    Compiled compiled = ref.equals(lastRef) ? lastReader : readers.get(ref);
    if (compiled == null) {
      Lookup lookup = schemas.lookup(ref);
      if (lookup instanceof Lookup.Pending pending) {
        return new Verdict.Held(null, ref, Verdict.Hold.SCHEMA, pending.reason());
      }
      if (!(lookup instanceof Lookup.Found found)) {
        return dead(
            ref,
            Code.UNKNOWN_SCHEMA,
            "the registry has no schema "
                + ref.label()
                + "; it was deleted, or the record comes from another registry");
      }
      compiled = compile(found.schema());
      readers.put(ref, compiled);
    }
    lastRef = ref;
    lastReader = compiled;
    Reader reader = compiled.reader();
    if (reader == null) {
      return dead(
          ref,
          Code.UNSUPPORTED_SCHEMA,
          "schema " + ref.label() + " cannot be used: " + compiled.unusable());
    }
    return read(raw, value, frame.payloadStart(), ref, reader, contracts);
  }

  private Verdict checkBare(RawRecord raw, byte[] value) {
    if (value.length == 0) {
      return dead(null, Code.EMPTY_VALUE, "the value has no bytes");
    }
    List<Contract> candidates = contracts.stream().filter(c -> headersMatch(c, raw)).toList();
    if (candidates.isEmpty()) {
      return unmatched(null);
    }
    Set<Fixed> distinct = new LinkedHashSet<>();
    candidates.forEach(contract -> distinct.add(fixedOf(contract)));
    Fixed first = distinct.iterator().next();
    Reader reader = first.compiled().reader();
    if (reader == null) {
      return dead(
          first.ref(),
          Code.UNSUPPORTED_SCHEMA,
          "the schema file cannot be used: " + first.compiled().unusable());
    }
    return read(raw, value, 0, first.ref(), reader, candidates);
  }

  private Fixed fixedOf(Contract contract) {
    Fixed known = fixed.get(contract.name());
    if (known == null) {
      throw new IllegalStateException("no schema was compiled for " + contract.name());
    }
    return known;
  }

  private Verdict read(
      RawRecord raw,
      byte[] value,
      int start,
      @Nullable SchemaRef ref,
      Reader reader,
      List<Contract> candidates) {
    Decoded decoded = reader.decoder().decode(value, start);
    Faults malformed = decoded.faults();
    if (malformed != null) {
      Contract only = candidates.size() == 1 ? candidates.get(0) : null;
      return new Verdict.Dead(only, ref, malformed, null);
    }
    Contract contract = null;
    for (Contract candidate : candidates) {
      if (matches(candidate, raw, decoded.value(), reader)) {
        if (contract != null) {
          return new Verdict.Dead(
              null,
              ref,
              Faults.of(
                  Code.AMBIGUOUS_CONTRACT,
                  null,
                  "contracts "
                      + contract.name()
                      + " and "
                      + candidate.name()
                      + " both match; make their 'match' exclude each other"),
              null);
        }
        contract = candidate;
      }
    }
    if (contract == null) {
      return unmatched(ref);
    }
    if (!framed) {
      Fixed own = fixedOf(contract);
      Reader ownReader = own.compiled().reader();
      return ownReader == null
          ? dead(own.ref(), Code.UNSUPPORTED_SCHEMA, "the schema file cannot be used")
          : judge(raw, decoded.value(), own.ref(), ownReader.plan(contract));
    }
    return judge(raw, decoded.value(), ref, reader.plan(contract));
  }

  private Verdict unmatched(@Nullable SchemaRef ref) {
    boolean drop =
        contracts.stream().allMatch(contract -> contract.source().unmatched() == Unmatched.DROP);
    return drop
        ? new Verdict.Dropped(Verdict.Reason.UNMATCHED)
        : dead(ref, Code.NO_CONTRACT, "no contract of this topic matches the record");
  }

  private static boolean headersMatch(Contract contract, RawRecord raw) {
    Map<String, String> headers = contract.source().match().headers();
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (!header.getValue().equals(raw.headerText(header.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(
      Contract contract, RawRecord raw, @Nullable Object message, Reader reader) {
    Contract.Match match = contract.source().match();
    if (match.isEverything()) {
      return true;
    }
    String recordName = match.recordName();
    return (recordName == null || recordName.equals(reader.recordName()))
        && headersMatch(contract, raw)
        && FieldMatch.all(match.fields(), message);
  }

  private Verdict judge(
      RawRecord raw, @Nullable Object message, @Nullable SchemaRef ref, Plan plan) {
    Contract contract = plan.contract();
    Faults findings = plan.conformance().check(message);
    boolean observing = contract.mode() == Mode.OBSERVE;
    if (findings != null && !observing) {
      return new Verdict.Dead(contract, ref, findings, null);
    }
    Keys.Key key = Keys.read(contract.key().format(), raw.key());
    if (key.faults() != null) {
      return new Verdict.Dead(contract, ref, key.faults(), null);
    }
    RuleResult rules = plan.rules().evaluate(new Event(message, key.value(), raw));
    if (rules != null) {
      if (!rules.halted().isEmpty()) {
        return new Verdict.Held(
            contract,
            ref,
            Verdict.Hold.RULE,
            "rule " + String.join(", ", rules.halted()) + " failed and says halt");
      }
      if (!rules.rejected().isEmpty() && !observing) {
        return new Verdict.Dead(contract, ref, rules.rejected(), rules);
      }
      findings = join(findings, rules);
    }
    return store(raw, message, ref, plan, findings, rules);
  }

  private static @Nullable Faults join(@Nullable Faults conform, RuleResult rules) {
    Faults all = conform == null ? new Faults() : conform;
    all.addAll(rules.rejected());
    all.addAll(rules.warned());
    return all.isEmpty() ? null : all;
  }

  private Verdict store(
      RawRecord raw,
      @Nullable Object message,
      @Nullable SchemaRef ref,
      Plan plan,
      @Nullable Faults findings,
      @Nullable RuleResult rules) {
    Contract contract = plan.contract();
    Audit audit =
        new Audit(
            raw.topic(),
            raw.partition(),
            raw.offset(),
            raw.timestamp(),
            null,
            contract.name(),
            ref == null ? null : ref.label(),
            contract.rulesVersion(),
            findings == null ? List.of() : warnings(findings),
            clock.millis());
    Faults unstorable = new Faults();
    Row row = plan.rows().map(message, audit, unstorable);
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
