package io.sluice.job.lake.commit;

import io.sluice.kafka.SourcePartition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;

/** Kafka for simulations, as far as offsets go: logs with markers, open transactions, retention. */
@NullUnmarked // a null that should not be there fails the simulation
final class SimulatedKafka {

  /** What is at an offset. */
  enum What {
    RECORD,
    /** Committed or aborted by its transaction later. */
    OPEN,
    ABORTED,
    MARKER,
    COMPACTED
  }

  /** One offset of a log. */
  static final class Entry {
    What what;
    final int kind;
    final boolean isDead;

    Entry(What what, int kind, boolean isDead) {
      this.what = what;
      this.kind = kind;
      this.isDead = isDead;
    }
  }

  /** A partition of one incarnation of a topic. */
  static final class Log {
    final SourcePartition id;
    final List<Entry> entries = new ArrayList<>();
    long start;

    Log(SourcePartition id) {
      this.id = id;
    }

    long end() {
      return entries.size();
    }

    /** Where readers of committed records stop. */
    long stable() {
      for (int i = 0; i < entries.size(); i++) {
        if (entries.get(i).what == What.OPEN) {
          return i;
        }
      }
      return entries.size();
    }

    void retain(long from) {
      start = Math.max(start, Math.min(from, end()));
    }
  }

  private final Map<String, List<Log>> topics = new LinkedHashMap<>();
  private int ids;

  void create(String topic, int partitions) {
    String id = "id" + ids++;
    List<Log> logs = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      logs.add(new Log(new SourcePartition(topic, id, i)));
    }
    topics.put(topic, logs);
  }

  boolean exists(String topic) {
    return topics.containsKey(topic);
  }

  void delete(String topic) {
    topics.remove(topic);
  }

  void addPartition(String topic) {
    List<Log> logs = topics.get(topic);
    SourcePartition first = logs.get(0).id;
    logs.add(new Log(new SourcePartition(topic, first.topicId(), logs.size())));
  }

  List<String> topics() {
    return List.copyOf(topics.keySet());
  }

  List<Log> logs(String topic) {
    return topics.getOrDefault(topic, List.of());
  }

  List<Log> logs() {
    return topics.values().stream().flatMap(List::stream).toList();
  }

  /** The log of a partition, or null where its topic was deleted. */
  Log log(SourcePartition partition) {
    for (Log log : logs(partition.topic())) {
      if (log.id.equals(partition)) {
        return log;
      }
    }
    return null;
  }

  void produce(Log log, int kind, boolean isDead, What what) {
    log.entries.add(new Entry(what, kind, isDead));
  }

  /** Ends the open transaction of a log, if there is one. */
  void end(Log log, boolean commit) {
    boolean any = false;
    for (Entry entry : log.entries) {
      if (entry.what == What.OPEN) {
        entry.what = commit ? What.RECORD : What.ABORTED;
        any = true;
      }
    }
    if (any) {
      log.entries.add(new Entry(What.MARKER, 0, false));
    }
  }

  /** Removes a record as compaction does, which keeps the last one. */
  void compact(Log log, int offset) {
    if (offset < log.entries.size() - 1 && log.entries.get(offset).what == What.RECORD) {
      log.entries.get(offset).what = What.COMPACTED;
    }
  }
}
