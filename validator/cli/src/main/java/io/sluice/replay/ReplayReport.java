package io.sluice.replay;

import io.sluice.letters.Journal;
import io.sluice.letters.JournalTopic;
import io.sluice.letters.LetterAccess;
import io.sluice.letters.LetterStates;
import io.sluice.letters.LetterTopic;
import io.sluice.offset.Coordinates;
import io.sluice.offset.RecordSet;
import org.jspecify.annotations.Nullable;

/**
 * The results of a plan.
 *
 * @param counts the letters sent in all rounds, and all other counts of the last round
 * @param arrived the number of sent letters whose replay is in a table; null if the tables are not
 *     known
 * @param diedAgain the number of sent letters that died again, by their new dead letters
 */
public record ReplayReport(Counts counts, @Nullable Long arrived, long diedAgain) {

  /**
   * The number of sent letters whose replay is not accounted for yet; null if the tables are not
   * known.
   */
  public @Nullable Long onTheirWay() {
    Long inTables = arrived;
    return inTables == null ? null : Math.max(0, counts.of("sent") - inTables - diedAgain);
  }

  /** Reads the journal and the letters, and the tables if they are known. */
  public static ReplayReport of(LetterAccess access, ReplayPlan plan) {
    Journal journal = JournalTopic.read(access.kafka());
    LetterStates states = access.states(plan.letters(), journal);
    RecordSet sent = journal.sentIdsOf(plan.digest());
    RecordSet arrived = new RecordSet();
    RecordSet diedAgain = new RecordSet();
    try (LetterTopic topic = new LetterTopic(access.kafka(), plan.letters())) {
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
        Counts.ofRounds(journal.batchesOf(plan.digest())),
        states.hasTables() ? arrived.size() : null,
        diedAgain.size());
  }
}
