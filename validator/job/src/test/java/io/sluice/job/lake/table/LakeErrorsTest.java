package io.sluice.job.lake.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.failure.OutageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.channels.ClosedByInterruptException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.junit.jupiter.api.Test;

/** What a failure of a catalog or of a storage means. */
class LakeErrorsTest {

  @Test
  void aRunningJobTriesAgainWhereAStorageDoesNotAnswer() {
    assertThat(LakeErrors.mayPass(new UncheckedIOException(new IOException("no route")))).isTrue();
    assertThat(LakeErrors.mayPass(new IllegalStateException("a mistake"))).isFalse();
    for (Exception passing :
        List.of(
            new OutageException("down", new IOException()),
            new SQLException("the database restarts"),
            new TimeoutException(),
            new RuntimeIOException(new IOException("reset")),
            new CommitFailedException("somebody was faster"),
            new CommitStateUnknownException(new IOException("no reply")),
            new ServiceFailureException("503"))) {
      assertThat(LakeErrors.mayPass(new IllegalStateException("it failed", passing)))
          .as(passing.toString())
          .isTrue();
    }
  }

  @Test
  void aJobThatIsBeingStoppedDoesNotTryAgain() {
    assertThat(
            LakeErrors.mayPass(
                new RuntimeIOException(
                    new ClosedByInterruptException(), "Failed to flush row group")))
        .isFalse();
    Thread.currentThread().interrupt();
    try {
      assertThat(LakeErrors.mayPass(new UncheckedIOException(new IOException("no route"))))
          .isFalse();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aStartTellsSilenceFromWhatIsWrong() {
    assertThat(LakeErrors.isSilence(new RuntimeIOException(new ConnectException("refused"))))
        .isTrue();
    assertThat(LakeErrors.isSilence(new ServiceFailureException("503"))).isTrue();
    SocketException noTrustStore = new SocketException("no socket");
    noTrustStore.initCause(new IOException("keystore password was incorrect"));
    assertThat(LakeErrors.isSilence(new UncheckedIOException(noTrustStore))).isFalse();
    assertThat(LakeErrors.isSilence(new RuntimeException(new SQLException("wrong password"))))
        .isFalse();
    assertThat(LakeErrors.isSilence(new UncheckedIOException(new IOException("read-only"))))
        .isFalse();
  }
}
