package io.sluice.job.deadletter;

import io.sluice.deadletter.DeadLetter;
import io.sluice.deadletter.Headers;
import io.sluice.job.JobPlan;
import io.sluice.raw.RawHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Writes dead letters, at least once: all of a checkpoint are in Kafka before it completes. */
public final class DeadLetterSink {

  /** What a request and its record batch need beside the record itself. */
  private static final int OVERHEAD = 64 << 10;

  private DeadLetterSink() {}

  /**
   * Builds the sink.
   *
   * @param mostBytes the largest record that dead-letter topics take
   */
  public static KafkaSink<DeadLetter> of(JobPlan plan, int mostBytes) {
    Properties properties = new Properties();
    properties.putAll(plan.kafka());
    properties.setProperty("max.request.size", Integer.toString(mostBytes));
    properties.putIfAbsent("compression.type", "zstd");
    properties.putIfAbsent("linger.ms", "20");
    return KafkaSink.<DeadLetter>builder()
        .setBootstrapServers(plan.kafka().getOrDefault("bootstrap.servers", ""))
        .setKafkaProducerConfig(properties)
        .setRecordSerializer(new Serializer(mostBytes))
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .build();
  }

  /** A letter that is too large for its topic is kept by reference: without value, saying so. */
  private record Serializer(int mostBytes) implements KafkaRecordSerializationSchema<DeadLetter> {
    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        DeadLetter letter, KafkaSinkContext context, Long timestamp) {
      boolean fits = size(letter) <= mostBytes - OVERHEAD;
      List<Header> headers = new ArrayList<>();
      letter
          .headers()
          .forEach(header -> headers.add(new RecordHeader(header.name(), header.value())));
      byte[] value = letter.value();
      if (!fits && value != null) {
        headers.add(
            new RecordHeader(
                Headers.LEFT_OUT, Integer.toString(value.length).getBytes(StandardCharsets.UTF_8)));
      }
      return record(letter, fits ? value : null, headers);
    }

    @SuppressWarnings("NullAway") // Kafka's classes are not annotated; null values are legal
    private static ProducerRecord<byte[], byte[]> record(
        DeadLetter letter, byte @Nullable [] value, List<Header> headers) {
      return new ProducerRecord<>(
          letter.topic(), null, letter.timestamp(), letter.key(), value, headers);
    }

    private static long size(DeadLetter letter) {
      long size = length(letter.key()) + length(letter.value());
      for (RawHeader header : letter.headers()) {
        size += header.name().length() * 3L + length(header.value()) + 10;
      }
      return size;
    }

    private static long length(byte @Nullable [] bytes) {
      return bytes == null ? 0 : bytes.length;
    }
  }
}
