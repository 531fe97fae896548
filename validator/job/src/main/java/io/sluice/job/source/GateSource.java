package io.sluice.job.source;

import io.sluice.job.coordinator.GateEnumerator;
import io.sluice.job.gate.FetchedPositions;
import io.sluice.job.handover.Gated;
import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.MetricPart;
import io.sluice.job.split.GateSplit;
import io.sluice.job.split.GateSplitSerializer;
import io.sluice.job.split.GateState;
import io.sluice.job.split.GateStateSerializer;
import io.sluice.pipeline.JobPlan;
import io.sluice.pipeline.JobPlan.RegistryPlan;
import io.sluice.registry.ConfluentRegistryClient;
import io.sluice.registry.RegistryClient;
import io.sluice.registry.RegistryOutage;
import io.sluice.registry.SchemaCache;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/** The source of the job: raw topics in, judged records out. */
public final class GateSource implements Source<Gated, GateSplit, GateState> {

  private static final long serialVersionUID = 1L;

  private final JobPlan plan;

  public GateSource(JobPlan plan) {
    this.plan = plan;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SplitEnumerator<GateSplit, GateState> createEnumerator(
      SplitEnumeratorContext<GateSplit> context) {
    return new GateEnumerator(plan, context, null);
  }

  @Override
  public SplitEnumerator<GateSplit, GateState> restoreEnumerator(
      SplitEnumeratorContext<GateSplit> context, GateState state) {
    return new GateEnumerator(plan, context, state);
  }

  @Override
  public SimpleVersionedSerializer<GateSplit> getSplitSerializer() {
    return new GateSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<GateState> getEnumeratorCheckpointSerializer() {
    return new GateStateSerializer();
  }

  @Override
  public SourceReader<Gated, GateSplit> createReader(SourceReaderContext context) throws Exception {
    Instruments instruments = new Instruments(MetricPart.GATE, context.metricGroup());
    RegistryMetrics calls = new RegistryMetrics(instruments);
    Wakeup wakeup = new Wakeup();
    FetchedSchemas fetched = new FetchedSchemas(calls, wakeup);
    SchemaCache cache = new SchemaCache(registry(), timing(), Clock.systemUTC(), fetched);
    calls.watch(cache);
    FetchedPositions positions = new FetchedPositions();
    return new GateReader(
        context,
        plan,
        kafka(positions).createReader(context),
        positions,
        cache,
        fetched,
        wakeup,
        instruments);
  }

  private RegistryClient registry() {
    RegistryPlan registry = plan.registry();
    String url = registry.url();
    if (url == null) {
      return ref -> {
        throw new RegistryOutage(
            "add 'registry' to sluice.yaml: records refer to schemas in a registry",
            new IOException());
      };
    }
    return new ConfluentRegistryClient(url, registry.properties(), (int) registry.timeout());
  }

  private SchemaCache.Timing timing() {
    RegistryPlan registry = plan.registry();
    return new SchemaCache.Timing(
        Duration.ofMillis(registry.confirmation()),
        Duration.ofMillis(registry.absence()),
        Duration.ofMillis(registry.retry()));
  }

  private KafkaSource<ConsumerRecord<byte[], byte[]>> kafka(FetchedPositions positions) {
    Properties properties = new Properties();
    properties.putAll(plan.kafka());
    properties.setProperty("isolation.level", "read_committed");
    properties.setProperty("commit.offsets.on.checkpoint", "false");
    properties.putIfAbsent("register.consumer.metrics", "false");
    properties.putIfAbsent("client.id.prefix", "sluice-" + plan.pipeline());
    PositionInterceptor.install(properties, positions);
    return KafkaSource.<ConsumerRecord<byte[], byte[]>>builder()
        .setBootstrapServers(plan.kafka().getOrDefault("bootstrap.servers", ""))
        // the builder requires a topic; GateEnumerator assigns the partitions
        .setTopics("assigned-by-sluice")
        .setStartingOffsets(new NoReset())
        .setDeserializer(new AsItIs())
        .setProperties(properties)
        .build();
  }

  /** Splits have their offsets, so this only turns automatic offset resets off. */
  @SuppressWarnings("deprecation") // the connector's interface uses Kafka's older enum
  private static final class NoReset implements OffsetsInitializer {
    private static final long serialVersionUID = 1L;

    @Override
    public Map<TopicPartition, Long> getPartitionOffsets(
        Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
      throw new IllegalStateException("partitions are found by Sluice's own enumerator");
    }

    @Override
    public OffsetResetStrategy getAutoOffsetResetStrategy() {
      return OffsetResetStrategy.NONE;
    }
  }

  /** Passes records through unchanged, because the gate decodes them. */
  private static final class AsItIs
      implements KafkaRecordDeserializationSchema<ConsumerRecord<byte[], byte[]>> {
    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(
        ConsumerRecord<byte[], byte[]> record, Collector<ConsumerRecord<byte[], byte[]>> out) {
      out.collect(record);
    }

    @Override
    public TypeInformation<ConsumerRecord<byte[], byte[]>> getProducedType() {
      throw new IllegalStateException("records never leave the reader as they are");
    }
  }
}
