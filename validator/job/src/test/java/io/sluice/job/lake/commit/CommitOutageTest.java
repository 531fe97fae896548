package io.sluice.job.lake.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.junit.jupiter.api.Test;

class CommitOutageTest {

  @Test
  void aStorageThatDoesNotAnswerIsOne() {
    assertThat(CommitOutage.isOne(new UncheckedIOException(new IOException("no route")))).isTrue();
    assertThat(CommitOutage.isOne(new IllegalStateException("a mistake"))).isFalse();
  }

  @Test
  void aJobThatIsBeingStoppedHasNone() {
    assertThat(
            CommitOutage.isOne(
                new RuntimeIOException(
                    new ClosedByInterruptException(), "Failed to flush row group")))
        .isFalse();
    Thread.currentThread().interrupt();
    try {
      assertThat(CommitOutage.isOne(new UncheckedIOException(new IOException("no route"))))
          .isFalse();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
