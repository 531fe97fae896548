package io.sluice.job.lake.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.failure.ConflictException;
import io.sluice.job.lake.commit.TableCommit.Span;
import io.sluice.job.mark.Marks;
import io.sluice.kafka.SourcePartition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which commits continue a table, which it has already, and which must not go in. */
class CommitDecisionTest {

  private static final SourcePartition P0 = new SourcePartition("orders", "id", 0);
  private static final SourcePartition P1 = new SourcePartition("orders", "id", 1);

  private static TableCommit commit(Map<SourcePartition, Span> spans) {
    return new TableCommit("shop.orders", List.of("{}"), List.of(), spans);
  }

  private static Marks marks(long p0, long p1) {
    return Marks.NONE.moved(Map.of(P0, p0, P1, p1), "shop");
  }

  @Test
  void theFirstCommitOfATableContinuesNothing() {
    assertThat(CommitDecision.of(commit(Map.of(P0, new Span(0, 0, 10))), Marks.NONE))
        .isEqualTo(CommitDecision.APPLY);
  }

  @Test
  void theNextContinuesWhereTheMarkIs() {
    assertThat(CommitDecision.of(commit(Map.of(P0, new Span(10, 10, 20))), marks(10, 0)))
        .isEqualTo(CommitDecision.APPLY);
    assertThat(CommitDecision.of(commit(Map.of(P0, new Span(10, 15, 20))), marks(12, 0)))
        .as("an idle commit of another table may have moved the mark within a gap")
        .isEqualTo(CommitDecision.APPLY);
  }

  @Test
  void aCommitWhoseReplyWasLostIsIn() {
    TableCommit commit = commit(Map.of(P0, new Span(10, 10, 20), P1, new Span(5, 5, 9)));
    assertThat(CommitDecision.of(commit, marks(20, 9))).isEqualTo(CommitDecision.ALREADY_IN);
    assertThat(CommitDecision.of(commit, marks(30, 40))).isEqualTo(CommitDecision.ALREADY_IN);
  }

  @Test
  void aTableThatLostRowsIsAHole() {
    assertThatThrownBy(
            () -> CommitDecision.of(commit(Map.of(P0, new Span(10, 10, 20))), marks(9, 0)))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("rolled back");
    assertThatThrownBy(
            () -> CommitDecision.of(commit(Map.of(P0, new Span(10, 10, 20))), Marks.NONE))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void rowsBelowTheMarkAreFenced() {
    assertThatThrownBy(
            () -> CommitDecision.of(commit(Map.of(P0, new Span(10, 10, 20))), marks(15, 0)))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("another writer (pipeline 'shop'");
  }

  @Test
  void movingOnlyMarksIsNeverFenced() {
    assertThat(CommitDecision.of(commit(Map.of(P0, new Span(10, Span.NO_ROWS, 20))), marks(15, 0)))
        .isEqualTo(CommitDecision.APPLY);
  }

  @Test
  void marksSurviveTheirText() {
    Marks marks = marks(7, 9).moved(Map.of(P0, 5L), "other");
    assertThat(Marks.parse("shop.orders", marks.toJson())).isEqualTo(marks);
    assertThat(marks.of(P0)).as("marks never go down").hasValue(7);
    assertThat(marks.sequence()).isEqualTo(2);
    assertThat(marks.of(new SourcePartition("orders", "made anew", 0))).isEmpty();
    assertThat(marks.knows("orders")).isTrue();
  }
}
