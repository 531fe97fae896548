package io.sluice.job.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.failure.OutageException;
import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.MetricPart;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** Only silence is an outage of Kafka; an error that a broker gave is an answer. */
class KafkaReachTest {

  private static final Map<String, String> NOWHERE =
      Map.of(
          "bootstrap.servers",
          "127.0.0.1:1",
          "request.timeout.ms",
          "500",
          "default.api.timeout.ms",
          "1000");

  private final KafkaReach reach =
      new KafkaReach(NOWHERE, new Instruments(MetricPart.COORDINATOR, null));

  @Test
  void nobodyListens() {
    try (Admin admin = Admin.create(Map.copyOf(NOWHERE))) {
      Throwable failure = catchThrowable(() -> admin.listTopics().names().get());
      assertThat(reach.failed("topics", failure)).isTrue();
      assertThat(reach.failed("topics", new OutageException("cannot be read", failure))).isTrue();
    }
    reach.answered("topics");
  }

  @Test
  void aBrokerSaysNo() {
    assertThat(
            reach.failed(
                "topics", new ExecutionException(new TopicAuthorizationException("orders"))))
        .isFalse();
    assertThat(reach.failed("topics", new InvalidTopicException("too long"))).isFalse();
    assertThat(reach.failed("topics", new IllegalStateException("the catalog"))).isFalse();
  }
}
