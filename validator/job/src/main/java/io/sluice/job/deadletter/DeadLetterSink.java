package io.sluice.job.deadletter;

import io.sluice.deadletter.DeadLetter;
import io.sluice.header.Headers;
import io.sluice.job.JobPlan;
import io.sluice.raw.RawHeader;
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
    properties.putIfAbsent("buffer.memory", Long.toString(Math.max(32L << 20, 2L * mostBytes)));
    properties.putIfAbsent("compression.type", "zstd");
    properties.putIfAbsent("linger.ms", "20");
    // the client's own metrics, some hundred of them in each subtask
    properties.putIfAbsent("flink.disable-metrics", "true");
    return KafkaSink.<DeadLetter>builder()
        .setBootstrapServers(plan.kafka().getOrDefault("bootstrap.servers", ""))
        .setKafkaProducerConfig(properties)
        .setRecordSerializer(new Serializer(mostBytes))
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .build();
  }

  /**
   * A letter that is too large for its topic is kept by reference: without value, if need be
   * without the original's headers and key, and saying so.
   */
  private record Serializer(int mostBytes) implements KafkaRecordSerializationSchema<DeadLetter> {
    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        DeadLetter letter, KafkaSinkContext context, Long timestamp) {
      int most = mostBytes - OVERHEAD;
      if (size(letter) <= most) {
        return record(letter, letter.key(), letter.value(), kafka(letter.headers()));
      }
      List<RawHeader> headers = new ArrayList<>(letter.headers());
      headers.add(leftOut(Headers.LEFT_OUT, length(letter.value())));
      if (size(letter.key(), headers) <= most) {
        return record(letter, letter.key(), null, kafka(headers));
      }
      List<RawHeader> ours = new ArrayList<>(headers);
      ours.removeIf(header -> !Headers.isOurs(header.name()));
      ours.add(leftOut(Headers.HEADERS_LEFT_OUT, headers.size() - ours.size()));
      if (size(letter.key(), ours) <= most) {
        return record(letter, letter.key(), null, kafka(ours));
      }
      ours.add(leftOut(Headers.KEY_LEFT_OUT, length(letter.key())));
      return record(letter, null, null, kafka(ours));
    }

    private static RawHeader leftOut(String name, long count) {
      return RawHeader.text(name, Long.toString(count));
    }

    private static List<Header> kafka(List<RawHeader> headers) {
      List<Header> all = new ArrayList<>();
      headers.forEach(header -> all.add(new RecordHeader(header.name(), header.value())));
      return all;
    }

    @SuppressWarnings("NullAway") // Kafka's classes are not annotated; null values are legal
    private static ProducerRecord<byte[], byte[]> record(
        DeadLetter letter, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
      return new ProducerRecord<>(letter.topic(), null, letter.timestamp(), key, value, headers);
    }

    private static long size(DeadLetter letter) {
      return size(letter.key(), letter.headers()) + length(letter.value());
    }

    private static long size(byte @Nullable [] key, List<RawHeader> headers) {
      long size = length(key);
      for (RawHeader header : headers) {
        size += header.name().length() * 3L + length(header.value()) + 10;
      }
      return size;
    }

    private static long length(byte @Nullable [] bytes) {
      return bytes == null ? 0 : bytes.length;
    }
  }
}
