package io.sluice.job.lake.commit;

import io.sluice.job.handover.GatedPartition.TableFilter;
import io.sluice.job.start.Decision;
import io.sluice.job.start.LogState;
import io.sluice.job.start.PartitionStart;
import io.sluice.job.start.StartConflict;
import io.sluice.job.start.StartPlan;
import io.sluice.job.start.StartRecord;
import io.sluice.job.start.StartRule;
import io.sluice.job.start.TableStart;
import io.sluice.job.start.TableState;
import io.sluice.kafka.SourcePartition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;

/**
 * How simulations put the real parts together. {@link #REAL} does as the job does; each other one
 * has a bug planted that the simulator must find.
 */
@NullUnmarked // a null that should not be there fails the simulation
enum Wiring {
  REAL,
  /** The group's offset is used for a partition without a mark. */
  GROUP_WITHOUT_MARK {
    @Override
    long from(SourcePartition partition, Decision.Begin begin, View view) {
      Long group = view.group().get(partition);
      return begin.rule() == StartRule.MARK
              || begin.rule() == StartRule.TABLE_DROPPED
              || group == null
          ? super.from(partition, begin, view)
          : group;
    }
  },
  /** The group's offset is used after a table was dropped. */
  GROUP_AFTER_DROP {
    @Override
    long from(SourcePartition partition, Decision.Begin begin, View view) {
      Long group = view.group().get(partition);
      return begin.rule() != StartRule.TABLE_DROPPED || group == null
          ? super.from(partition, begin, view)
          : group;
    }
  },
  /** {@code startFrom} decides for a topic that was created while the job was down. */
  START_FROM_FOR_LATER_TOPIC {
    @Override
    long from(SourcePartition partition, Decision.Begin begin, View view) {
      return begin.rule() == StartRule.KNOWN_TOPIC
          ? view.logs().get(partition).startFrom()
          : super.from(partition, begin, view);
    }
  },
  /** Marks are behind transaction markers. */
  MARK_BEHIND_MARKER {
    @Override
    boolean followsPosition() {
      return false;
    }
  },
  /** What is settled is known to the group alone, whose offsets expire. */
  SETTLED_IN_GROUP_ONLY {
    @Override
    long from(SourcePartition partition, Decision.Begin begin, View view) {
      Long group = view.group().get(partition);
      if (begin.rule() != StartRule.SETTLED) {
        return super.from(partition, begin, view);
      }
      return group == null ? view.logs().get(partition).startFrom() : group;
    }
  },
  /** A start below the log start is moved up to it. */
  CLAMP {
    @Override
    boolean clamps() {
      return true;
    }
  },
  /** Tables are filtered by their marks alone. */
  FILTER_BY_MARK {
    @Override
    TableFilter filter(
        String table,
        TableStart start,
        TableState state,
        SourcePartition partition,
        StartRecord record) {
      long mark = state.marks().of(partition).orElse(0);
      return new TableFilter(0, mark, mark);
    }
  };

  /** What planted bugs look at. */
  record View(Map<SourcePartition, Long> group, Map<SourcePartition, LogState> logs) {}

  /** Where a table starts. */
  long from(SourcePartition partition, Decision.Begin begin, View view) {
    return begin.start().from();
  }

  boolean followsPosition() {
    return true;
  }

  boolean clamps() {
    return false;
  }

  TableFilter filter(
      String table,
      TableStart start,
      TableState state,
      SourcePartition partition,
      StartRecord record) {
    return start.filter(table, partition, state, record);
  }

  /** The plan with the bug in it. */
  StartPlan planted(StartPlan plan, View view) {
    if (this == REAL) {
      return plan;
    }
    List<PartitionStart> starts = new ArrayList<>();
    for (PartitionStart start : plan.starts()) {
      LogState log = view.logs().get(start.partition());
      Map<String, Decision.Begin> tables = new LinkedHashMap<>();
      long[] offset = {Long.MAX_VALUE};
      start
          .tables()
          .forEach(
              (table, begin) -> {
                long from = from(start.partition(), begin, view);
                offset[0] = Math.min(offset[0], from);
                tables.put(
                    table,
                    new Decision.Begin(
                        begin.rule(),
                        new TableStart(Math.min(begin.start().first(), from), from),
                        from == begin.start().from() ? begin.missing() : 0,
                        begin.record()));
              });
      boolean skips = clamps() && !plan.refused().isEmpty();
      long from = skips || tables.isEmpty() ? log.start() : Math.max(log.start(), offset[0]);
      starts.add(new PartitionStart(start.partition(), from, tables, 0));
    }
    List<Decision.Refused> refused = new ArrayList<>(plan.refused());
    if (clamps()) {
      refused.removeIf(one -> one.conflict() == StartConflict.REMOVED_UNREAD);
    }
    return new StartPlan(starts, refused, plan.records(), plan.selections(), plan.notes());
  }
}
