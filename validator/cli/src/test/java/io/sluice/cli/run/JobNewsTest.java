package io.sluice.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.api.common.JobStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JobNewsTest {

  private final JobNews news = new JobNews(4_000);

  private List<String> at(
      long second,
      JobStatus status,
      long failedAt,
      @Nullable String failure,
      int done,
      int failed) {
    return news
        .take(
            new JobNews.Look(
                second * 1_000,
                status,
                1_000,
                failedAt * 1_000,
                failure,
                done,
                failed,
                failed == 0 ? 0 : 1_000L + failed,
                "it expired",
                List.of("lake-writer")))
        .stream()
        .map(line -> (line.isTrouble() ? "+ " : "- ") + line.text())
        .toList();
  }

  @Test
  void restartsAreSaidOnceForEachCauseAndWhenTheyEnd() {
    assertThat(at(1, JobStatus.RUNNING, 0, null, 1, 0)).isEmpty();
    assertThat(at(2, JobStatus.RESTARTING, 2, "Kafka is gone", 1, 0))
        .singleElement()
        .asString()
        .startsWith("+ the job failed: Kafka is gone. Flink restarts it from its last checkpoint");
    assertThat(at(4, JobStatus.RESTARTING, 4, "Kafka is gone", 1, 2)).isEmpty();
    assertThat(at(5, JobStatus.RUNNING, 4, "Kafka is gone", 1, 2)).isEmpty();
    assertThat(at(8, JobStatus.RESTARTING, 8, "the catalog is gone", 1, 2))
        .singleElement()
        .asString()
        .contains("the catalog is gone");
    assertThat(at(9, JobStatus.RESTARTING, 9, "Kafka is gone", 1, 2)).isEmpty();
    assertThat(at(10, JobStatus.RUNNING, 9, "the catalog is gone", 2, 2))
        .containsExactly(
            "- the job is running again and has completed a checkpoint, after 4 failures in 8 s");
    assertThat(at(11, JobStatus.RUNNING, 9, "the catalog is gone", 3, 2)).isEmpty();
  }

  @Test
  void failedCheckpointsAreSaidOnceWithTheReason() {
    assertThat(at(1, JobStatus.RUNNING, 0, null, 5, 0)).isEmpty();
    assertThat(at(2, JobStatus.RUNNING, 0, null, 5, 1))
        .singleElement()
        .asString()
        .startsWith("+ a checkpoint failed: it expired. Nothing is committed until");
    assertThat(at(3, JobStatus.RUNNING, 0, null, 5, 4)).isEmpty();
    assertThat(at(9, JobStatus.RUNNING, 0, null, 6, 4))
        .containsExactly("- checkpoints are completing again, after 4 failures in 7 s");
  }

  @Test
  void threeIntervalsWithoutACheckpointAreSaidWithWhatItWaitsFor() {
    assertThat(at(2, JobStatus.RUNNING, 0, null, 1, 0)).isEmpty();
    assertThat(at(14, JobStatus.RUNNING, 0, null, 1, 0)).isEmpty();
    assertThat(at(15, JobStatus.RUNNING, 0, null, 1, 0))
        .singleElement()
        .asString()
        .startsWith("+ no checkpoint has completed for 13 s")
        .contains("the current checkpoint is waiting for lake-writer");
    assertThat(at(16, JobStatus.RUNNING, 0, null, 1, 0)).isEmpty();
    assertThat(at(17, JobStatus.RUNNING, 0, null, 2, 0))
        .containsExactly("- checkpoints are completing again, after 2 s");
  }
}
