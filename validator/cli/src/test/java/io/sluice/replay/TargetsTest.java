package io.sluice.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.failure.OutageException;
import java.util.ArrayDeque;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

final class TargetsTest {

  @Test
  void aTopicThatABrokerDoesNotKnowYetIsAskedForAgain() {
    ArrayDeque<KafkaFuture<String>> answers = new ArrayDeque<>();
    answers.add(failed(new UnknownTopicOrPartitionException()));
    answers.add(failed(new UnknownTopicOrPartitionException()));
    answers.add(KafkaFuture.completedFuture("1048576"));
    String bytes = Targets.get(answers::remove, "topic orders.dlq.parked");
    assertThat(bytes).isEqualTo("1048576");
  }

  @Test
  void whatHasNoTextIsNamed() {
    assertThatThrownBy(
            () -> Targets.get(() -> failed(new InvalidTopicException()), "topic orders.dlq"))
        .isInstanceOf(OutageException.class)
        .hasMessage("Kafka cannot be asked for topic orders.dlq: InvalidTopicException");
  }

  private static KafkaFuture<String> failed(RuntimeException failure) {
    KafkaFutureImpl<String> future = new KafkaFutureImpl<>();
    boolean unused = future.completeExceptionally(failure);
    return future;
  }
}
