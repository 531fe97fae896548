package io.sluice.kafka;

import io.sluice.tls.StoreFiles;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the keystore and the truststore again when their files change, so that a running job
 * survives the renewal of its certificates. Kafka's own factory reads them once per client.
 *
 * @see <a
 *     href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-519%3A+Make+SSL+context%2Fengine+configuration+extensible">KIP-519</a>
 */
public final class ReloadingSslEngineFactory implements SslEngineFactory {

  private static final Logger LOG = LoggerFactory.getLogger(ReloadingSslEngineFactory.class);

  private Map<String, Object> properties = Map.of();
  private StoreFiles files = new StoreFiles(Map.of());
  private List<Object> versions = List.of();
  private DefaultSslEngineFactory current = new DefaultSslEngineFactory();
  private @Nullable List<Object> unusable;

  /**
   * Adds this factory to the properties of a client that reads its certificates from files, unless
   * they name another factory.
   */
  public static Map<String, String> addTo(Map<String, String> kafka) {
    Map<String, String> properties = new HashMap<>(kafka);
    if (!new StoreFiles(kafka).isEmpty()) {
      properties.putIfAbsent(
          SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, ReloadingSslEngineFactory.class.getName());
    }
    return properties;
  }

  @Override
  public synchronized void configure(Map<String, ?> configs) {
    properties = new HashMap<>(configs);
    files = new StoreFiles(configs);
    versions = files.versions();
    current.configure(configs);
  }

  @Override
  public synchronized SSLEngine createClientSslEngine(
      String host, int port, String endpointIdentification) {
    return fresh().createClientSslEngine(host, port, endpointIdentification);
  }

  @Override
  public synchronized SSLEngine createServerSslEngine(String host, int port) {
    return fresh().createServerSslEngine(host, port);
  }

  /** Kafka's factory for the current files. */
  private DefaultSslEngineFactory fresh() {
    List<Object> now = files.versions();
    if (now.equals(versions)) {
      return current;
    }
    DefaultSslEngineFactory next = new DefaultSslEngineFactory();
    try {
      next.configure(properties);
    } catch (KafkaException e) {
      // perhaps only half of it is written; the next connection tries again
      if (!now.equals(unusable)) {
        unusable = now;
        LOG.warn(
            "the renewed keystore or truststore cannot be read: {}. New connections to Kafka use"
                + " the previous one. Check the file and its password. The next connection tries"
                + " again.",
            ClientProperties.reason(e));
      }
      next.close();
      return current;
    }
    current.close();
    current = next;
    versions = now;
    LOG.info("the keystore or truststore changed; new connections to Kafka use the new one");
    return current;
  }

  @Override
  public boolean shouldBeRebuilt(Map<String, Object> nextConfigs) {
    return current().shouldBeRebuilt(nextConfigs);
  }

  @Override
  public Set<String> reconfigurableConfigs() {
    return current().reconfigurableConfigs();
  }

  @Override
  public @Nullable KeyStore keystore() {
    return current().keystore();
  }

  @Override
  public @Nullable KeyStore truststore() {
    return current().truststore();
  }

  private synchronized DefaultSslEngineFactory current() {
    return current;
  }

  @Override
  public void close() {
    current().close();
  }
}
