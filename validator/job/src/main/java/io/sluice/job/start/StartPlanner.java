package io.sluice.job.start;

import io.sluice.job.mark.Marks;
import io.sluice.job.start.StartDecider.Question;
import io.sluice.kafka.SourcePartition;
import io.sluice.pipeline.Accepted;
import io.sluice.pipeline.Topics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Plans where a pipeline starts on source partitions: decides for each table of each partition, and
 * lists the records to store before the first record is read.
 */
public final class StartPlanner {

  private final Topics topics;
  private final Accepted accepted;

  public StartPlanner(Topics topics, Accepted accepted) {
    this.topics = topics;
    this.accepted = accepted;
  }

  /**
   * The situation in which the plan is made.
   *
   * @param topics all source topics that exist
   * @param unreadable topics that the job does not have permission to read for now: their tables
   *     and partitions are decided once permission is granted
   * @param added partitions to start on, as they are in Kafka
   * @param restored partitions that Flink's state has, with the offsets at which they were started;
   *     nothing is decided for them, but they are remembered
   * @param tables gives a table by name
   * @param ledger the marks of the pipeline's ledger
   */
  public record Situation(
      Set<String> topics,
      Set<String> unreadable,
      Map<SourcePartition, LogState> added,
      Map<SourcePartition, Long> restored,
      StartBook book,
      Function<String, TableState> tables,
      Marks ledger) {}

  /** Makes a plan, without changing anything. */
  public StartPlan plan(Situation situation) {
    Map<String, TableState> states = new TreeMap<>();
    Function<String, TableState> tables =
        table -> states.computeIfAbsent(table, situation.tables());
    StartPlan plan = new StartPlan();
    StartDecider decider = new StartDecider(situation.book(), accepted);
    situation
        .added()
        .forEach((partition, log) -> add(plan, situation, decider, partition, log, tables));
    situation
        .restored()
        .forEach((partition, started) -> adopt(plan, situation.book(), partition, started, tables));
    Set<String> postponed = postponed(situation);
    topics
        .selections()
        .forEach(
            (table, selections) -> {
              if (!postponed.contains(table)) {
                plan.selections().addAll(situation.book().adding(table, selections));
              }
            });
    noteGone(plan, situation, states);
    return plan;
  }

  /**
   * Tables whose selections are not stored yet. A topic that is selected when they are stored
   * counts as read from the beginning.
   */
  private Set<String> postponed(Situation situation) {
    Set<String> tables = new TreeSet<>();
    for (String topic : situation.unreadable()) {
      topics.declaredTables(topic).values().forEach(tables::addAll);
    }
    return tables;
  }

  /** Adds notes about deleted topics, whose unread records are lost. */
  private void noteGone(StartPlan plan, Situation situation, Map<String, TableState> states) {
    states.forEach(
        (table, state) -> {
          Set<String> fed = new TreeSet<>(situation.book().topicsOf(table).values());
          state.marks().topics().values().forEach(topic -> fed.add(topic.topic()));
          fed.removeAll(situation.topics());
          fed.removeAll(situation.unreadable());
          for (String topic : fed) {
            if (topics.isRead(topic)) {
              plan.notes()
                  .add(
                      "topic "
                          + topic
                          + ", which fed table "
                          + table
                          + ", no longer exists; its unread records are lost");
            }
          }
        });
  }

  private void add(
      StartPlan plan,
      Situation situation,
      StartDecider decider,
      SourcePartition partition,
      LogState log,
      Function<String, TableState> tables) {
    String origin = topics.replayedTopicOf(partition.topic());
    String selectedAs = origin == null ? partition.topic() : origin;
    Map<String, Decision.Begin> begins = new LinkedHashMap<>();
    topics
        .declaredTables(partition.topic())
        .forEach(
            (table, declaredAs) -> {
              TableState state = tables.apply(table);
              Question question =
                  new Question(
                      table, declaredAs, state, partition, selectedAs, origin != null, log);
              decider
                  .decide(question)
                  .match(begin -> begins.put(table, begin), plan.refused()::add);
            });
    begins.forEach(
        (table, begin) -> {
          plan.remember(situation.book(), table, partition, begin.record());
          plan.noteMissing(table, partition, begin);
        });
    plan.starts().add(start(partition, log, begins, situation.ledger()));
  }

  /**
   * The ledger may lag behind the tables. Its missing records are read again, and counted, but not
   * stored.
   */
  private static PartitionStart start(
      SourcePartition partition, LogState log, Map<String, Decision.Begin> begins, Marks ledger) {
    long offset =
        begins.values().stream().mapToLong(begin -> begin.start().from()).min().orElse(log.end());
    long counted = Math.min(ledger.of(partition).orElse(offset), offset);
    long from = Math.max(counted, Math.min(log.start(), offset));
    return new PartitionStart(partition, from, begins, from - counted);
  }

  /**
   * Adds a partition of Flink's state to the book. A partition of an earlier version is not in the
   * book yet.
   */
  private void adopt(
      StartPlan plan,
      StartBook book,
      SourcePartition partition,
      long started,
      Function<String, TableState> tables) {
    for (String table : topics.tablesOf(partition.topic())) {
      TableState state = tables.apply(table);
      StartRecord known = book.record(table, partition);
      StartRecord record = known == null ? StartRecord.at(state.id(), started) : known;
      long mark = state.markOf(partition);
      boolean isNews = mark > 0 && record.mark() == StartRecord.NO_MARK;
      plan.remember(book, table, partition, isNews ? record.marked(state.id(), mark) : record);
    }
  }
}
