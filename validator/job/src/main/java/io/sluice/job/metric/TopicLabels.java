package io.sluice.job.metric;

import io.sluice.pipeline.Topics;
import java.util.HashSet;
import java.util.Set;

/**
 * The labels of topics and tables. Topics that contracts list have their own labels. Among the
 * topics that match a pattern, the first {@link #MOST} do too, and all others share one.
 */
public final class TopicLabels {

  /** The maximum number of labels in a subtask for topics that match a pattern. */
  static final int MOST = 100;

  /** The label that all others share. */
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
