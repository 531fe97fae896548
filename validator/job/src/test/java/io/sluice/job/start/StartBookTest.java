package io.sluice.job.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kafka.SourcePartition;
import io.sluice.pipeline.Selection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StartBookTest {

  private static final String TABLE = "shop.orders";
  private static final SourcePartition P0 = new SourcePartition("orders", "id1", 0);
  private static final SourcePartition P1 = new SourcePartition("orders", "id1", 1);
  private static final StartRecord RECORD = new StartRecord("t1", 5, 60, 40);
  private static final Selection ORDERS = new Selection(Selection.Kind.TOPIC, "orders");
  private static final Selection ALL = new Selection(Selection.Kind.PATTERN, "ord.*");

  private final StartBook book = new StartBook("catalog");

  private void take(StartBook.Entry entry) {
    book.take(entry.key(), entry.value());
  }

  private void delete(StartBook.Entry entry) {
    book.take(entry.key(), null);
  }

  @Test
  void anEntryOfARecordIsAsItStaysInTheTopic() {
    StartBook.Entry entry = book.entry(TABLE, P1, RECORD);
    assertThat(entry.key())
        .isEqualTo(
            "{\"kind\":\"start\",\"catalog\":\"catalog\",\"table\":\"shop.orders\","
                + "\"topicId\":\"id1\",\"partition\":1}");
    assertThat(entry.value())
        .isEqualTo(
            "{\"topic\":\"orders\",\"tableId\":\"t1\",\"first\":5,\"settled\":60,\"mark\":40}");
  }

  @Test
  void aRecordIsReadBackForItsTableAndPartition() {
    take(book.entry(TABLE, P1, RECORD));
    assertThat(book.record(TABLE, P1)).isEqualTo(RECORD);
    assertThat(book.record(TABLE, P0)).isNull();
    assertThat(book.record("shop.refunds", P1)).isNull();
    assertThat(book.record(TABLE, new SourcePartition("orders", "id2", 1))).isNull();
    assertThat(book.topicsOf(TABLE)).isEqualTo(Map.of("id1", "orders"));
    assertThat(book.topicsOf("shop.refunds")).isEmpty();
    StartRecord later = new StartRecord(null, 5, 70, StartRecord.NO_MARK);
    take(book.entry(TABLE, P1, later));
    assertThat(book.record(TABLE, P1)).isEqualTo(later);
  }

  @Test
  void aRecordThatWasDeletedIsGone() {
    take(book.entry(TABLE, P0, RECORD));
    take(book.entry(TABLE, P1, RECORD));
    delete(book.entry(TABLE, P1, RECORD));
    assertThat(book.record(TABLE, P0)).isEqualTo(RECORD);
    assertThat(book.record(TABLE, P1)).isNull();
  }

  @Test
  void aRecordOfAnEarlierVersionHasNoMark() {
    book.take(
        book.entry(TABLE, P0, RECORD).key(), "{\"topic\":\"orders\",\"first\":5,\"settled\":60}");
    assertThat(book.record(TABLE, P0)).isEqualTo(new StartRecord(null, 5, 60, StartRecord.NO_MARK));
  }

  @Test
  void anEntryOfASelectionIsAsItStaysInTheTopic() {
    assertThat(book.adding(TABLE, List.of(ORDERS)))
        .containsExactly(
            new StartBook.Entry(
                "{\"kind\":\"selection\",\"catalog\":\"catalog\",\"table\":\"shop.orders\","
                    + "\"by\":\"TOPIC\",\"text\":\"orders\"}",
                "{}"));
  }

  @Test
  void onlySelectionsThatTheTableHasNotHadAreAdded() {
    assertThat(book.adding(TABLE, List.of(ORDERS, ALL, ORDERS))).hasSize(2);
    book.adding(TABLE, List.of(ORDERS)).forEach(this::take);
    assertThat(book.adding(TABLE, List.of(ORDERS, ALL)))
        .isEqualTo(book.adding(TABLE, List.of(ALL)))
        .hasSize(1);
    assertThat(book.adding("shop.refunds", List.of(ORDERS))).hasSize(1);
  }

  @Test
  void aTableSelectsWhatAnyOfItsSelectionsDoes() {
    book.adding(TABLE, List.of(ORDERS, ALL)).forEach(this::take);
    assertThat(book.selects(Set.of(TABLE), "orders")).isTrue();
    assertThat(book.selects(Set.of(TABLE), "ordnance")).as("by the pattern").isTrue();
    assertThat(book.selects(Set.of(TABLE), "refunds")).isFalse();
    assertThat(book.selects(Set.of("shop.refunds"), "orders")).isFalse();
    assertThat(book.selects(Set.of("shop.refunds", TABLE), "orders")).isTrue();
  }

  @Test
  void aSelectionThatWasDeletedIsGoneAndTheOthersStay() {
    List<StartBook.Entry> entries = book.adding(TABLE, List.of(ORDERS, ALL));
    entries.forEach(this::take);
    delete(entries.get(1));
    assertThat(book.selects(Set.of(TABLE), "ordnance")).isFalse();
    assertThat(book.selects(Set.of(TABLE), "orders")).isTrue();
  }

  @Test
  void entriesOfOtherCatalogsAndOfNewerVersionsSayNothing() {
    StartBook other = new StartBook("another catalog");
    take(other.entry(TABLE, P0, RECORD));
    other.adding(TABLE, List.of(ORDERS)).forEach(this::take);
    String key = book.entry(TABLE, P0, RECORD).key();
    book.take(key.replace("\"start\"", "\"end\""), "{}");
    book.take(key, "no JSON");
    assertThat(book.record(TABLE, P0)).isNull();
    assertThat(book.topicsOf(TABLE)).isEmpty();
    assertThat(book.selects(Set.of(TABLE), "orders")).isFalse();
  }
}
