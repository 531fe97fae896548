package io.sluice.job.gate;

import io.sluice.contract.Contract;
import io.sluice.job.event.VerdictCounts;
import io.sluice.verdict.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the verdicts of one reader for the circuit breaker, in a few nanoseconds per record. */
public final class VerdictCounter implements Verdict.Cases<List<Contract>, Boolean> {

  private static final long REPORT_NANOS = 1_000_000_000L;

  private final Map<String, long[]> counts = new HashMap<>();
  private final Map<String, String> rows = new HashMap<>();
  private long reported = System.nanoTime();
  private @Nullable String lastName;
  private long[] last = new long[2];

  /**
   * Counts a record.
   *
   * @param contracts of the topic; a record that dies before its contract is known counts for all
   *     of them
   * @return whether it is dead
   */
  boolean judged(Verdict verdict, List<Contract> contracts) {
    return verdict.fold(this, contracts);
  }

  @Override
  public Boolean stored(Verdict.Stored stored, List<Contract> contracts) {
    count(stored.contract().name(), false);
    return false;
  }

  @Override
  public Boolean dead(Verdict.Dead dead, List<Contract> contracts) {
    Contract contract = dead.contract();
    if (contract == null) {
      contracts.forEach(one -> count(one.name(), true));
    } else {
      count(contract.name(), true);
    }
    return true;
  }

  @Override
  public Boolean dropped(Verdict.Dropped dropped, List<Contract> contracts) {
    return false;
  }

  /** Not counted here, because a held record is counted once it is passed on. */
  @Override
  public Boolean held(Verdict.Held held, List<Contract> contracts) {
    return false;
  }

  private void count(String contract, boolean isDead) {
    if (!contract.equals(lastName)) {
      lastName = contract;
      last = counts.computeIfAbsent(contract, name -> new long[2]);
    }
    last[0]++;
    last[1] += isDead ? 1 : 0;
  }

  /** Records that too many records in a row died in a partition. */
  void row(String contract, String explanation) {
    rows.putIfAbsent(contract, explanation);
  }

  /**
   * The counts to report: once a second, or at once after too many dead records in a row, otherwise
   * null.
   *
   * @param now as {@link System#nanoTime()}
   */
  public @Nullable VerdictCounts report(long now) {
    if (rows.isEmpty() && (counts.isEmpty() || now - reported < REPORT_NANOS)) {
      return null;
    }
    reported = now;
    VerdictCounts report = new VerdictCounts(new HashMap<>(counts), new HashMap<>(rows));
    counts.clear();
    rows.clear();
    lastName = null;
    return report;
  }
}
