package io.sluice.job.deadletter;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** The state of a dead-letter topic. */
public sealed interface TopicState extends Serializable {

  /** The reason why letters cannot be written, or null if they can. */
  @Nullable String trouble();

  /**
   * Letters can be written.
   *
   * @param mostBytes the topic's {@code max.message.bytes}
   */
  record Usable(int mostBytes) implements TopicState {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable String trouble() {
      return null;
    }
  }

  /**
   * Letters cannot be written.
   *
   * @param reason a human-readable reason: what is wrong with the topic and how to fix it
   */
  record Unusable(String reason) implements TopicState {
    private static final long serialVersionUID = 1L;

    @Override
    public String trouble() {
      return reason;
    }
  }
}
