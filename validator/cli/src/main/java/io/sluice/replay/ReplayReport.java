package io.sluice.replay;

import io.sluice.letters.Journal;
import io.sluice.letters.JournalTopic;
import io.sluice.letters.LetterStates;
import io.sluice.letters.LetterTopic;
import io.sluice.letters.Sources;
import io.sluice.offset.Coordinates;
import io.sluice.offset.RecordSet;
import io.sluice.pipeline.Setup;

/**
 * The results of a plan.
 *
 * @param counts the letters sent in all rounds, and all other counts of the last round
 * @param arrived the number of sent letters whose replay is in a table
 * @param diedAgain the number of sent letters that died again, by their new dead letters
 */
public record ReplayReport(Counts counts, long arrived, long diedAgain) {

  /** The number of sent letters whose replay has no place yet. */
  public long onTheirWay() {
    return Math.max(0, counts.of("sent") - arrived - diedAgain);
  }

  /** Reads the journal, the dead letters, and the tables. */
  public static ReplayReport of(Setup setup, ReplayPlan plan) {
    Journal journal = JournalTopic.read(setup.config().kafka());
    LetterStates states = LetterStates.of(setup, journal, Sources.of(setup, plan.letters()));
    RecordSet sent = journal.sentIdsOf(plan.digest());
    RecordSet arrived = new RecordSet();
    RecordSet diedAgain = new RecordSet();
    try (LetterTopic topic = new LetterTopic(setup.config().kafka(), plan.letters())) {
      topic.read(
          java.util.Map.of(),
          topic.ends(),
          letter -> {
            Coordinates origin = letter.origin();
            if (sent.contains(letter.id()) && states.isRepaired(origin)) {
              arrived.add(letter.id());
            } else if (plan.digest().equals(letter.plan()) && !states.isRepaired(origin)) {
              diedAgain.add(origin);
            }
            return true;
          });
    }
    return new ReplayReport(
        Counts.ofRounds(journal.batchesOf(plan.digest())), arrived.size(), diedAgain.size());
  }
}
