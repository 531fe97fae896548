package io.sluice.fault;

import io.sluice.path.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The findings of one record: all are counted, the first {@link #KEPT} are kept. */
public final class Faults {

  /** How many faults of a record are kept with their text. */
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

  /** Counts findings that were not kept where they were found. */
  public void addUnkept(long count) {
    total = (int) Math.min(Integer.MAX_VALUE, total + count);
  }

  public void addAll(Faults others) {
    others.kept.forEach(this::add);
    total += others.total - others.kept.size();
  }

  /** The same, found in a value that is itself a part: {@code $key} and {@code id}. */
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

  /** How many were found, which may be more than {@link #kept()} holds. */
  public int total() {
    return total;
  }

  /** The first faults, in the order they were found. */
  public List<Fault> kept() {
    return Collections.unmodifiableList(kept);
  }

  /** The first fault; there must be one. */
  public Fault first() {
    return kept.get(0);
  }

  @Override
  public String toString() {
    return kept + (total > kept.size() ? " of " + total : "");
  }
}
