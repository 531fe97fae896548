package io.sluice.cli.run;

import io.sluice.failure.OutageException;
import io.sluice.job.coordinator.Discovery;
import io.sluice.job.start.StartPlan;
import io.sluice.kafka.Caller;
import io.sluice.kafka.SourcePartition;
import io.sluice.pipeline.JobPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Shows where a run would start reading, without starting it. */
final class StartPreview {

  private StartPreview() {}

  /**
   * Prints lines for people.
   *
   * @param checkpoint the checkpoint that the run would resume from, or null
   * @param line receives each line
   * @throws io.sluice.failure.ConflictException if the run could not start
   */
  static void print(JobPlan plan, @Nullable Path checkpoint, Consumer<String> line) {
    List<String> lines = new ArrayList<>();
    if (checkpoint != null) {
      lines.add(
          "a run would resume from checkpoint "
              + checkpoint
              + ": partitions in the checkpoint continue from its offsets. All other partitions"
              + " (with --without-state, all partitions) start as follows:");
    }
    try (Discovery discovery = new Discovery(plan, Caller.COMMAND)) {
      Set<SourcePartition> all = discovery.partitions();
      StartPlan starts = discovery.plan(all, Set.of(), all, Map.of());
      starts.starts().forEach(start -> lines.add(start.toString()));
      lines.addAll(starts.notes());
      lines.forEach(line);
      if (checkpoint == null) {
        Discovery.requireNothingRefused(starts);
      } else {
        starts.refused().forEach(refused -> line.accept("conflict: " + refused.message()));
      }
    } catch (OutageException | IOException e) {
      throw new OutageException("cannot determine where reading starts: " + e.getMessage(), e);
    }
  }
}
