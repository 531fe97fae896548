package io.sluice.replay;

import io.sluice.fix.Fix;
import io.sluice.letters.LetterFilter;
import io.sluice.letters.State;
import java.util.Map;

/**
 * A fixed plan of a replay: the selected letters, their fix and target, and the rules version.
 *
 * @param file the plan's file, for messages
 * @param name the plan's name; the journal identifies the plan by its digest
 * @param letters the dead-letter topic
 * @param until the end of the selection by partition of the dead-letter topic, exclusive
 * @param state the state of the letters to send, open or parked
 * @param target the topic to send records to; {@code {topic}} stands for the record's source topic
 * @param perKey whether later letters of a key wait for earlier ones that still fail
 * @param maxAttempts the number of replays after which a letter is parked
 * @param rules the rules version when the plan was made, by contract
 * @param payloads the file with a letter's new payload, by letter ID
 * @param selected the number of selected letters
 * @param digest a digest of everything except the keys that only inform readers
 */
public record ReplayPlan(
    String file,
    String name,
    String letters,
    Map<Integer, Long> until,
    LetterFilter filter,
    State state,
    String target,
    boolean perKey,
    int maxAttempts,
    Map<String, String> rules,
    Fix fix,
    Map<String, String> payloads,
    long selected,
    String digest) {

  static final String TARGET = "{topic}.replay";
  static final int MAX_ATTEMPTS = 5;

  /** The topic that the records of a topic are sent to. */
  String targetOf(String topic) {
    return target.replace("{topic}", topic);
  }
}
