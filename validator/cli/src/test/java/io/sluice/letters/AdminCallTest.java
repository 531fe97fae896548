package io.sluice.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class AdminCallTest {

  private static final Map<String, String> NOWHERE = Map.of("bootstrap.servers", "127.0.0.1:1");

  @Test
  void nobodyWaitsLongForABrokerThatIsNotThere() {
    Instant asked = Instant.now();
    assertThatThrownBy(
            () -> AdminCall.ask(NOWHERE, "its topics", admin -> admin.listTopics().names()))
        .isInstanceOf(OutageException.class)
        .hasMessageStartingWith(
            "Kafka at 127.0.0.1:1 does not answer, asked for its topics. Check");
    assertThat(asked).isAfter(Instant.now().minusSeconds(15));
  }

  @Test
  void timeOutsOfTheUserAreTakenAsTheyAre() {
    try (Admin admin =
        AdminCall.open(Map.of("bootstrap.servers", "127.0.0.1:1", "request.timeout.ms", "30000"))) {
      admin.close(Duration.ZERO);
    }
  }

  @Test
  void propertiesThatTheClientRefusesAreNoOutage() {
    assertThatThrownBy(
            () -> AdminCall.open(Map.of("bootstrap.servers", "127.0.0.1:1", "retries", "many")))
        .isInstanceOf(SetUpException.class)
        .hasMessageContaining("retries");
  }
}
