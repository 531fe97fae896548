package io.sluice.job.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.job.mark.Marks;
import io.sluice.job.start.StartDecider.Question;
import io.sluice.kafka.SourcePartition;
import io.sluice.pipeline.Accepted;
import io.sluice.pipeline.Selection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each row of the table in docs/decisions/0012, and each conflict. */
class StartDeciderTest {

  private static final String TABLE = "shop.orders";
  private static final SourcePartition P0 = new SourcePartition("orders", "id1", 0);
  private static final SourcePartition P1 = new SourcePartition("orders", "id1", 1);
  private static final LogState LOG = new LogState(0, 100, 90);

  private final StartBook book = new StartBook("catalog");

  private static TableState table(String id, Map<SourcePartition, Long> marks) {
    return new TableState(id, marks.isEmpty() ? Marks.NONE : Marks.NONE.moved(marks, "shop"));
  }

  private void remember(SourcePartition partition, StartRecord record) {
    take(book.entry(TABLE, partition, record));
  }

  private void select(Selection selection) {
    book.adding(TABLE, List.of(selection)).forEach(this::take);
    assertThat(book.adding(TABLE, List.of(selection))).as("it is known now").isEmpty();
  }

  private void take(StartBook.Entry entry) {
    book.take(entry.key(), entry.value());
  }

  private Decision decide(TableState state, SourcePartition partition, LogState log) {
    return decide(state, partition, log, false, Accepted.NOTHING);
  }

  private Decision decide(
      TableState state,
      SourcePartition partition,
      LogState log,
      boolean replay,
      Accepted accepted) {
    return new StartDecider(book, accepted)
        .decide(new Question(TABLE, Set.of(TABLE), state, partition, "orders", replay, log));
  }

  private static void requireStart(Decision decision, StartRule rule, long first, long from) {
    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Begin.class,
            begin -> {
              assertThat(begin.rule()).isEqualTo(rule);
              assertThat(begin.start()).isEqualTo(new TableStart(first, from));
            });
  }

  private static void requireRefused(Decision decision, StartConflict conflict, String... words) {
    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Refused.class,
            refused -> {
              assertThat(refused.conflict()).isEqualTo(conflict);
              for (String word : words) {
                assertThat(refused.message()).contains(word);
              }
            });
  }

  @Test
  void aMarkDecidesAndWhatIsSettledAboveItCounts() {
    TableState table = table("t1", Map.of(P0, 40L));
    requireStart(decide(table, P0, LOG), StartRule.MARK, 0, 40);
    remember(P0, new StartRecord("t1", 5, 60, 40));
    requireStart(decide(table, P0, LOG), StartRule.MARK, 5, 60);
    requireStart(decide(table("t1", Map.of(P0, 50L)), P0, LOG), StartRule.MARK, 5, 60);
  }

  @Test
  void aMarkThatWasSetBackOnPurposeIsBelieved() {
    remember(P0, new StartRecord("t1", 5, 60, 40));
    requireStart(decide(table("t1", Map.of(P0, 30L)), P0, LOG), StartRule.MARK, 5, 30);
  }

  @Test
  void aTableThatWasDroppedStartsOver() {
    remember(P0, new StartRecord("t1", 5, 60, 40));
    requireStart(decide(TableState.ABSENT, P0, LOG), StartRule.TABLE_DROPPED, 5, 5);
    requireStart(decide(table("t2", Map.of()), P0, LOG), StartRule.TABLE_DROPPED, 5, 5);
    Decision later = decide(TableState.ABSENT, P0, new LogState(20, 100, 90));
    requireStart(later, StartRule.TABLE_DROPPED, 5, 20);
    assertThat(((Decision.Begin) later).missing()).as("reported, not refused").isEqualTo(15);
  }

  @Test
  void aTopicThatEndsBeforeADroppedTablesFirstRecordIsAConflict() {
    remember(P0, new StartRecord("t1", 100, 100, 100));
    requireStart(decide(TableState.ABSENT, P0, LOG), StartRule.TABLE_DROPPED, 100, 100);
    remember(P0, new StartRecord("t1", 101, 101, 101));
    requireRefused(decide(TableState.ABSENT, P0, LOG), StartConflict.LOST_END, "offset 101");
  }

  @Test
  void aTableWithoutRowsContinuesWhereItIsSettled() {
    remember(P0, new StartRecord(null, 5, 60, StartRecord.NO_MARK));
    requireStart(decide(TableState.ABSENT, P0, LOG), StartRule.SETTLED, 5, 60);
    requireStart(decide(table("t1", Map.of(P1, 7L)), P0, LOG), StartRule.SETTLED, 5, 60);
  }

  @Test
  void aRecreatedTopicIsRefusedUntilItsIdIsAccepted() {
    SourcePartition again = new SourcePartition("orders", "id2", 0);
    TableState table = table("t1", Map.of(P0, 40L));
    requireRefused(
        decide(table, again, LOG), StartConflict.TOPIC_RECREATED, "recreated:orders:id2");
    requireStart(
        decide(table, again, LOG, true, Accepted.NOTHING), StartRule.TOPIC_RECREATED, 0, 0);
    Accepted accepted = new Accepted(Set.of("recreated:orders:id2"));
    requireStart(decide(table, again, LOG, false, accepted), StartRule.TOPIC_RECREATED, 0, 0);
    Accepted other = new Accepted(Set.of("recreated:orders:id3"));
    requireRefused(decide(table, again, LOG, false, other), StartConflict.TOPIC_RECREATED);
  }

  @Test
  void whatAppearsLaterStartsAtItsBeginning() {
    requireStart(decide(table("t1", Map.of(P1, 7L)), P0, LOG), StartRule.KNOWN_TOPIC, 0, 0);
    requireStart(decide(TableState.ABSENT, P0, LOG), StartRule.START_FROM, 90, 90);
    select(new Selection(Selection.Kind.PATTERN, "ord.*"));
    requireStart(decide(TableState.ABSENT, P0, LOG), StartRule.KNOWN_TOPIC, 0, 0);
  }

  @Test
  void aStartThatCrashedHalfwayMakesNoTopicKnown() {
    remember(P1, StartRecord.at(null, 90));
    requireStart(decide(TableState.ABSENT, P0, LOG), StartRule.START_FROM, 90, 90);
  }

  @Test
  void aTopicThatIsRecreatedAfterAStartThatCrashedIsNew() {
    remember(new SourcePartition("orders", "id0", 0), StartRecord.at(null, 7));
    requireStart(decide(TableState.ABSENT, P0, LOG), StartRule.START_FROM, 90, 90);
    select(new Selection(Selection.Kind.TOPIC, "orders"));
    requireRefused(decide(TableState.ABSENT, P0, LOG), StartConflict.TOPIC_RECREATED);
  }

  @Test
  void aNewReplayTopicIsReadFromItsBeginning() {
    LogState log = new LogState(3, 100, 90);
    requireStart(
        decide(TableState.ABSENT, P0, log, true, Accepted.NOTHING), StartRule.START_FROM, 3, 3);
  }

  @Test
  void recordsThatAreGoneAreAConflictThatNamesThem() {
    LogState log = new LogState(60, 100, 90);
    String word = "gap:orders/0:40-59";
    requireRefused(
        decide(table("t1", Map.of(P0, 40L)), P0, log),
        StartConflict.REMOVED_UNREAD,
        "offsets 40 to 59",
        word);
    remember(P0, new StartRecord(null, 0, 40, StartRecord.NO_MARK));
    requireRefused(decide(TableState.ABSENT, P0, log), StartConflict.REMOVED_UNREAD, word);
    requireStart(
        decide(TableState.ABSENT, P0, log, false, new Accepted(Set.of(word))),
        StartRule.SETTLED,
        0,
        60);
    requireRefused(
        decide(TableState.ABSENT, P0, log, false, new Accepted(Set.of("gap:orders/0:40-58"))),
        StartConflict.REMOVED_UNREAD);
  }

  @Test
  void aTopicThatLostItsEndAndATableThatLostItsMarkAreConflicts() {
    requireStart(decide(table("t1", Map.of(P0, 100L)), P0, LOG), StartRule.MARK, 0, 100);
    requireRefused(
        decide(table("t1", Map.of(P0, 101L)), P0, LOG), StartConflict.LOST_END, "0 to 100");
    remember(P0, new StartRecord("t1", 0, 40, 40));
    requireRefused(
        decide(table("t1", Map.of(P1, 7L)), P0, LOG), StartConflict.MARK_LOST, "mark 40");
  }

  @Test
  void entriesOfOtherCatalogsAndOfOthersSayNothing() {
    StartBook other = new StartBook("another catalog");
    take(other.entry(TABLE, P0, StartRecord.at(null, 5)));
    book.take("no JSON", "no JSON");
    book.take(
        "{\"kind\":\"selection\",\"catalog\":\"catalog\",\"table\":\"t\",\"by\":\"MAGIC\"}", "{}");
    book.take("{\"kind\":\"start\",\"catalog\":\"catalog\",\"table\":\"t\"}", null);
    assertThat(book.record(TABLE, P0)).isNull();
  }
}
