package io.sluice.job.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.job.mark.Marks;
import io.sluice.kafka.SourcePartition;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a start record says, and what a table makes of it. */
class StartRecordTest {

  private static final SourcePartition P0 = new SourcePartition("orders", "id1", 0);
  private static final StartRecord UNMARKED = new StartRecord(null, 5, 60, StartRecord.NO_MARK);
  private static final StartRecord MARKED = new StartRecord("t1", 5, 60, 40);

  private static TableState table(String id, long mark) {
    return new TableState(id, Marks.NONE.moved(Map.of(P0, mark), "shop"));
  }

  @Test
  void nothingIsSettledWhereReadingStarts() {
    assertThat(StartRecord.at("t1", 7)).isEqualTo(new StartRecord("t1", 7, 7, StartRecord.NO_MARK));
  }

  @Test
  void aMarkSettlesWhatIsBelowIt() {
    assertThat(UNMARKED.marked("t1", 80)).isEqualTo(new StartRecord("t1", 5, 80, 80));
    assertThat(UNMARKED.marked("t1", 50)).isEqualTo(new StartRecord("t1", 5, 60, 50));
  }

  @Test
  void theSettledOffsetIsNeverLowered() {
    assertThat(UNMARKED.raised(70, 0)).isEqualTo(new StartRecord(null, 5, 70, -1));
    assertThat(UNMARKED.raised(50, 0)).isEqualTo(UNMARKED);
    assertThat(MARKED.raised(70, 0)).isEqualTo(new StartRecord("t1", 5, 70, 40));
    assertThat(MARKED.raised(70, 45)).isEqualTo(new StartRecord("t1", 5, 70, 45));
    assertThat(MARKED.raised(70, 35)).isEqualTo(new StartRecord("t1", 5, 70, 40));
  }

  @Test
  void aRunThatKnewAnotherTableRaisesNothing() {
    assertThat(UNMARKED.raised(70, 1)).isEqualTo(UNMARKED);
  }

  @Test
  void aRecordHasTheMarkOfOneTableOnly() {
    assertThat(MARKED.hasMarkOf("t1")).isTrue();
    assertThat(MARKED.hasMarkOf("t2")).isFalse();
    assertThat(StartRecord.at("t1", 5).hasMarkOf("t1")).isFalse();
  }

  @Test
  void aRecordSpeaksOfATableWhoseMarkWasNotSetBack() {
    assertThat(MARKED.speaksOf("t1", 41)).isTrue();
    assertThat(MARKED.speaksOf("t1", 40)).isTrue();
    assertThat(MARKED.speaksOf("t1", 39)).isFalse();
    assertThat(MARKED.speaksOf("t2", 41)).isFalse();
    assertThat(MARKED.speaksOf(null, 41)).isFalse();
  }

  @Test
  void aRecordIsOfTheTableThatItNamesAndElseOfAny() {
    assertThat(MARKED.isOf("t1")).isTrue();
    assertThat(MARKED.isOf("t2")).isFalse();
    assertThat(MARKED.isOf(null)).isFalse();
    assertThat(UNMARKED.isOf("t2")).isTrue();
    assertThat(UNMARKED.isOf(null)).isTrue();
  }

  @Test
  void whatIsSettledIsTheMarkOrWhatTheRecordKnowsAboveIt() {
    assertThat(table("t1", 40).settled(P0, null)).isEqualTo(40);
    assertThat(table("t1", 40).settled(P0, MARKED)).isEqualTo(60);
    assertThat(table("t1", 70).settled(P0, MARKED)).isEqualTo(70);
    assertThat(table("t1", 30).settled(P0, MARKED)).as("the mark was set back").isEqualTo(30);
    assertThat(table("t2", 40).settled(P0, MARKED)).as("another table").isEqualTo(40);
    assertThat(TableState.ABSENT.settled(P0, null)).isZero();
    assertThat(TableState.ABSENT.settled(P0, UNMARKED)).isEqualTo(60);
    assertThat(TableState.ABSENT.settled(P0, MARKED)).as("the table was dropped").isZero();
    assertThat(table("t1", 0).settled(P0, MARKED)).as("the mark was lost").isZero();
    assertThat(table("t1", 0).settled(P0, UNMARKED)).isEqualTo(60);
  }
}
