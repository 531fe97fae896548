package io.sluice.job.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.job.gate.FetchedPositions;
import io.sluice.job.gate.FetchedPositions.Fetched;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What is known of a consumer's position from what its polls return. */
class PositionInterceptorTest {

  private static final TopicPartition P0 = new TopicPartition("orders", 0);

  private static ConsumerRecords<byte[], byte[]> poll(long position, long... offsets) {
    List<ConsumerRecord<byte[], byte[]>> records =
        java.util.Arrays.stream(offsets)
            .mapToObj(at -> new ConsumerRecord<>("orders", 0, at, new byte[0], new byte[0]))
            .toList();
    return new ConsumerRecords<>(
        records.isEmpty() ? Map.of() : Map.of(P0, records),
        Map.of(P0, new OffsetAndMetadata(position)));
  }

  @Test
  void aPollWithoutRecordsMovesThePositionOnly() {
    FetchedPositions positions = new FetchedPositions();
    Properties properties = new Properties();
    PositionInterceptor.install(properties, positions);
    try (PositionInterceptor interceptor = new PositionInterceptor()) {
      interceptor.configure(asMap(properties));
      assertThat(positions.of(P0)).isNull();
      var unused = interceptor.onConsume(poll(3));
      assertThat(positions.of(P0)).isEqualTo(new Fetched(FetchedPositions.NO_RECORDS, 3));
      unused = interceptor.onConsume(poll(7, 3, 5));
      assertThat(positions.of(P0)).isEqualTo(new Fetched(6, 7));
      unused = interceptor.onConsume(poll(9));
      assertThat(positions.of(P0)).isEqualTo(new Fetched(6, 9));
    }
  }

  @Test
  void interceptorsOfTheUserStay() {
    Properties properties = new Properties();
    properties.put("interceptor.classes", "a.One, a.Two");
    PositionInterceptor.install(properties, new FetchedPositions());
    assertThat(properties.get("interceptor.classes"))
        .isEqualTo(List.of("a.One", "a.Two", PositionInterceptor.class));
  }

  private static Map<String, ?> asMap(Properties properties) {
    return properties.entrySet().stream()
        .collect(java.util.stream.Collectors.toMap(e -> (String) e.getKey(), Map.Entry::getValue));
  }
}
