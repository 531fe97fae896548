package io.sluice.replay;

import io.sluice.fix.Fix;
import io.sluice.letters.LetterFilter;
import java.util.Map;

/**
 * A replay as it was frozen: what is selected, what is done with it, and by which rules it was
 * looked at.
 *
 * @param file for messages
 * @param name of the plan; the journal knows it by its digest
 * @param letters the dead-letter topic
 * @param until per partition of it, where the selection ends, exclusive
 * @param target where records go; {@code {topic}} stands for the topic of the record that died
 * @param perKey whether later letters of a key wait for earlier ones that still fail
 * @param maxAttempts letters that were replayed so often are moved aside
 * @param rules by contract, the version of the rules when the plan was made
 * @param payloads by id of a letter, a file that has its new payload
 * @param selected how many letters were selected
 * @param digest of everything but who made it, when, and what was counted
 */
public record ReplayPlan(
    String file,
    String name,
    String letters,
    Map<Integer, Long> until,
    LetterFilter filter,
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

  /** Where the records of a topic go. */
  String targetOf(String topic) {
    return target.replace("{topic}", topic);
  }
}
