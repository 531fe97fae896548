package io.sluice.bench;

import io.sluice.audit.AuditOptions;
import io.sluice.audit.AuditProgress;
import io.sluice.audit.AuditVerify;
import io.sluice.audit.report.AuditReport;
import io.sluice.cli.audit.RegistrySchemas;
import io.sluice.pipeline.Setup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A benchmark of the audit, by values and by counts, against a consumer that only reads the same
 * topic. The three run in turn in one process.
 */
public final class AuditSpeed {

  private final Runs runs;
  private final int records;
  private final Setup setup;

  private AuditSpeed(Runs runs, int records, Setup setup) {
    this.runs = runs;
    this.records = records;
    this.setup = setup;
  }

  public static void main(String[] arguments) throws Exception {
    Landscape.main(
        arguments,
        (runs, records, rounds) -> {
          runs.feed(List.of(EndToEnd.TOPIC), Events.PARTITIONS, records);
          var unused = new EndToEnd(runs, records).gate("audited", records, false, Map.of());
          Setup setup = Setup.read(runs.folder().resolve("sluice-audited.yaml"));
          new AuditSpeed(runs, records, setup).run(rounds);
        });
  }

  private void run(int rounds) throws Exception {
    List<Double> bare = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    List<Double> counts = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      bare.add(perSecond(this::consume));
      values.add(perSecond(() -> audit(true)));
      counts.add(perSecond(() -> audit(false)));
    }
    print("bare consumer", bare);
    print("audit by values", values);
    print("audit by counts", counts);
    System.out.printf(
        Locale.ROOT,
        "ratio of records/s to a bare consumer, medians: by values %.2f, by counts %.2f%n",
        median(values) / median(bare),
        median(counts) / median(bare));
  }

  private static void print(String what, List<Double> perSecond) {
    System.out.printf(Locale.ROOT, "%-16s", what);
    perSecond.forEach(one -> System.out.printf(Locale.ROOT, "  %,.0f records/s", one));
    System.out.println();
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  /** One pass over all records. */
  private interface Pass {
    void run() throws Exception;
  }

  private double perSecond(Pass pass) throws Exception {
    long begin = System.nanoTime();
    pass.run();
    return records / ((System.nanoTime() - begin) / 1e9);
  }

  private void audit(boolean byValues) throws Exception {
    AuditOptions options = new AuditOptions(byValues, null, null, Set.of(), Set.of(), null, null);
    AuditReport report =
        new AuditVerify(
                setup.config(),
                setup.contracts(),
                options,
                new RegistrySchemas(setup.config()),
                AuditProgress.NONE)
            .run();
    long source = report.topics().values().stream().mapToLong(AuditReport.Counts::source).sum();
    if (!report.isClean() || source != records) {
      throw new IllegalStateException("not clean: " + report);
    }
  }

  private void consume() {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", runs.bootstrapServers());
    properties.put("isolation.level", "read_committed");
    properties.put("max.poll.records", "500");
    long read = 0;
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(EndToEnd.TOPIC).stream()
              .map(partition -> new TopicPartition(EndToEnd.TOPIC, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (read < records) {
        read += consumer.poll(Duration.ofMillis(500)).count();
      }
    }
  }
}
