package io.sluice.cli.input;

import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import io.sluice.kafka.KafkaAdmin;
import io.sluice.kafka.OffsetSpan;
import io.sluice.kafka.TopicReader;
import io.sluice.letters.RegistryAccess;
import io.sluice.raw.InMemoryRecord;
import io.sluice.raw.RawHeader;
import io.sluice.registry.BlockingSchemas;
import io.sluice.registry.RegistryClient;
import io.sluice.schema.SchemaSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A slice of a topic between two times, up to the topic's end when reading starts. */
final class TopicInput implements RecordInput {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TopicReader reader;
  private final BlockingSchemas schemas;
  private Iterator<ConsumerRecord<byte[], byte[]>> fetched = Collections.emptyIterator();

  /**
   * Starts reading the slice.
   *
   * @param kafka Kafka's own client properties
   * @param from null for the earliest record
   * @param to exclusive; null for the newest record
   * @throws SetUpException if the topic does not exist
   * @throws OutageException if the broker cannot be reached
   */
  TopicInput(
      Map<String, String> kafka,
      @Nullable RegistryClient registry,
      String topic,
      @Nullable Instant from,
      @Nullable Instant to) {
    KafkaAdmin.requireAnswer(kafka);
    this.schemas = new BlockingSchemas(registry);
    this.reader = new TopicReader(kafka, PATIENCE);
    try {
      reader.start(topic, spans(topic, from, to));
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  private Map<Integer, OffsetSpan> spans(
      String topic, @Nullable Instant from, @Nullable Instant to) {
    List<Integer> partitions = reader.requirePartitions(topic);
    Map<Integer, OffsetSpan> whole = reader.spans(topic, partitions);
    Map<Integer, Long> first =
        from == null ? Map.of() : reader.firstOffsets(topic, partitions, from);
    Map<Integer, Long> last = to == null ? Map.of() : reader.firstOffsets(topic, partitions, to);
    Map<Integer, OffsetSpan> spans = new HashMap<>();
    whole.forEach(
        (partition, span) ->
            spans.put(
                partition,
                new OffsetSpan(
                    from == null ? span.from() : first.getOrDefault(partition, span.to()),
                    last.getOrDefault(partition, span.to()))));
    return spans;
  }

  @Override
  public @Nullable Item next() {
    while (!fetched.hasNext() && !reader.isDone()) {
      fetched = reader.next().iterator();
    }
    if (!fetched.hasNext()) {
      return null;
    }
    ConsumerRecord<byte[], byte[]> record = fetched.next();
    List<RawHeader> headers = new ArrayList<>();
    record.headers().forEach(header -> headers.add(new RawHeader(header.key(), header.value())));
    return new Item(
        record.partition() + "/" + record.offset(),
        new InMemoryRecord(
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp(),
            record.key(),
            record.value(),
            headers),
        null);
  }

  @Override
  public SchemaSource schemas() {
    return schemas;
  }

  @Override
  public void requireSchemas() {
    RegistryAccess.require(
        schemas, "the records use registry schemas; specify the registry with --schema-registry");
  }

  @Override
  public double done() {
    return reader.done();
  }

  @Override
  public void close() {
    reader.close();
  }
}
