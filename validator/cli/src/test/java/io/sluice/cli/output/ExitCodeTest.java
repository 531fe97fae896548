package io.sluice.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.failure.ConflictException;
import io.sluice.failure.InterruptionException;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import org.junit.jupiter.api.Test;

class ExitCodeTest {

  @Test
  void eachKindOfFailureHasACodeOfItsOwn() {
    assertThat(ExitCode.of(new SetUpException("no Kafka broker is specified"))).isEqualTo(2);
    assertThat(ExitCode.of(new OutageException("Kafka is down", new Exception()))).isEqualTo(3);
    assertThat(ExitCode.of(new ConflictException("the table was rolled back"))).isEqualTo(5);
  }

  @Test
  void anInterruptedWaitIsNoOutage() {
    InterruptionException interruption = InterruptionException.of(new InterruptedException());
    assertThat(ExitCode.of(interruption)).isEqualTo(130);
    // the thread stays interrupted, for whoever waits next
    assertThat(Thread.interrupted()).isTrue();
  }
}
