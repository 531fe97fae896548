package io.sluice.pipeline;

import io.sluice.contract.Contract;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How a contract selects topics: one topic by name, or topics by pattern.
 *
 * @param text a topic's name, or a regular expression for whole names
 */
public record Selection(Kind kind, String text) {

  /** The two ways to select. */
  public enum Kind {
    TOPIC,
    PATTERN
  }

  /** The selections of a contract's source. */
  public static List<Selection> of(Contract.Source source) {
    List<Selection> selections = new ArrayList<>();
    source.topics().forEach(topic -> selections.add(new Selection(Kind.TOPIC, topic)));
    if (source.topicPattern() != null) {
      selections.add(new Selection(Kind.PATTERN, source.topicPattern()));
    }
    return selections;
  }

  /**
   * Whether it selects the given topic. The caller has already excluded topics that Sluice writes.
   */
  public boolean selects(String topic) {
    return switch (kind) {
      case TOPIC -> text.equals(topic);
      case PATTERN -> Pattern.matches(text, topic);
    };
  }
}
