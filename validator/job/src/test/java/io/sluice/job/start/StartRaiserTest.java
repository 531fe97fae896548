package io.sluice.job.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.failure.OutageException;
import io.sluice.job.start.StartRaiser.Committed;
import io.sluice.job.start.StartRaiser.Settled;
import io.sluice.kafka.SourcePartition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartRaiserTest {

  private static final String TABLE = "shop.orders";
  private static final SourcePartition P0 = new SourcePartition("orders", "id1", 0);
  private static final SourcePartition P1 = new SourcePartition("orders", "id1", 1);

  /** A store in memory, which counts how often it is read. */
  private static final class Store implements StartStore {

    final StartBook book = new StartBook("catalog");
    final List<StartBook.Entry> written = new ArrayList<>();
    int reads;
    boolean isDown;

    @Override
    public StartBook read() {
      reads++;
      return book;
    }

    @Override
    public void write(List<StartBook.Entry> entries) {
      if (isDown) {
        throw new OutageException("down, by intent", new IOException());
      }
      written.addAll(entries);
      entries.forEach(entry -> book.take(entry.key(), entry.value()));
    }
  }

  private final Store store = new Store();
  private final StartRaiser raiser = new StartRaiser(store);

  private void remember(SourcePartition partition, StartRecord record) {
    store.write(List.of(store.book.entry(TABLE, partition, record)));
    store.written.clear();
  }

  private void settle(SourcePartition partition, long to, long base) {
    raiser.raise(Map.of(TABLE, Map.of(partition, new Settled(to, base))), Map.of());
  }

  private void commit(String tableId, Map<SourcePartition, Long> marks) {
    raiser.raise(Map.of(), Map.of(TABLE, new Committed(tableId, marks)));
  }

  @Test
  void whatIsSettledIsRaised() {
    remember(P0, StartRecord.at(null, 5));
    settle(P0, 60, 0);
    assertThat(store.book.record(TABLE, P0)).isEqualTo(new StartRecord(null, 5, 60, -1));
    assertThat(store.book.record(TABLE, P1)).isNull();
  }

  @Test
  void whatIsSettledAboveAMarkSaysWhichMark() {
    remember(P0, new StartRecord("t1", 5, 40, 40));
    settle(P0, 60, 50);
    assertThat(store.book.record(TABLE, P0)).isEqualTo(new StartRecord("t1", 5, 60, 50));
  }

  @Test
  void whatChangesNothingIsNotWritten() {
    remember(P0, new StartRecord(null, 5, 60, StartRecord.NO_MARK));
    settle(P0, 60, 0);
    settle(P0, 50, 0);
    assertThat(store.written).isEmpty();
  }

  @Test
  void whatIsSettledIsKeptWhereTheEntryWasDeleted() {
    settle(P0, 60, 0);
    assertThat(store.book.record(TABLE, P0)).isEqualTo(new StartRecord(null, 0, 60, -1));
  }

  @Test
  void theFirstCommitSaysWhichTableItIs() {
    remember(P0, StartRecord.at(null, 5));
    commit("t1", Map.of(P0, 70L));
    assertThat(store.book.record(TABLE, P0)).isEqualTo(new StartRecord("t1", 5, 70, 70));
  }

  @Test
  void commitsOfAMarkedTableAskForNothing() {
    commit("t1", Map.of(P0, 70L));
    store.written.clear();
    commit("t1", Map.of(P0, 80L));
    assertThat(store.reads).isEqualTo(1);
    assertThat(store.written).isEmpty();
    commit("t1", Map.of(P0, 90L, P1, 10L));
    assertThat(store.reads).as("another partition").isEqualTo(2);
    assertThat(store.book.record(TABLE, P0)).isEqualTo(new StartRecord("t1", 0, 70, 70));
    assertThat(store.book.record(TABLE, P1)).isEqualTo(new StartRecord("t1", 0, 10, 10));
    settle(P0, 95, 90);
    assertThat(store.book.record(TABLE, P0)).isEqualTo(new StartRecord("t1", 0, 95, 90));
  }

  @Test
  void whatCouldNotBeWrittenIsTriedAgain() {
    store.isDown = true;
    assertThatThrownBy(() -> commit("t1", Map.of(P0, 70L))).isInstanceOf(OutageException.class);
    store.isDown = false;
    commit("t1", Map.of(P0, 70L));
    assertThat(store.book.record(TABLE, P0)).isEqualTo(new StartRecord("t1", 0, 70, 70));
  }

  @Test
  void aRecordThatHasAMarkOfTheTableStays() {
    remember(P0, new StartRecord("t1", 5, 60, 40));
    commit("t1", Map.of(P0, 70L));
    assertThat(store.written).isEmpty();
  }

  @Test
  void aRecordOfAnotherTableIsReplaced() {
    remember(P0, new StartRecord("t0", 5, 60, 40));
    commit("t1", Map.of(P0, 70L));
    assertThat(store.book.record(TABLE, P0)).isEqualTo(new StartRecord("t1", 5, 70, 70));
  }

  @Test
  void aCommitWithoutAMarkSaysNothing() {
    commit("t1", Map.of(P0, 0L));
    assertThat(store.reads).isZero();
    commit("t1", Map.of(P0, 0L, P1, 3L));
    assertThat(store.book.record(TABLE, P0)).isNull();
    assertThat(store.book.record(TABLE, P1)).isEqualTo(new StartRecord("t1", 0, 3, 3));
  }
}
