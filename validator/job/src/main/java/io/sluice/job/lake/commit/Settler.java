package io.sluice.job.lake.commit;

import io.sluice.failure.OutageException;
import io.sluice.job.lake.commit.PendingCommits.Sealed;
import io.sluice.job.start.StartRaiser;
import io.sluice.job.start.StartRaiser.Committed;
import io.sluice.job.start.StartRaiser.Settled;
import io.sluice.kafka.SourcePartition;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Settles completed checkpoints: commits them to the tables, then updates the start records, then
 * the settled offsets. After a crash in between, the steps are repeated.
 */
final class Settler {

  /** The tables of the lake. */
  interface Commits {
    /** Commits a checkpoint to all its tables, and returns the UUIDs of the tables by name. */
    Map<String, String> commit(Sealed sealed);
  }

  /** The store for settled offsets. */
  interface Offsets {
    void store(Map<SourcePartition, Long> positions);
  }

  private final PendingCommits pending;
  private final Commits commits;
  private final StartRaiser starts;
  private final Offsets offsets;
  private final String ledger;

  /** The tables that already have a checkpoint of {@link #pending}, with their UUIDs. */
  private final Map<Long, Map<String, String>> committed = new HashMap<>();

  /**
   * @param ledger the table of the pipeline's ledger, which has no start records
   */
  Settler(
      PendingCommits pending, Commits commits, StartRaiser starts, Offsets offsets, String ledger) {
    this.pending = pending;
    this.commits = commits;
    this.starts = starts;
    this.offsets = offsets;
    this.ledger = ledger;
  }

  /**
   * Settles all checkpoints up to a completed one. If start records cannot be written, tables still
   * get their rows. Their checkpoints settle once the records can be written.
   *
   * @throws OutageException if a checkpoint is not settled yet
   */
  void upTo(long checkpoint) {
    Map<SourcePartition, Long> positions = new HashMap<>();
    Optional<OutageException> outage = Optional.empty();
    try {
      for (Sealed sealed : pending.upTo(checkpoint)) {
        Map<String, String> ids = commit(sealed);
        if (outage.isEmpty()) {
          outage = raise(sealed, ids);
        }
        if (outage.isEmpty()) {
          positions.putAll(sealed.positions());
          pending.remove(sealed);
          committed.remove(sealed.checkpoint());
        }
      }
    } finally {
      // of the settled checkpoints, even if a later one failed
      offsets.store(positions);
    }
    outage.ifPresent(
        failure -> {
          throw failure;
        });
  }

  private Map<String, String> commit(Sealed sealed) {
    Map<String, String> ids = committed.get(sealed.checkpoint());
    if (ids == null) {
      ids = commits.commit(sealed);
      committed.put(sealed.checkpoint(), ids);
    }
    return ids;
  }

  private Optional<OutageException> raise(Sealed sealed, Map<String, String> ids) {
    try {
      starts.raise(settled(sealed), committed(sealed, ids));
      return Optional.empty();
    } catch (OutageException e) {
      return Optional.of(e);
    }
  }

  private static Map<String, Map<SourcePartition, Settled>> settled(Sealed sealed) {
    Map<String, Map<SourcePartition, Settled>> settled = new HashMap<>();
    sealed
        .waiting()
        .forEach(
            (table, spans) -> {
              Map<SourcePartition, Settled> ofTable = new HashMap<>();
              spans.forEach(
                  (partition, span) -> ofTable.put(partition, new Settled(span.to(), span.base())));
              settled.put(table, ofTable);
            });
    return settled;
  }

  private Map<String, Committed> committed(Sealed sealed, Map<String, String> ids) {
    Map<String, Committed> committed = new HashMap<>();
    for (TableCommit commit : sealed.tables()) {
      String id = ids.get(commit.table());
      if (id != null && !commit.table().equals(ledger)) {
        committed.put(commit.table(), new Committed(id, commit.positions()));
      }
    }
    return committed;
  }
}
