package io.sluice.job.lake.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.failure.OutageException;
import io.sluice.job.lake.commit.PendingCommits.Sealed;
import io.sluice.job.lake.commit.TableCommit.Span;
import io.sluice.job.start.StartBook;
import io.sluice.job.start.StartRaiser;
import io.sluice.job.start.StartStore;
import io.sluice.kafka.SourcePartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SettlerTest {

  private static final SourcePartition PARTITION = new SourcePartition("orders", "id", 0);

  private final PendingCommits pending = new PendingCommits("ledger");
  private final List<Long> commits = new ArrayList<>();
  private final List<Long> stored = new ArrayList<>();
  private final List<StartBook.Entry> written = new ArrayList<>();
  private boolean isDown = true;

  private final StartStore store =
      new StartStore() {
        @Override
        public StartBook read() {
          return new StartBook("catalog");
        }

        @Override
        public void write(List<StartBook.Entry> entries) {
          if (isDown) {
            throw new OutageException(
                "cannot write to topic __sluice_starts", new IllegalStateException());
          }
          written.addAll(entries);
        }
      };

  private final Settler settler =
      new Settler(
          pending,
          one -> {
            commits.add(one.checkpoint());
            return Map.of("orders", "uuid");
          },
          new StartRaiser(store),
          positions -> stored.addAll(positions.values()),
          "ledger");

  @BeforeEach
  void sealsTwoCheckpoints() {
    pending.restore(
        new CommitState(List.of(sealed(1, 10), sealed(2, 20)), Map.of(), Map.of(), List.of())
            .toJson());
  }

  private static Sealed sealed(long checkpoint, long to) {
    Map<SourcePartition, Span> span = Map.of(PARTITION, new Span(0, 0, to));
    return new Sealed(
        checkpoint,
        List.of(new TableCommit("orders", List.of(), List.of(), span)),
        Map.of(),
        Map.of(PARTITION, to),
        Map.of());
  }

  @Test
  void commitsTablesOfLaterCheckpointsWhileStartRecordsCannotBeWritten() {
    assertThatThrownBy(() -> settler.upTo(2)).isInstanceOf(OutageException.class);
    assertThat(commits).containsExactly(1L, 2L);
    assertThat(stored).isEmpty();
    assertThat(pending.upTo(2)).hasSize(2);
  }

  @Test
  void commitsNoTableTwiceAndSettlesOnceStartRecordsAreWritten() {
    assertThatThrownBy(() -> settler.upTo(2)).isInstanceOf(OutageException.class);
    isDown = false;
    settler.upTo(2);
    assertThat(commits).containsExactly(1L, 2L);
    assertThat(stored).containsExactly(20L);
    assertThat(written).hasSize(1);
    assertThat(pending.upTo(2)).isEmpty();
  }
}
