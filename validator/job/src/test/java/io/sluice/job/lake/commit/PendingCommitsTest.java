package io.sluice.job.lake.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Contract;
import io.sluice.contract.ContractParser;
import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problems;
import io.sluice.job.lake.ledger.Tally;
import io.sluice.job.lake.write.WriterReport;
import io.sluice.job.mark.Marks;
import io.sluice.kafka.SourcePartition;
import io.sluice.pipeline.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What waits for its checkpoint, and what a restored job makes of it. */
class PendingCommitsTest {

  private static final String LEDGER = "sluice.test_ledger";
  private static final SourcePartition P0 = new SourcePartition("orders", "id", 0);

  private static Topics topics() {
    Problems problems = new Problems();
    Contract contract =
        new ContractParser(problems, new CelSyntax())
            .parse(
                "a.yaml",
                """
                apiVersion: sluice/v1alpha1
                kind: Contract
                name: orders
                owner: me
                source: { topics: [orders] }
                table: { name: shop.orders }
                """,
                name -> "");
    problems.throwIfAny();
    return new Topics(List.of(Objects.requireNonNull(contract)));
  }

  private static WriterReport report(long from, long to, Map<String, Long> filteredBy) {
    Tally tally = new Tally(from, to, to - from, 0, 0, 0, 0, 0, 0, 0, -1, Set.of("v"));
    Map<SourcePartition, WriterReport.Passed> partitions = new HashMap<>();
    partitions.put(
        P0, new WriterReport.Passed(true, filteredBy, Map.of("shop.orders", from), tally));
    return new WriterReport(partitions, Map.of("shop.orders", List.of("{}")));
  }

  @Test
  void theLedgerGoesInEveryFewCheckpoints() {
    PendingCommits pending = new PendingCommits(LEDGER);
    for (int checkpoint = 1; checkpoint <= 6; checkpoint++) {
      pending.add(report(checkpoint * 100L - 100, checkpoint * 100L, Map.of()));
      pending.seal(checkpoint, topics());
    }
    List<TableCommit> ledger =
        pending.upTo(6).stream()
            .flatMap(one -> one.tables().stream())
            .filter(commit -> commit.table().equals(LEDGER))
            .toList();
    assertThat(ledger).hasSize(1);
    assertThat(ledger.get(0).entries()).hasSize(6);
    assertThat(ledger.get(0).spans().get(P0)).isEqualTo(new TableCommit.Span(0, 0, 600));
  }

  @Test
  void anOlderCheckpointBringsNoEntryInAgain() {
    PendingCommits before = new PendingCommits(LEDGER);
    before.add(report(0, 300, Map.of()));
    before.seal(3, topics());
    String saved = before.save();

    // the ledger got everything up to 600 from checkpoint 6; then the job goes back to 3
    Marks marks = Marks.NONE.moved(Map.of(P0, 600L), "test");
    PendingCommits restored = new PendingCommits(LEDGER);
    restored.restore(saved);
    restored.forgetCounted(marks);
    for (int checkpoint = 4; checkpoint <= 12; checkpoint++) {
      long from = 600 + (checkpoint - 4) * 10L;
      restored.add(report(from, from + 10, Map.of(LEDGER, 600L)));
      restored.seal(checkpoint, topics());
    }
    List<TableCommit> ledger =
        restored.upTo(12).stream()
            .flatMap(one -> one.tables().stream())
            .filter(commit -> commit.table().equals(LEDGER))
            .toList();
    assertThat(ledger).isNotEmpty();
    assertThat(CommitDecision.of(ledger.get(0), marks)).isEqualTo(CommitDecision.APPLY);
    assertThat(ledger.get(0).entries()).allMatch(entry -> entry.tally().from() >= 600);
  }

  @Test
  void whatIsCountedInPartLeavesTheRest() {
    PendingCommits before = new PendingCommits(LEDGER);
    for (int checkpoint = 1; checkpoint <= 3; checkpoint++) {
      before.add(report(checkpoint * 100L - 100, checkpoint * 100L, Map.of()));
      before.seal(checkpoint, topics());
    }
    Marks marks = Marks.NONE.moved(Map.of(P0, 200L), "test");
    PendingCommits restored = new PendingCommits(LEDGER);
    restored.restore(before.save());
    restored.forgetCounted(marks);
    CommitState state = CommitState.parse(restored.save());
    assertThat(state.entries())
        .singleElement()
        .satisfies(entry -> assertThat(entry.tally().from()).isEqualTo(200));
    assertThat(state.idle()).containsKey(LEDGER);
    assertThat(state.idle().get(LEDGER)).containsEntry(P0, new TableCommit.Span(0, 200, 300));
  }
}
