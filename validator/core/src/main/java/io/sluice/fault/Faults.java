package io.sluice.fault;

import io.sluice.path.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The findings of one record. All are counted, and the first {@link #KEPT} are kept. */
public final class Faults {

  /** The maximum number of faults of a record that are kept with their text. */
  public static final int KEPT = 64;

  private final List<Fault> kept = new ArrayList<>(0);
  private int total;

  public static Faults of(Code code, @Nullable String path, String message) {
    Faults faults = new Faults();
    faults.add(code, path, message);
    return faults;
  }

  public void add(Fault fault) {
    total++;
    if (kept.size() < KEPT) {
      kept.add(fault);
    }
  }

  public void add(Code code, @Nullable String path, String message) {
    add(new Fault(code.stage(), code.label(), path, null, message));
  }

  /** Adds to the count findings that their source did not keep. */
  public void addUnkept(long count) {
    total = (int) Math.min(Integer.MAX_VALUE, total + count);
  }

  public void addAll(Faults others) {
    others.kept.forEach(this::add);
    total += others.total - others.kept.size();
  }

  /**
   * The same faults with a path prefix, for a value that is itself a part: {@code $key} and {@code
   * id}.
   */
  public Faults inside(String parent) {
    Faults moved = new Faults();
    for (Fault fault : kept) {
      String path = fault.path();
      moved.add(
          new Fault(
              fault.stage(),
              fault.code(),
              path == null ? parent : Path.join(parent, path),
              fault.rule(),
              fault.message(),
              fault.schemaPath()));
    }
    moved.total = total;
    return moved;
  }

  public boolean isEmpty() {
    return total == 0;
  }

  /** The number of faults found, which can be more than {@link #kept()} holds. */
  public int total() {
    return total;
  }

  /** The first faults, in the order they were found. */
  public List<Fault> kept() {
    return Collections.unmodifiableList(kept);
  }

  /** The first fault. There must be at least one. */
  public Fault first() {
    return kept.get(0);
  }

  @Override
  public String toString() {
    return kept + (total > kept.size() ? " of " + total : "");
  }
}
