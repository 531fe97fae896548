package io.sluice.expression;

import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.List;

/**
 * Bounds what one evaluation may make by {@code +}, text and bytes in all, and how much it may
 * compare. Without it a loop over a long list that appends a long text would exhaust the heap, and
 * one that looks for each element in another list would take for ever.
 */
final class Budget {

  private static final long MOST = 32L << 20;

  private static final ThreadLocal<long[]> LEFT = ThreadLocal.withInitial(() -> new long[] {MOST});

  private Budget() {}

  /** Begins an evaluation on this thread. */
  static void renew() {
    LEFT.get()[0] = MOST;
  }

  /** Takes some of what is left for this evaluation. */
  static void spend(long size) {
    long[] left = LEFT.get();
    left[0] -= size;
    if (left[0] < 0) {
      throw new IllegalStateException("the expression takes more than its budget");
    }
  }

  /** Whether the evaluation on this thread wanted more than there is. */
  static boolean isSpent() {
    return LEFT.get()[0] < 0;
  }

  /** In place of the standard ones of these names. */
  static List<CelFunctionBinding> bindings() {
    List<CelFunctionBinding> bindings = new ArrayList<>();
    bindings.add(
        CelFunctionBinding.from(
            "add_string",
            String.class,
            String.class,
            (a, b) -> {
              spend((long) a.length() + b.length());
              return a + b;
            }));
    bindings.add(
        CelFunctionBinding.from(
            "add_bytes",
            CelByteString.class,
            CelByteString.class,
            (a, b) -> {
              spend((long) a.size() + b.size());
              return a.concat(b);
            }));
    return bindings;
  }
}
