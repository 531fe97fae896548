package io.sluice.contract;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether a record can match two contracts, judged by the contracts alone. */
enum Overlap {
  /** No record can match both. */
  NONE,
  /** Some records may match both. */
  POSSIBLE,
  /** Every record that matches one contract also matches the other. */
  CERTAIN;

  static Overlap of(Contract one, Contract other) {
    if (sharedTopic(one.source(), other.source()) == null) {
      return NONE;
    }
    Map<String, String> mine = conditions(one.source().match());
    Map<String, String> theirs = conditions(other.source().match());
    for (Map.Entry<String, String> condition : mine.entrySet()) {
      String value = theirs.get(condition.getKey());
      if (value != null && !value.equals(condition.getValue())) {
        return NONE;
      }
    }
    boolean nested =
        mine.entrySet().containsAll(theirs.entrySet())
            || theirs.entrySet().containsAll(mine.entrySet());
    return nested ? CERTAIN : POSSIBLE;
  }

  private static Map<String, String> conditions(Contract.Match match) {
    Map<String, String> conditions = new LinkedHashMap<>();
    if (match.recordName() != null) {
      conditions.put("recordName", match.recordName());
    }
    match.headers().forEach((name, value) -> conditions.put("header " + name, value));
    match.fields().forEach((path, value) -> conditions.put("field " + path, value));
    return conditions;
  }

  /** A description of a topic that both contracts read; null if none is known. */
  static @Nullable String sharedTopic(Contract.Source one, Contract.Source other) {
    // two patterns can be compared only if they are equal
    if (one.topicPattern() != null && one.topicPattern().equals(other.topicPattern())) {
      return "topics that match '" + one.topicPattern() + "'";
    }
    return Stream.concat(
            other.topics().stream().filter(topic -> reads(one, topic)),
            one.topics().stream().filter(topic -> reads(other, topic)))
        .findFirst()
        .map(topic -> "topic '" + topic + "'")
        .orElse(null);
  }

  private static boolean reads(Contract.Source source, String topic) {
    String pattern = source.topicPattern();
    return pattern == null ? source.topics().contains(topic) : Pattern.matches(pattern, topic);
  }
}
