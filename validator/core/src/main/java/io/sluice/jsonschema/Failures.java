package io.sluice.jsonschema;

import io.sluice.fault.Faults;
import java.util.ArrayList;
import java.util.List;

/** The keywords that a value violates. All are counted, and the first are kept. */
final class Failures {

  private final List<SchemaFailure> kept = new ArrayList<>();
  private long total;

  void add(SchemaFailure failure) {
    total++;
    if (kept.size() < Faults.KEPT) {
      kept.add(failure);
    }
  }

  void addAll(Failures others) {
    others.kept.forEach(this::add);
    total = Math.min(total + others.total - others.kept.size(), Integer.MAX_VALUE);
  }

  /** Adds the failures of the closest branch. */
  void addBest(String keyword, Place place, List<Failures> branches) {
    List<List<SchemaFailure>> all = branches.stream().map(branch -> branch.kept).toList();
    SchemaFailure.best(keyword, place.path(), all).forEach(this::add);
  }

  boolean isEmpty() {
    return total == 0;
  }

  /** Whether one of the failures is at a place or inside it. */
  boolean isAt(List<Object> path) {
    return kept.stream()
        .anyMatch(
            one ->
                one.instance().size() >= path.size()
                    && one.instance().subList(0, path.size()).equals(path));
  }

  Faults faults() {
    Faults faults = SchemaFailure.faults(kept);
    faults.addUnkept(total - kept.size());
    return faults;
  }
}
