package io.sluice.job.lake.write;

import io.sluice.job.handover.Gated;
import io.sluice.job.handover.GatedPartition;
import io.sluice.job.lake.ledger.Tally;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The progress of a source partition since the last barrier, with the counts of its records. */
public final class PartitionProgress {

  private static final long NOWHERE = -1;

  private final GatedPartition partition;
  private final long countedFrom;
  private final long allNeededFrom;
  private final Map<String, Long> first = new HashMap<>();
  private final Set<String> rulesVersions = new HashSet<>();
  private @Nullable String lastVersion;
  private long position;
  private boolean moved;
  private boolean changed;
  private long begun = NOWHERE;
  private long from;
  private long clean;
  private long warned;
  private long dead;
  private long tombstones;
  private long unmatched;
  private long judgedAgain;
  private long firstTimestamp;
  private long lastTimestamp;
  private long heldBefore = -1;

  public PartitionProgress(GatedPartition partition) {
    this.partition = partition;
    this.countedFrom = partition.counted();
    this.allNeededFrom = partition.allNeededFrom();
    reset();
  }

  GatedPartition partition() {
    return partition;
  }

  public void add(Gated gated) {
    switch (gated.outcome()) {
      case HELD -> {
        changed |= heldBefore != gated.offset();
        heldBefore = gated.offset();
        return;
      }
      case POSITION -> {
        moved = true;
        position = gated.offset() + 1;
        return;
      }
      default -> {
        moved = true;
        heldBefore = -1;
        position = gated.offset() + 1;
      }
    }
    if (gated.row() != null) {
      first.putIfAbsent(gated.row().layout().table(), gated.offset());
    }
    if (gated.offset() >= countedFrom) {
      count(gated);
    }
  }

  private void count(Gated gated) {
    from = Math.min(from, gated.offset());
    judgedAgain += gated.offset() < allNeededFrom ? 1 : 0;
    switch (gated.outcome()) {
      case CLEAN -> clean++;
      case WARNED -> warned++;
      case DEAD -> dead++;
      case TOMBSTONE -> tombstones++;
      case UNMATCHED -> unmatched++;
      case IN_PLACE, POSITION, HELD -> {
        // not checked, so not counted
      }
    }
    if (gated.timestamp() >= 0) {
      firstTimestamp = Math.min(firstTimestamp, gated.timestamp());
      lastTimestamp = Math.max(lastTimestamp, gated.timestamp());
    }
    String version = gated.rulesVersion();
    if (version != null && !version.equals(lastVersion)) {
      rulesVersions.add(version);
      lastVersion = version;
    }
  }

  /** Whether there is something to report at a barrier. */
  public boolean isNews() {
    return moved || changed;
  }

  boolean hasMoved() {
    return moved;
  }

  long position() {
    return position;
  }

  /** The lowest offset with a written row, by table. */
  Map<String, Long> first() {
    return first;
  }

  Tally tally() {
    return new Tally(
        begun == NOWHERE ? Math.min(from, position) : Math.max(begun, countedFrom),
        position,
        clean,
        warned,
        dead,
        tombstones,
        unmatched,
        judgedAgain,
        firstTimestamp,
        lastTimestamp,
        heldBefore,
        Set.copyOf(rulesVersions));
  }

  /** Resets the counts after a barrier. The next range starts at the end of this one. */
  public void reset() {
    begun = position >= countedFrom && position > 0 ? position : NOWHERE;
    first.clear();
    rulesVersions.clear();
    lastVersion = null;
    moved = false;
    changed = false;
    from = Long.MAX_VALUE;
    clean = 0;
    warned = 0;
    dead = 0;
    tombstones = 0;
    unmatched = 0;
    judgedAgain = 0;
    firstTimestamp = Long.MAX_VALUE;
    lastTimestamp = -1;
  }
}
