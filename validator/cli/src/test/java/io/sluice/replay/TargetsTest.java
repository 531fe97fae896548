package io.sluice.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.failure.OutageException;
import io.sluice.kafka.KafkaAdmin;
import java.util.ArrayDeque;
import java.util.Map;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

final class TargetsTest {

  private static final Map<String, String> NOWHERE = Map.of("bootstrap.servers", "127.0.0.1:1");

  @Test
  void aTopicThatABrokerDoesNotKnowYetIsAskedForAgain() {
    ArrayDeque<KafkaFuture<String>> answers = new ArrayDeque<>();
    answers.add(failed(new UnknownTopicOrPartitionException()));
    answers.add(failed(new UnknownTopicOrPartitionException()));
    answers.add(KafkaFuture.completedFuture("1048576"));
    try (KafkaAdmin admin = KafkaAdmin.forCommand(NOWHERE)) {
      String bytes = Targets.get(admin, answers::remove, "topic orders.dlq.parked");
      assertThat(bytes).isEqualTo("1048576");
    }
  }

  @Test
  void whatHasNoTextIsNamed() {
    try (KafkaAdmin admin = KafkaAdmin.forCommand(NOWHERE)) {
      assertThatThrownBy(
              () ->
                  Targets.get(admin, () -> failed(new InvalidTopicException()), "topic orders.dlq"))
          .isInstanceOf(OutageException.class)
          .hasMessage("cannot read topic orders.dlq from Kafka: InvalidTopicException");
    }
  }

  private static KafkaFuture<String> failed(RuntimeException failure) {
    KafkaFutureImpl<String> future = new KafkaFutureImpl<>();
    boolean unused = future.completeExceptionally(failure);
    return future;
  }
}
