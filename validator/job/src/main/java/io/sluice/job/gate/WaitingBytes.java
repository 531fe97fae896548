package io.sluice.job.gate;

/**
 * What the records that wait in the partitions of one reader take in memory, roughly, in bytes. For
 * the reader's thread.
 */
public final class WaitingBytes {

  /** From here on the reader fetches nothing. */
  static final long MOST = 128L << 20;

  private long sum;

  /** Counts a record that begins to wait, to be judged or for its letter. */
  void add(int bytes) {
    sum += bytes;
  }

  /** Counts one that waits no longer. */
  void remove(int bytes) {
    sum -= bytes;
  }

  public boolean isTooMuch() {
    return sum > MOST;
  }
}
