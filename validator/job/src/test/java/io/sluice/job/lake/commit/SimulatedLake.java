package io.sluice.job.lake.commit;

import io.sluice.failure.ConflictException;
import io.sluice.job.mark.Marks;
import io.sluice.job.start.TableState;
import io.sluice.kafka.SourcePartition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;

/** A catalog for simulations: tables with marks, snapshots, and rows that are only coordinates. */
@NullUnmarked // a null that should not be there fails the simulation
final class SimulatedLake {

  /** Where a row's record is. */
  record Place(SourcePartition partition, long offset) {}

  private record Snapshot(long sequence, Marks marks, List<Place> rows) {}

  /** A table. */
  static final class SimulatedTable {
    final String id;
    private Marks property = Marks.NONE;
    private final Deque<Snapshot> snapshots = new ArrayDeque<>();

    SimulatedTable(String id) {
      this.id = id;
    }

    /** The marks, checked against the history as the real committer does. */
    Marks marks() {
      long newest = snapshots.isEmpty() ? 0 : snapshots.getLast().sequence();
      if (newest != property.sequence()) {
        throw new ConflictException("rolled back");
      }
      return property;
    }

    Map<Place, Integer> rows() {
      Map<Place, Integer> rows = new HashMap<>();
      snapshots.forEach(
          snapshot -> snapshot.rows().forEach(row -> rows.merge(row, 1, Integer::sum)));
      return rows;
    }

    void append(Marks after, List<Place> rows) {
      property = after;
      snapshots.addLast(new Snapshot(after.sequence(), after, rows));
    }

    /** Takes the last snapshot away and leaves the property, as Iceberg does. */
    boolean rollBack() {
      return snapshots.pollLast() != null;
    }

    /** What the conflict's message says to do: the marks that belong to the snapshot. */
    void setMarksBack() {
      property = snapshots.isEmpty() ? Marks.NONE : snapshots.getLast().marks();
    }
  }

  private final Map<String, SimulatedTable> tables = new TreeMap<>();
  private int ids;

  SimulatedTable make(String name) {
    return tables.computeIfAbsent(name, table -> new SimulatedTable("table" + ids++));
  }

  SimulatedTable find(String name) {
    return tables.get(name);
  }

  void drop(String name) {
    tables.remove(name);
  }

  List<String> names() {
    return new ArrayList<>(tables.keySet());
  }

  Marks marks(String name) {
    SimulatedTable table = tables.get(name);
    return table == null ? Marks.NONE : table.marks();
  }

  TableState state(String name) {
    SimulatedTable table = tables.get(name);
    return table == null ? TableState.ABSENT : new TableState(table.id, table.marks());
  }
}
