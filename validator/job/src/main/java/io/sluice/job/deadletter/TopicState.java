package io.sluice.job.deadletter;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What a look at a dead-letter topic found. */
public sealed interface TopicState extends Serializable {

  /** Why letters cannot be written, or null where they can. */
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
   * @param reason for people: what is wrong with the topic and how to fix it
   */
  record Unusable(String reason) implements TopicState {
    private static final long serialVersionUID = 1L;

    @Override
    public String trouble() {
      return reason;
    }
  }
}
