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
 * A run that applies a plan in batches. Each batch sends records and their journal entries in one
 * transaction, so a killed run resumes after its last commit.
 */
public final class ReplayRun {

  private static final int BATCH = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** Receives the progress of a run. */
  public interface Listener {
    /** Another run is active, or was killed a moment ago. */
    void waiting();

    /** The run resumes after earlier work. */
    void resumed(Counts before);

    void progress(Counts so, long of);
  }

  private final Setup setup;
  private final ReplayPlan plan;
  private final ReplayOptions options;
  private final String who;
  private final Listener listener;
  private final BooleanSupplier canceled;

  /**
   * Prepares a run.
   *
   * @param who the user, for the journal
   * @param canceled called between batches; true ends the run
   */
  public ReplayRun(
      Setup setup,
      ReplayPlan plan,
      ReplayOptions options,
      String who,
      Listener listener,
      BooleanSupplier canceled) {
    this.setup = setup;
    this.plan = plan;
    this.options = options;
    this.who = who;
    this.listener = listener;
    this.canceled = canceled;
  }

  /**
   * Runs the plan.
   *
   * @return the counts of this run and the runs before it
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
          return !canceled.getAsBoolean();
        });
    return counts;
  }

  private Decider decider(Journal journal, RecordSet sentBefore) {
    LetterStates states = LetterStates.of(setup, journal, Sources.of(setup, plan.letters()));
    return new Decider(setup, plan, options, states, sentBefore);
  }

  private Counts send(LetterTopic letters, Sender sender, RunLock lock) {
    // the sender has fenced any earlier run, so nobody else adds to the journal
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
      // the journal does not record which keys wait
      letters.read(Map.of(), positions, decider::rememberFailingKey);
    }
    Batch batch = new Batch(sender, decider, all, lock);
    letters.read(positions, plan.until(), batch::add);
    batch.flush();
    sender.end(canceled.getAsBoolean() ? "stopped" : "done", all);
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
            "plan '"
                + plan.name()
                + "' was already applied with different content (digest "
                + entry.path("digest").asText()
                + " at "
                + entry.path("at").asText()
                + "; this file has digest "
                + plan.digest()
                + "). Nothing was sent. To apply the changed plan, give it a new name; letters that"
                + " were already sent are not sent again.");
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
              + ". Nothing was sent. Create the plan again, or use --accept-rules to apply it with"
              + " the current rules.");
    }
  }

  /** The rules versions by contract for a plan of a dead-letter topic. */
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

  /** The letters of one transaction. */
  private final class Batch {

    private final Sender sender;
    private final Decider decider;
    private final Counts all;
    private final RunLock lock;
    private final int most;
    private final long started = System.nanoTime();
    private final List<Letter> letters = new ArrayList<>();

    /** The letters of the batch that the plan selects; only these count toward the rate. */
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
      return !canceled.getAsBoolean();
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
      while (System.nanoTime() < due && !canceled.getAsBoolean()) {
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
