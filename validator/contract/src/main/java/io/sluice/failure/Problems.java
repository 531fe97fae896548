package io.sluice.failure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects the mistakes of all files, so that users see all of them at once. */
public final class Problems {

  private final List<Problem> all = new ArrayList<>();
  private final Set<String> unusable = new HashSet<>();
  private int reported;

  public void add(Problem problem) {
    reported++;
    if (!unusable.contains(place(problem))) {
      all.add(problem);
    }
  }

  /** Adds a problem with a value and suppresses other problems with the same value. */
  public void addOnly(Problem problem) {
    add(problem);
    unusable.add(place(problem));
  }

  private static String place(Problem problem) {
    return problem.file() + ":" + problem.line() + ":" + problem.column();
  }

  /** The number of added problems, including suppressed ones. */
  public int reported() {
    return reported;
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  public List<Problem> all() {
    return Collections.unmodifiableList(all);
  }

  /** Throws the collected problems, if there are any. */
  public void throwIfAny() {
    if (!all.isEmpty()) {
      throw new SetUpException(all);
    }
  }
}
