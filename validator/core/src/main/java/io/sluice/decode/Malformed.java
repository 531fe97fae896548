package io.sluice.decode;

import io.sluice.fault.Code;
import io.sluice.fault.Faults;
import io.sluice.path.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * A payload that cannot be decoded. Collects the path of the invalid value as it propagates. Has no
 * stack trace.
 */
public final class Malformed extends Exception {

  /** Longer paths to deeply nested values are abbreviated. */
  private static final int MOST_STEPS = 6;

  private final Code code;
  private final String problem;
  private final Deque<String> steps = new ArrayDeque<>();

  public Malformed(Code code, String problem) {
    super(problem, null, false, false);
    this.code = code;
    this.problem = problem;
  }

  public Malformed inField(String name) {
    steps.addFirst(Path.child("", name));
    return this;
  }

  public Malformed inElement(int index) {
    steps.addFirst(Path.element("", index));
    return this;
  }

  /** The fault of the record. */
  public Faults faults() {
    String path = path();
    return Faults.of(code, path.isEmpty() ? null : path, problem);
  }

  /**
   * The path of the invalid value. If it is nested too deeply, only the first and the last steps.
   */
  private String path() {
    if (code != Code.TOO_DEEP || steps.size() <= MOST_STEPS) {
      return joined(steps);
    }
    List<String> all = List.copyOf(steps);
    return joined(all.subList(0, 2))
        + " ("
        + (all.size() - 3)
        + " more) "
        + all.get(all.size() - 1);
  }

  private static String joined(Collection<String> steps) {
    StringBuilder path = new StringBuilder();
    for (String step : steps) {
      path.append(path.isEmpty() || step.startsWith("[") ? "" : ".").append(step);
    }
    return path.toString();
  }
}
