package io.sluice.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.failure.ConflictException;
import io.sluice.kafka.CompactedTopic;
import io.sluice.kafka.KafkaAdmin;
import io.sluice.letters.Journal;
import io.sluice.letters.JournalTopic;
import io.sluice.letters.Letter;
import io.sluice.letters.LetterStates;
import io.sluice.letters.LetterTopic;
import io.sluice.letters.Sources;
import io.sluice.offset.RecordSet;
import io.sluice.pipeline.Setup;
import io.sluice.pipeline.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Applies a plan: batch after batch, records and their journal entries in one transaction, so that
 * a run that was killed is resumed where it committed last.
 */
public final class ReplayRun {

  private static final int BATCH = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** Is told how far a run has come. */
  public interface Listener {
    /** Another run is there, which may have been killed a moment ago. */
    void waiting();

    /** Where it goes on: what was done before. */
    void resumed(Counts before);

    void progress(Counts so, long of);
  }

  private final Setup setup;
  private final ReplayPlan plan;
  private final ReplayOptions options;
  private final String who;
  private final Listener listener;
  private final BooleanSupplier cancelled;

  /**
   * @param who for the journal
   * @param cancelled is asked between batches
   */
  public ReplayRun(
      Setup setup,
      ReplayPlan plan,
      ReplayOptions options,
      String who,
      Listener listener,
      BooleanSupplier cancelled) {
    this.setup = setup;
    this.plan = plan;
    this.options = options;
    this.who = who;
    this.listener = listener;
    this.cancelled = cancelled;
  }

  /**
   * Runs.
   *
   * @return what was done by this run and those before it
   */
  public Counts run() {
    requireRules();
    Map<String, String> kafka = setup.config().kafka();
    try (KafkaAdmin admin = KafkaAdmin.forCommand(kafka, PATIENCE);
        LetterTopic letters = new LetterTopic(kafka, plan.letters())) {
      Targets targets = new Targets(admin, setup, plan);
      targets.check(!options.dryRun());
      if (options.dryRun()) {
        return decideOnly(letters);
      }
      CompactedTopic.make(admin, Journal.TOPIC, CompactedTopic.READ_AND_WRITE);
      try (RunLock lock = RunLock.take(admin, kafka, plan.letters(), who, listener::waiting);
          Sender sender = new Sender(kafka, plan, targets)) {
        return send(letters, sender, lock);
      }
    }
  }

  private Counts decideOnly(LetterTopic letters) {
    Journal journal = JournalTopic.read(setup.config().kafka());
    Decider decider = decider(journal, new RecordSet());
    Counts counts = new Counts();
    letters.read(
        Map.of(),
        plan.until(),
        letter -> {
          if (decider.isSelected(letter)) {
            counts.add(decider.decide(letter));
            listener.progress(counts, plan.selected());
          }
          return !cancelled.getAsBoolean();
        });
    return counts;
  }

  private Decider decider(Journal journal, RecordSet sentBefore) {
    LetterStates states = LetterStates.of(setup, journal, Sources.of(setup, plan.letters()));
    return new Decider(setup, plan, options, states, sentBefore);
  }

  private Counts send(LetterTopic letters, Sender sender, RunLock lock) {
    // the sender has fenced whoever was at work before, so nothing is added to the journal any more
    Journal journal = JournalTopic.read(setup.config().kafka());
    requireSamePlan(journal);
    int round = journal.round(plan.digest());
    Decider decider = decider(journal, journal.sentIdsOf(plan.digest(), round));
    Counts all = inRound(journal, plan.digest(), round);
    if (all.total() > 0) {
      listener.resumed(all);
    }
    sender.begin(round, who, all);
    Map<Integer, Long> positions = journal.positions(plan.digest(), round);
    if (plan.perKey()) {
      // which keys wait is not in the journal
      letters.read(Map.of(), positions, decider::rememberFailingKey);
    }
    Batch batch = new Batch(sender, decider, all, lock);
    letters.read(positions, plan.until(), batch::add);
    batch.flush();
    sender.end(cancelled.getAsBoolean() ? "stopped" : "done", all);
    return all;
  }

  private static Counts inRound(Journal journal, String digest, int round) {
    Counts all = new Counts();
    for (JsonNode entry : journal.batchesOf(digest)) {
      if (entry.path("round").asInt() == round) {
        all.addAll(Counts.of(entry.path("counts")));
      }
    }
    return all;
  }

  private void requireSamePlan(Journal journal) {
    for (JsonNode entry : journal.history()) {
      if (entry.path("kind").asText().equals("replay")
          && entry.path("plan").asText().equals(plan.name())
          && !entry.path("digest").asText().equals(plan.digest())) {
        throw new ConflictException(
            "a plan called '"
                + plan.name()
                + "' was applied with other content (digest "
                + entry.path("digest").asText()
                + " on "
                + entry.path("at").asText()
                + "; this file has "
                + plan.digest()
                + "): it was changed since. Nothing was sent. Give it a new name to apply it as it"
                + " is now; what was sent is not sent again.");
      }
    }
  }

  private void requireRules() {
    List<String> changed = new ArrayList<>();
    Map<String, String> now = new TreeMap<>();
    setup.contracts().forEach(contract -> now.put(contract.name(), contract.rulesVersion()));
    new TreeMap<>(plan.rules())
        .forEach(
            (contract, then) -> {
              String current = now.getOrDefault(contract, "none");
              if (!then.equals(current)) {
                changed.add(contract + " (" + then + " then, " + current + " now)");
              }
            });
    if (!changed.isEmpty() && !options.acceptRules()) {
      throw new ConflictException(
          "the rules have changed since the plan was made: "
              + String.join(", ", changed)
              + ". Nothing was sent. Make the plan again, or say --accept-rules to go by the rules as"
              + " they are now.");
    }
  }

  /** The versions of rules that a plan for a dead-letter topic goes by. */
  public static Map<String, String> rulesOf(Setup setup, String letters) {
    Map<String, String> rules = new TreeMap<>();
    Topics topics = new Topics(setup.contracts());
    for (String topic : Sources.of(setup, letters)) {
      topics
          .contractsOf(topic)
          .forEach(contract -> rules.put(contract.name(), contract.rulesVersion()));
    }
    return rules;
  }

  /** Letters that are handled in one transaction. */
  private final class Batch {

    private final Sender sender;
    private final Decider decider;
    private final Counts all;
    private final RunLock lock;
    private final int most;
    private final long started = System.nanoTime();
    private final List<Letter> letters = new ArrayList<>();

    /** Letters of the batch that the plan means; only they count for the rate. */
    private int selected;

    private long handled;

    Batch(Sender sender, Decider decider, Counts all, RunLock lock) {
      this.lock = lock;
      this.sender = sender;
      this.decider = decider;
      this.all = all;
      this.most = options.rate() > 0 ? Math.max(1, Math.min(BATCH, options.rate())) : BATCH;
    }

    boolean add(Letter letter) {
      letters.add(letter);
      if (options.rate() > 0 && decider.isSelected(letter)) {
        selected++;
      }
      if (letters.size() >= BATCH || selected >= most) {
        flush();
      }
      return !cancelled.getAsBoolean();
    }

    void flush() {
      if (letters.isEmpty()) {
        return;
      }
      lock.requireHeld();
      Counts counts = sender.send(letters, decider, Instant.now());
      handled += selected;
      selected = 0;
      letters.clear();
      all.addAll(counts);
      listener.progress(all, plan.selected());
      slowDown();
    }

    private void slowDown() {
      if (options.rate() <= 0) {
        return;
      }
      long due = started + handled * TimeUnit.SECONDS.toNanos(1) / options.rate();
      while (System.nanoTime() < due && !cancelled.getAsBoolean()) {
        try {
          TimeUnit.MILLISECONDS.sleep(
              Math.max(1, Math.min(200, TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime()))));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }
}
