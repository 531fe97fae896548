package io.sluice.job.start;

import io.sluice.kafka.SourcePartition;
import io.sluice.pipeline.Accepted;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides where reading starts. For each table of a source partition, the first matching row of the
 * table in docs/decisions/0012 decides. Splits from Flink's state are already decided and do not
 * come here. The offsets of the consumer group do not matter.
 */
final class StartDecider {

  private final StartBook book;
  private final Accepted accepted;

  StartDecider(StartBook book, Accepted accepted) {
    this.book = book;
    this.accepted = accepted;
  }

  /**
   * One table of one source partition.
   *
   * @param declaredAs the table as contracts name it, which can contain {@code {topic}}, and its
   *     name
   * @param selectedAs the topic that contracts select: the origin of a replay topic, else the topic
   * @param isReplay replay topics are read from their beginning, regardless of the configuration
   */
  record Question(
      String table,
      Set<String> declaredAs,
      TableState state,
      SourcePartition partition,
      String selectedAs,
      boolean isReplay,
      LogState log) {

    /**
     * Whether the table has selected the topic before. Start records do not show this, because a
     * crashed start may have written some of them.
     */
    private boolean isKnownTopic(StartBook book) {
      return state.marks().knows(partition.topic()) || book.selects(declaredAs, selectedAs);
    }

    /** Whether this incarnation of the topic is known for the table. */
    private boolean isKnownId(StartBook book) {
      return state.marks().topics().containsKey(partition.topicId())
          || book.topicsOf(table).containsKey(partition.topicId());
    }

    /** Whether any incarnation of the topic is known. Start records alone do not show this. */
    private boolean isKnownName(StartBook book) {
      boolean hasStarted =
          book.topicsOf(table).containsValue(partition.topic())
              && book.selects(declaredAs, selectedAs);
      return hasStarted || state.marks().knows(partition.topic());
    }
  }

  Decision decide(Question question) {
    StartRecord record = book.record(question.table(), question.partition());
    long mark = question.state().markOf(question.partition());
    String id = question.state().id();
    if (mark > 0) {
      return byMark(question, record, mark);
    }
    if (record != null && !record.isOf(id)) {
      return startOver(question, record);
    }
    if (record != null) {
      return record.mark() == StartRecord.NO_MARK
          ? inRange(question, StartRule.SETTLED, record, record.settled())
          : markLost(question, record);
    }
    if (!question.isKnownId(book) && question.isKnownName(book)) {
      return ofRecreatedTopic(question);
    }
    StartRecord beginning = StartRecord.at(id, 0);
    if (question.isKnownTopic(book)) {
      return inRange(question, StartRule.KNOWN_TOPIC, beginning, 0);
    }
    LogState log = question.log();
    long from = question.isReplay() ? log.start() : log.startFrom();
    return begin(StartRule.START_FROM, StartRecord.at(id, from), from, 0);
  }

  private Decision byMark(Question question, @Nullable StartRecord record, long mark) {
    String id = question.state().id();
    if (record != null && record.speaksOf(id, mark)) {
      long settled = question.state().settled(question.partition(), record);
      return inRange(question, StartRule.MARK, record, settled);
    }
    // no record: the mark is older than start records, so the start of reading is unknown
    long first = record == null ? 0 : record.first();
    return inRange(question, StartRule.MARK, new StartRecord(id, first, mark, mark), mark);
  }

  /**
   * Starts over. Records that retention has removed cannot be read again; their rows were lost with
   * the table.
   */
  private static Decision startOver(Question question, StartRecord record) {
    LogState log = question.log();
    if (record.first() > log.end()) {
      return lostEnd(question, record.first());
    }
    long from = Math.max(record.first(), log.start());
    StartRecord again =
        new StartRecord(question.state().id(), record.first(), from, StartRecord.NO_MARK);
    return begin(StartRule.TABLE_DROPPED, again, from, from - record.first());
  }

  private Decision ofRecreatedTopic(Question question) {
    SourcePartition partition = question.partition();
    String word = Accepted.recreated(partition);
    if (question.isReplay() || accepted.has(word)) {
      StartRecord record = StartRecord.at(question.state().id(), 0);
      return inRange(question, StartRule.TOPIC_RECREATED, record, 0);
    }
    return new Decision.Refused(
        StartConflict.TOPIC_RECREATED,
        question.table(),
        partition,
        word,
        "topic "
            + partition.topic()
            + " was deleted and recreated after table "
            + question.table()
            + " was last written: its ID is now "
            + partition.topicId()
            + ". Its offsets start over, so the table's marks do not apply to it. Unread records"
            + " from the old topic are lost. To read the new topic into the same table from its"
            + " beginning, start with --without-state --accept "
            + word
            + ".");
  }

  private static Decision markLost(Question question, StartRecord record) {
    return new Decision.Refused(
        StartConflict.MARK_LOST,
        question.table(),
        question.partition(),
        null,
        record.markLost(question.table(), question.partition()));
  }

  /** A start that Kafka can still serve, or the conflict if it cannot. */
  private Decision inRange(Question question, StartRule rule, StartRecord record, long from) {
    LogState log = question.log();
    if (from > log.end()) {
      return lostEnd(question, from);
    }
    if (from >= log.start()) {
      return begin(rule, record, from, 0);
    }
    String word = Accepted.gap(question.partition(), from, log.start());
    if (accepted.has(word)) {
      StartRecord after = record.raised(log.start(), 0);
      return begin(rule, after, log.start(), log.start() - from);
    }
    return new Decision.Refused(
        StartConflict.REMOVED_UNREAD,
        question.table(),
        question.partition(),
        word,
        "table "
            + question.table()
            + " continues at offset "
            + from
            + " of "
            + question.partition()
            + " ("
            + rule
            + "), but Kafka's log starts at "
            + log.start()
            + ": offsets "
            + from
            + " to "
            + (log.start() - 1)
            + " were removed before they were read. To accept the loss, start with"
            + " --without-state --accept "
            + word
            + ".");
  }

  private static Decision lostEnd(Question question, long from) {
    return new Decision.Refused(
        StartConflict.LOST_END,
        question.table(),
        question.partition(),
        null,
        "table "
            + question.table()
            + " continues at offset "
            + from
            + " of "
            + question.partition()
            + ", but Kafka has only offsets "
            + question.log().start()
            + " to "
            + question.log().end()
            + ": the end of the topic was truncated, and new records will reuse offsets that the"
            + " table already has. Change the contract to write to a new table, or delete and"
            + " recreate the topic.");
  }

  private static Decision begin(StartRule rule, StartRecord record, long from, long missing) {
    return new Decision.Begin(rule, new TableStart(record.first(), from), missing, record);
  }
}
