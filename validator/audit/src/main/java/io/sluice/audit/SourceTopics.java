package io.sluice.audit;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The existing and deleted source topics of rows and dead letters. */
final class SourceTopics {

  private final Map<String, SourceTopic> byId = new LinkedHashMap<>();
  private final Map<String, SourceTopic> existing = new HashMap<>();

  void add(SourceTopic topic) {
    byId.put(topic.id(), topic);
    if (topic.exists()) {
      existing.put(topic.name(), topic);
    }
  }

  Collection<SourceTopic> all() {
    return byId.values();
  }

  /** The topic with an ID and a name, or null. */
  @Nullable SourceTopic of(String name, String id) {
    SourceTopic topic = byId.get(id);
    return topic != null && topic.name().equals(name) ? topic : null;
  }

  /** The existing topic with a name, or null. */
  @Nullable SourceTopic existing(String name) {
    return existing.get(name);
  }

  /** Whether there was more than one topic with a name. */
  boolean isAmbiguous(String name) {
    return byId.values().stream().filter(topic -> topic.name().equals(name)).limit(2).count() > 1;
  }

  /**
   * The topic of a row without a topic ID.
   *
   * @param ids the IDs of the topics with that name that the table has marks for
   * @return null if there are several candidates, or none
   */
  @Nullable SourceTopic onlyOne(String name, Set<String> ids) {
    return ids.size() == 1 ? of(name, ids.iterator().next()) : null;
  }
}
