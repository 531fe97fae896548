package io.sluice.pipeline;

import io.sluice.kafka.SourcePartition;
import java.io.Serializable;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The conflicts that the user accepts for one start. Each is named exactly as in its message, so an
 * option that stays in a script does not accept a later conflict.
 *
 * @param words {@code gap:TOPIC/PARTITION:FIRST-LAST} or {@code recreated:TOPIC:TOPIC_ID}
 */
public record Accepted(Set<String> words) implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Nothing is accepted. */
  public static final Accepted NOTHING = new Accepted(Set.of());

  private static final Pattern FORM =
      Pattern.compile("gap:[^/]+/\\d+:\\d+-\\d+|recreated:[^:]+:[^:]+");

  public Accepted {
    words = new TreeSet<>(words);
  }

  /** Whether a word has one of the two forms. */
  public static boolean isWellFormed(String word) {
    return FORM.matcher(word).matches();
  }

  /**
   * The name of a range of offsets that Kafka no longer has.
   *
   * @param to exclusive
   */
  public static String gap(SourcePartition partition, long from, long to) {
    return "gap:" + partition + ":" + from + "-" + (to - 1);
  }

  /** The name of one incarnation of a topic. */
  public static String recreated(SourcePartition partition) {
    return "recreated:" + partition.topic() + ":" + partition.topicId();
  }

  public boolean has(String word) {
    return words.contains(word);
  }
}
