package io.sluice.job.trace;

import java.util.concurrent.TimeUnit;

/**
 * How many spans a topic may have in a second of one reader: an incident shows in a few, and all
 * its records have their dead letters and are counted.
 */
final class SpanBudget {

  static final int A_SECOND = 10;

  private long second;
  private int spent;

  /**
   * Whether the topic may have one more span.
   *
   * @param nanos as {@link System#nanoTime()}
   */
  boolean isLeft(long nanos) {
    long current = TimeUnit.NANOSECONDS.toSeconds(nanos);
    if (current != second) {
      second = current;
      spent = 0;
    }
    return spent < A_SECOND;
  }

  void spend() {
    spent++;
  }
}
