package io.sluice.replay;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.check.TopicChecker;
import io.sluice.contract.Contract;
import io.sluice.failure.SetUpException;
import io.sluice.fault.Code;
import io.sluice.fault.Fault;
import io.sluice.fix.UnfixableException;
import io.sluice.language.SchemaLanguages;
import io.sluice.letters.Causes.Cause;
import io.sluice.letters.EventCondition;
import io.sluice.letters.Letter;
import io.sluice.letters.LetterStates;
import io.sluice.letters.RegistryAccess;
import io.sluice.letters.Sources;
import io.sluice.letters.State;
import io.sluice.offset.RecordSet;
import io.sluice.pipeline.Setup;
import io.sluice.pipeline.Topics;
import io.sluice.raw.InMemoryRecord;
import io.sluice.registry.BlockingSchemas;
import io.sluice.row.Tables;
import io.sluice.schema.SchemaText;
import io.sluice.verdict.Verdict;
import io.sluice.wire.Framing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides what to do with each letter of a plan, by the current rules. */
final class Decider {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final String NO_REGISTRY =
      "the letters use registry schemas; set registry.url in the configuration";

  private final Setup setup;
  private final ReplayPlan plan;
  private final ReplayOptions options;
  private final LetterStates states;
  private final Topics topics;
  private final BlockingSchemas schemas;
  private final Encodings encodings;
  private final @Nullable EventCondition condition;
  private final Map<String, TopicChecker> checkers = new HashMap<>();
  private final Map<String, Repair> repairs = new HashMap<>();
  private final RecordSet seen = new RecordSet();
  private final RecordSet sentBefore;
  private final Set<Long> failingKeys = new HashSet<>();

  /**
   * Prepares the decisions.
   *
   * @param sentBefore IDs that this round of the plan sent before it was interrupted
   */
  Decider(
      Setup setup,
      ReplayPlan plan,
      ReplayOptions options,
      LetterStates states,
      RecordSet sentBefore) {
    this.sentBefore = sentBefore;
    this.setup = setup;
    this.plan = plan;
    this.options = options;
    this.states = states;
    this.topics = new Topics(setup.contracts());
    this.schemas = new BlockingSchemas(RegistryAccess.client(setup.config()));
    this.encodings = new Encodings(RegistryAccess.client(setup.config()));
    String where = plan.filter().where();
    this.condition = where == null ? null : new EventCondition(where, setup);
    requireFix();
  }

  /** Fails before anything is sent if something that the fix needs is missing. */
  private void requireFix() {
    Integer version = plan.fix().version();
    if (version != null) {
      for (String topic : Sources.of(setup, plan.letters())) {
        Contract contract = topics.contractsOf(topic).get(0);
        String origin = topics.replayedTopicOf(topic);
        encodings.of(contract.value().subjectOf(origin == null ? topic : origin), version);
      }
    }
    plan.payloads()
        .forEach(
            (id, file) -> {
              if (!Files.isRegularFile(payloadFile(file))) {
                throw new SetUpException(
                    plan.file()
                        + ": payload file '"
                        + file
                        + "' for letter "
                        + id
                        + " does not exist");
              }
            });
  }

  private Path payloadFile(String name) {
    return Path.of(plan.file()).resolveSibling(name);
  }

  /** Whether the plan selects a letter, regardless of its state. */
  boolean isSelected(Letter letter) {
    return letter.isOurs()
        && plan.filter().matches(letter)
        && (condition == null || condition.holds(letter));
  }

  /** Repeats the decision on a letter of an earlier run, to know which keys still fail. */
  boolean rememberFailingKey(Letter letter) {
    if (isSelected(letter)) {
      LetterDecision unused = decide(letter);
    }
    return true;
  }

  LetterDecision decide(Letter letter) {
    if (!seen.add(letter.id())) {
      return new LetterDecision.Skips(null);
    }
    State state = states.of(letter);
    boolean isParked = state == State.PARKED;
    boolean again = options.force() && (state == State.SENT || isParked);
    if (state != plan.state() && !again) {
      return new LetterDecision.Skips(state);
    }
    if (sentBefore.contains(letter.id())) {
      return new LetterDecision.Skips(State.SENT);
    }
    if (!again && !isParked && letter.attempt() >= plan.maxAttempts()) {
      return new LetterDecision.Parks();
    }
    Long key = plan.perKey() ? keyOf(letter) : null;
    if (key != null && failingKeys.contains(key)) {
      return new LetterDecision.Waits();
    }
    LetterDecision decision = recheck(letter);
    if (key != null && decision instanceof LetterDecision.Fails) {
      failingKeys.add(key);
    }
    return decision;
  }

  private static @Nullable Long keyOf(Letter letter) {
    byte[] key = letter.key();
    return key == null ? null : 31L * Arrays.hashCode(key) + key.length;
  }

  private LetterDecision recheck(Letter letter) {
    String topic = letter.origin().topic();
    List<Contract> contracts = topics.contractsOf(topic);
    if (contracts.isEmpty()) {
      return fails(letter, "replay", "no_contract_reads_the_topic", null, null);
    }
    InMemoryRecord original = letter.original();
    InMemoryRecord record;
    try {
      record = repaired(letter, original, contracts.get(0), topic);
    } catch (UnfixableException e) {
      RegistryAccess.require(schemas, NO_REGISTRY);
      return fails(letter, "fix", String.valueOf(e.getMessage()), null, null);
    }
    if (options.unchecked()) {
      return new LetterDecision.Send(record, original.value());
    }
    Verdict verdict = checkers.computeIfAbsent(topic, name -> checker(contracts)).check(record);
    RegistryAccess.require(schemas, NO_REGISTRY);
    return verdict.fold(
        stored -> new LetterDecision.Send(record, original.value()),
        dead -> fails(letter, dead.faults().first()),
        dropped -> fails(letter, "schema", Code.NO_CONTRACT.label(), null, null),
        held -> fails(letter, "held", held.explanation(), null, null));
  }

  private static LetterDecision fails(Letter letter, Fault fault) {
    return fails(letter, fault.stage().label(), fault.code(), fault.rule(), fault.path());
  }

  private static LetterDecision fails(
      Letter letter, String stage, String code, @Nullable String rule, @Nullable String path) {
    String contract = letter.contract();
    return new LetterDecision.Fails(
        new Cause(
            contract == null ? "-" : contract,
            stage,
            code,
            rule == null ? "-" : rule,
            path == null ? "-" : path.replaceAll("\\[\\d+]", "[*]")));
  }

  private TopicChecker checker(List<Contract> contracts) {
    return new TopicChecker(
        contracts, null, schemas, Tables.ANY, setup.config().limits(), Clock.systemUTC());
  }

  private InMemoryRecord repaired(
      Letter letter, InMemoryRecord original, Contract contract, String topic)
      throws UnfixableException {
    String file = plan.payloads().get(letter.id().toString());
    if (file != null) {
      return edited(original, payloadFile(file), contract, topic);
    }
    Integer version = plan.fix().version();
    String subject = contract.value().subjectOf(topic);
    return repairs
        .computeIfAbsent(
            topic,
            name ->
                new Repair(
                    plan.fix(),
                    contract,
                    schemas,
                    setup.config().limits(),
                    version == null ? null : encodings.of(subject, version)))
        .apply(original);
  }

  /** The record with the payload of a file: JSON is encoded with the newest schema. */
  private InMemoryRecord edited(InMemoryRecord original, Path file, Contract contract, String topic)
      throws UnfixableException {
    try {
      byte[] bytes = Files.readAllBytes(file);
      boolean isJson =
          !contract.value().isFramed() && SchemaLanguages.of(contract.value()).isJsonText();
      if (!file.toString().endsWith(".json") || isJson) {
        return Repair.with(original, bytes);
      }
      SchemaText schema = SchemaLanguages.ofContract(contract);
      if (schema != null) {
        return Repair.with(original, Repair.payload(JSON.readTree(bytes), schema));
      }
      Repair.Encoding newest = encodings.newest(contract.value().subjectOf(topic));
      return Repair.with(
          original,
          Framing.write(newest.id(), Repair.payload(JSON.readTree(bytes), newest.schema())));
    } catch (IOException e) {
      throw new UnfixableException("cannot read the payload file " + file.getFileName());
    }
  }
}
