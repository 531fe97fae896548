package io.sluice.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Whether records can match two contracts, as far as the contracts alone tell. */
enum Overlap {
  /** No record can. */
  NONE,
  /** Some record may. */
  POSSIBLE,
  /** Every record that one of them matches, the other matches as well. */
  CERTAIN;

  static Overlap of(Contract one, Contract other) {
    if (!shareTopic(one.source(), other.source())) {
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

  /** Whether a topic is known that is read for both; of two patterns only equal ones tell. */
  static boolean shareTopic(Contract.Source one, Contract.Source other) {
    if (one.topicPattern() != null && one.topicPattern().equals(other.topicPattern())) {
      return true;
    }
    return named(one, other.topics()) || named(other, one.topics());
  }

  private static boolean named(Contract.Source source, List<String> topics) {
    String pattern = source.topicPattern();
    return topics.stream()
        .anyMatch(
            topic ->
                pattern == null
                    ? source.topics().contains(topic)
                    : Pattern.matches(pattern, topic));
  }
}
