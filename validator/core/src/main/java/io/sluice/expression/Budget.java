package io.sluice.expression;

import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.ConcatenatedListView;
import dev.cel.runtime.RuntimeHelpers;
import java.util.List;

/**
 * Limits what one evaluation can read, compare, and create. Without this limit, a loop that appends
 * long text for each element of a long list would exhaust the heap, and a loop that looks up each
 * element in another list would never end.
 */
final class Budget {

  /** The cost of a value that is compared or becomes an element of a list. */
  static final int VALUE = 8;

  private static final long MOST = 32L << 20;

  private static final ThreadLocal<long[]> LEFT = ThreadLocal.withInitial(() -> new long[] {MOST});

  private Budget() {}

  /** Starts an evaluation on this thread. */
  static void renew() {
    LEFT.get()[0] = MOST;
  }

  /** Uses part of the remaining budget of this evaluation: one unit per character or byte. */
  static void spend(long size) {
    long[] left = LEFT.get();
    left[0] -= size;
    if (left[0] < 0) {
      throw new IllegalStateException("the expression takes more than its budget");
    }
  }

  /** Pays for characters that are only read, which costs little per character. */
  static void scan(long size) {
    spend(size >> 4);
  }

  /** Whether the evaluation on this thread exceeded its budget. */
  static boolean isSpent() {
    return LEFT.get()[0] < 0;
  }

  /** Replaces the standard functions with these names. */
  static List<CelFunctionBinding> bindings() {
    return List.of(
        CelFunctionBinding.from(
            "add_string",
            String.class,
            String.class,
            (a, b) -> {
              spend((long) a.length() + b.length());
              return a + b;
            }),
        CelFunctionBinding.from(
            "add_bytes",
            CelByteString.class,
            CelByteString.class,
            (a, b) -> {
              spend((long) a.size() + b.size());
              return a.concat(b);
            }),
        CelFunctionBinding.from("add_list", List.class, List.class, Budget::added));
  }

  @SuppressWarnings("unchecked") // it is only read, or the library's own
  private static List<?> added(List<?> one, List<?> other) {
    if (one instanceof ConcatenatedListView) {
      // what a macro collects is not copied
      spend((long) other.size() * VALUE);
    } else {
      spend(((long) one.size() + other.size()) * VALUE);
    }
    return RuntimeHelpers.concat((List<Object>) one, (List<Object>) other);
  }
}
