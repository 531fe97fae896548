package io.sluice.kafka;

import io.sluice.failure.OutageException;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * Kafka's admin client, which is opened again after brokers rejected it. Otherwise, it keeps
 * failing until its metadata expires, by default after 5 minutes, even if its credentials are valid
 * again.
 */
final class RenewableAdmin {

  private final Supplier<Admin> opener;
  private Admin client;
  private boolean isRejected;

  /**
   * Opens the client.
   *
   * @throws KafkaException if Kafka's client rejects its properties
   */
  RenewableAdmin(Supplier<Admin> opener) {
    this.opener = opener;
    this.client = opener.get();
  }

  /** Makes the next call of {@link #client} open a new client. */
  synchronized void rejected() {
    isRejected = true;
  }

  /**
   * The client for the next request.
   *
   * @throws OutageException if brokers rejected the last client, and a new one cannot be opened
   */
  synchronized Admin client() {
    if (isRejected) {
      try {
        Admin next = opener.get();
        client.close(Duration.ZERO);
        client = next;
        isRejected = false;
      } catch (KafkaException e) {
        throw new OutageException(
            "the Kafka client cannot be created: " + ClientProperties.reason(e), e);
      }
    }
    return client;
  }

  synchronized void close() {
    client.close(Duration.ofSeconds(1));
  }
}
