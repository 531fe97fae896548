package org.apache.kafka.clients.producer;

import java.util.Map;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.producer.internals.ProducerMetadata;
import org.apache.kafka.common.internals.ClusterResourceListeners;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/**
 * A producer that never creates a topic. Kafka's own producer asks the broker to create each
 * missing topic with default settings, and only consumers can turn that off ({@code
 * allow.auto.create.topics}). This class is in Kafka's package because the constructor with the
 * metadata is package-private.
 *
 * @see ProducerMetadata#newMetadataRequestBuilder()
 */
public final class ExistingTopicsProducer<K, V> extends KafkaProducer<K, V> {

  /**
   * @param properties Kafka's own client properties
   * @throws org.apache.kafka.common.KafkaException if the client rejects them
   */
  public ExistingTopicsProducer(
      Map<String, Object> properties, Serializer<K> keys, Serializer<V> values) {
    this(
        new ProducerConfig(ProducerConfig.appendSerializerToConfig(properties, keys, values)),
        keys,
        values);
  }

  private ExistingTopicsProducer(ProducerConfig config, Serializer<K> keys, Serializer<V> values) {
    super(config, keys, values, new Known(config), null, null, new ApiVersions(), Time.SYSTEM);
  }

  private static final class Known extends ProducerMetadata {

    Known(ProducerConfig config) {
      super(
          config.getLong(ProducerConfig.RETRY_BACKOFF_MS_CONFIG),
          config.getLong(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG),
          config.getLong(ProducerConfig.METADATA_MAX_AGE_CONFIG),
          config.getLong(ProducerConfig.METADATA_MAX_IDLE_CONFIG),
          new LogContext(),
          new ClusterResourceListeners(),
          Time.SYSTEM);
      bootstrap(ClientUtils.parseAndValidateAddresses(config));
    }

    @Override
    public synchronized MetadataRequest.Builder newMetadataRequestBuilder() {
      return existing(super.newMetadataRequestBuilder());
    }

    @Override
    public synchronized MetadataRequest.Builder newMetadataRequestBuilderForNewTopics() {
      return existing(super.newMetadataRequestBuilderForNewTopics());
    }

    private static MetadataRequest.Builder existing(MetadataRequest.Builder asked) {
      return new MetadataRequest.Builder(asked.topics(), false);
    }
  }
}
