package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.BrokerNotAvailableException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

class KafkaAdminTest {

  private static final Map<String, String> NOWHERE = Map.of("bootstrap.servers", "127.0.0.1:1");

  private static final Map<String, String> SOON =
      Map.of(
          "bootstrap.servers",
          "127.0.0.1:1",
          "request.timeout.ms",
          "500",
          "default.api.timeout.ms",
          "1000");

  @Test
  void nobodyWaitsLongForABrokerThatIsNotThere() {
    Instant asked = Instant.now();
    assertThatThrownBy(
            () -> KafkaAdmin.once(NOWHERE, "its topics", admin -> admin.listTopics().names()))
        .isInstanceOf(OutageException.class)
        .hasMessageStartingWith(
            "Kafka at 127.0.0.1:1 did not respond to a request for its topics: Connection refused. Check --bootstrap-server");
    assertThat(asked).isAfter(Instant.now().minusSeconds(15));
  }

  @Test
  void aTopicThatIsNotCreatedInTimeIsAnOutage() {
    try (KafkaAdmin admin = KafkaAdmin.forCommand(SOON)) {
      assertThatThrownBy(() -> admin.create(new NewTopic("orders", 1, (short) 1)))
          .isInstanceOfSatisfying(
              OutageException.class, e -> assertThat(KafkaAdmin.isSilence(e)).isTrue())
          .hasMessageStartingWith(
              "Kafka at 127.0.0.1:1 did not respond to a request for topic orders");
      assertThatThrownBy(() -> CompactedTopic.make(admin, "orders", CompactedTopic.WRITE))
          .isInstanceOf(OutageException.class)
          .hasMessage("Kafka did not respond to a request for topic orders");
    }
  }

  @Test
  void timeOutsOfTheUserAreTakenAsTheyAre() {
    Map<String, String> patient =
        Map.of("bootstrap.servers", "127.0.0.1:1", "request.timeout.ms", "30000");
    KafkaAdmin.forCommand(patient).close();
    KafkaAdmin.forJob(patient).close();
  }

  @Test
  void propertiesThatTheClientRefusesAreNoOutageOfACommand() {
    Map<String, String> wrong = Map.of("bootstrap.servers", "127.0.0.1:1", "retries", "many");
    assertThatThrownBy(() -> KafkaAdmin.forCommand(wrong))
        .isInstanceOf(SetUpException.class)
        .hasMessageContaining("retries");
    assertThatThrownBy(() -> KafkaAdmin.forJob(wrong))
        .isInstanceOf(OutageException.class)
        .hasMessageContaining("retries");
    assertThatThrownBy(() -> KafkaAdmin.open(wrong, Caller.FIRST_START))
        .isInstanceOf(OutageException.class);
    assertThatThrownBy(() -> new CompactedTopicWriter(wrong, "starts", Caller.COMMAND))
        .isInstanceOf(SetUpException.class)
        .hasMessageContaining("retries");
    assertThatThrownBy(() -> new CompactedTopicWriter(wrong, "starts", Caller.JOB))
        .isInstanceOf(OutageException.class);
    Map<String, String> noPoll =
        Map.of("bootstrap.servers", "127.0.0.1:1", "max.poll.records", "many");
    assertThatThrownBy(
            () -> new CompactedTopicReader(noPoll, "starts", Caller.COMMAND).read((k, v) -> {}))
        .isInstanceOf(SetUpException.class)
        .hasMessageContaining("max.poll.records");
    assertThatThrownBy(
            () -> new CompactedTopicReader(noPoll, "starts", Caller.JOB).read((k, v) -> {}))
        .isInstanceOf(OutageException.class);
  }

  @Test
  void whatABrokerSaysIsAnAnswer() {
    try (KafkaAdmin admin = KafkaAdmin.forCommand(SOON)) {
      assertThat(admin.ask("it", KafkaFuture.completedFuture(1))).isEqualTo(new Answer.Given<>(1));
      assertThat(kind(admin, new UnknownTopicOrPartitionException("no"))).isEqualTo("missing: no");
      assertThat(kind(admin, new GroupIdNotFoundException("no"))).isEqualTo("missing: no");
      assertThat(kind(admin, new GroupAuthorizationException("g"))).startsWith("denied true: ");
      assertThat(kind(admin, new TopicAuthorizationException("t"))).startsWith("denied false: ");
      assertThat(kind(admin, new InvalidTopicException()))
          .isEqualTo("refused: InvalidTopicException");
      assertThat(admin.find("it", failed(new UnknownTopicOrPartitionException("no"))))
          .isEqualTo(Optional.empty());
    }
  }

  @Test
  void whatMayBeDoneLaterIsAnOutage() {
    try (KafkaAdmin admin = KafkaAdmin.forCommand(SOON)) {
      assertThatThrownBy(() -> kind(admin, new NotControllerException("moved")))
          .isInstanceOf(OutageException.class)
          .hasMessage("the request to Kafka at 127.0.0.1:1 for it failed: moved");
      for (ApiException passing :
          List.of(
              new UnknownServerException("moving"),
              new BrokerNotAvailableException("moving"),
              new InvalidReplicationFactorException("too few brokers"))) {
        assertThatThrownBy(() -> kind(admin, passing)).isInstanceOf(OutageException.class);
      }
    }
  }

  @Test
  void aJobWaitsForRightsThatACommandRequires() {
    try (KafkaAdmin command = KafkaAdmin.forCommand(SOON);
        KafkaAdmin job = KafkaAdmin.forJob(SOON)) {
      for (RuntimeException no :
          new RuntimeException[] {
            new SaslAuthenticationException("who?"), new TopicAuthorizationException("orders")
          }) {
        assertThatThrownBy(() -> command.get("it", failed(no))).isInstanceOf(SetUpException.class);
        assertThatThrownBy(() -> job.get("it", failed(no)))
            .isInstanceOf(OutageException.class)
            .hasCause(no);
      }
    }
  }

  private static String kind(KafkaAdmin admin, RuntimeException answer) {
    return admin
        .ask("it", failed(answer))
        .<String>fold(
            given -> "given",
            missing -> "missing: " + missing.reason(),
            denied -> "denied " + denied.isOfGroup() + ": " + denied.reason(),
            refused -> "refused: " + refused.reason());
  }

  private static KafkaFuture<String> failed(RuntimeException failure) {
    KafkaFutureImpl<String> future = new KafkaFutureImpl<>();
    boolean unused = future.completeExceptionally(failure);
    return future;
  }
}
