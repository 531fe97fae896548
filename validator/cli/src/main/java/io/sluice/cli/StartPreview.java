package io.sluice.cli;

import io.sluice.job.JobPlan;
import io.sluice.job.OutageException;
import io.sluice.job.source.Discovery;
import io.sluice.job.start.StartPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Says where a run would start reading, and starts nothing. */
final class StartPreview {

  private StartPreview() {}

  /**
   * Lines for people.
   *
   * @param checkpoint the checkpoint that the run would resume from, or null
   * @throws io.sluice.job.ConflictException where the run could not start
   */
  static List<String> lines(JobPlan plan, @Nullable Path checkpoint) {
    List<String> lines = new ArrayList<>();
    if (checkpoint != null) {
      lines.add(
          "a run resumes from checkpoint "
              + checkpoint
              + ": its partitions continue where it left them. Any others, and all of them with"
              + " --without-state, start as follows:");
    }
    try (Discovery discovery = new Discovery(plan)) {
      StartPlan starts = discovery.plan(discovery.partitions(), Map.of());
      starts.starts().forEach(start -> lines.add(start.toString()));
      lines.addAll(starts.notes());
      if (checkpoint == null) {
        Discovery.requireNothingRefused(starts);
      } else {
        starts.refused().forEach(refused -> lines.add("conflict: " + refused.message()));
      }
      return lines;
    } catch (ExecutionException | IOException e) {
      throw new OutageException(
          "Kafka or the catalog does not say where reading starts: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutageException("interrupted", e);
    }
  }
}
