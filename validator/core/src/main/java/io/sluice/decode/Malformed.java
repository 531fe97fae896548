package io.sluice.decode;

import io.sluice.fault.Code;
import io.sluice.fault.Faults;
import io.sluice.path.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** A payload that cannot be decoded; gains the path of its place on the way; has no stack trace. */
public final class Malformed extends Exception {

  /** A longer path to a place that is too deep is abbreviated. */
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

  /** Where it is; of a place that is too deep, the first steps and the last. */
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
