package io.sluice.job.trace;

import java.util.concurrent.TimeUnit;

/**
 * The limit of spans per topic and second in one reader. A few spans are enough to show an
 * incident, and all its records are counted and have dead letters.
 */
final class SpanBudget {

  static final int A_SECOND = 10;

  private long second;
  private int spent;

  /**
   * Whether the topic can have one more span.
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
