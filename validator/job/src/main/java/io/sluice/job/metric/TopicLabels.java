package io.sluice.job.metric;

import io.sluice.pipeline.Topics;
import java.util.HashSet;
import java.util.Set;

/**
 * Names topics and their tables in labels. Those that contracts name have their own; of those that
 * patterns match, so do the first {@link #MOST}, and all others share one.
 */
public final class TopicLabels {

  /** How many topics of patterns have labels of their own in a subtask. */
  static final int MOST = 100;

  /** The label of all others. */
  public static final String OTHER = "other";

  private final Set<String> declared = new HashSet<>();
  private final Set<String> matched = new HashSet<>();

  public TopicLabels(Topics topics) {
    declared.addAll(topics.named());
    declared.addAll(topics.replayTopics());
    topics.named().forEach(topic -> declared.addAll(topics.tablesOf(topic)));
  }

  /** The label of a topic or of a table. */
  public String of(String name) {
    boolean own = declared.contains(name) || matched.contains(name);
    if (own) {
      return name;
    }
    if (matched.size() < MOST) {
      matched.add(name);
      return name;
    }
    return OTHER;
  }
}
