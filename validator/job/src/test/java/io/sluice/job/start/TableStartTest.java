package io.sluice.job.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.failure.ConflictException;
import io.sluice.job.handover.GatedPartition.TableFilter;
import io.sluice.job.mark.Marks;
import io.sluice.kafka.SourcePartition;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a table needs of a partition when a run starts, and what it refuses to continue. */
class TableStartTest {

  private static final String TABLE = "shop.orders";
  private static final SourcePartition P0 = new SourcePartition("orders", "id1", 0);
  private static final TableState DROPPED = TableState.ABSENT;

  private static TableState table(String id, long mark) {
    return new TableState(id, Marks.NONE.moved(Map.of(P0, mark), "shop"));
  }

  private static TableFilter filter(
      TableStart start, TableState state, @Nullable StartRecord record) {
    return start.filter(TABLE, P0, state, record);
  }

  @Test
  void aTableNeedsWhatNeitherTheStartNorTheTableHasSettled() {
    TableStart start = new TableStart(5, 30);
    assertThat(filter(start, table("t1", 20), null)).isEqualTo(new TableFilter(5, 30, 20));
    assertThat(filter(start, table("t1", 40), null)).isEqualTo(new TableFilter(5, 40, 40));
    assertThat(filter(start, table("t1", 40), new StartRecord("t1", 5, 60, 40)))
        .isEqualTo(new TableFilter(5, 60, 40));
    assertThat(filter(TableStart.BEGINNING, DROPPED, null)).isEqualTo(new TableFilter(0, 0, 0));
  }

  @Test
  void aTableThatLostItsMarkIsAConflict() {
    StartRecord record = new StartRecord("t1", 5, 60, 40);
    assertThatThrownBy(() -> filter(new TableStart(5, 5), table("t1", 0), record))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "table shop.orders has no mark for orders/0, but it had mark 40: the table was rolled"
                + " back, or its property sluice.marks was changed. Restore the property. To read"
                + " everything again instead, drop the table.");
  }

  @Test
  void aTableThatWasDroppedSinceTheCheckpointIsAConflict() {
    StartRecord record = new StartRecord("t1", 5, 60, 40);
    assertThatThrownBy(() -> filter(new TableStart(5, 5), DROPPED, record))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "table shop.orders was dropped, recreated, or rolled back, but the checkpoint resumes"
                + " orders/0 past records that the table no longer has. To read its topics again,"
                + " start without state.");
  }

  @Test
  void aTableThatIsBehindItsStartIsAConflict() {
    StartRecord record = StartRecord.at(null, 5);
    TableStart start = new TableStart(5, 30);
    assertThatThrownBy(() -> filter(start, DROPPED, record))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("was dropped, recreated, or rolled back");
    assertThat(filter(start, DROPPED, record.raised(30, 0))).isEqualTo(new TableFilter(5, 30, 0));
    assertThat(filter(new TableStart(30, 30), DROPPED, record))
        .as("it has had nothing yet")
        .isEqualTo(new TableFilter(30, 30, 0));
  }
}
