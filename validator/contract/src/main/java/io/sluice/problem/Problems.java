package io.sluice.problem;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Collects the mistakes of all files, so that users see them at once. */
public final class Problems {

  private final List<Problem> all = new ArrayList<>();

  public void add(Problem problem) {
    all.add(problem);
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  public List<Problem> all() {
    return Collections.unmodifiableList(all);
  }

  /** Throws what was found, if anything was. */
  public void throwIfAny() {
    if (!all.isEmpty()) {
      throw new SetUpException(all);
    }
  }
}
