package io.sluice.job.gate;

/**
 * The approximate memory of all waiting records of one reader, in bytes. For the reader's thread.
 */
public final class WaitingBytes {

  /** The limit above which the reader fetches nothing. */
  static final long MOST = 128L << 20;

  private long sum;

  /** Adds a record that waits for its check or for its letter. */
  void add(int bytes) {
    sum += bytes;
  }

  /** Removes a record that no longer waits. */
  void remove(int bytes) {
    sum -= bytes;
  }

  public boolean isTooMuch() {
    return sum > MOST;
  }
}
