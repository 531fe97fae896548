package io.sluice.audit;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The topics that rows and dead letters may be of: those that exist, and those that once did. */
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

  /** The topic of an id, where its name is that one; else null. */
  @Nullable SourceTopic of(String name, String id) {
    SourceTopic topic = byId.get(id);
    return topic != null && topic.name().equals(name) ? topic : null;
  }

  /** The topic that exists under a name, or null. */
  @Nullable SourceTopic existing(String name) {
    return existing.get(name);
  }

  /** Whether there was more than one topic of a name. */
  boolean isAmbiguous(String name) {
    return byId.values().stream().filter(topic -> topic.name().equals(name)).limit(2).count() > 1;
  }

  /**
   * The topic that a row without topic id is of.
   *
   * @param ids of the topics of that name that the table has marks of
   * @return null where it may be none or several
   */
  @Nullable SourceTopic onlyOne(String name, Set<String> ids) {
    return ids.size() == 1 ? of(name, ids.iterator().next()) : null;
  }
}
