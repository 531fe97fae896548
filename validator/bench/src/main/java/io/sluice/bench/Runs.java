package io.sluice.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Runs jobs over topics and measures until all rows are committed. */
final class Runs {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Path folder;
  private final String bootstrapServers;
  private final String registry;
  private final Map<String, String> catalogProperties;
  private final Catalog catalog;

  Runs(Path folder, String bootstrapServers, String registry) {
    this.folder = folder;
    this.bootstrapServers = bootstrapServers;
    this.registry = registry;
    this.catalogProperties =
        Map.of(
            "uri",
            "jdbc:sqlite:" + folder.resolve("catalog.db") + "?busy_timeout=60000",
            "warehouse",
            folder.resolve("warehouse").toUri().toString(),
            "jdbc.schema-version",
            "V1");
    this.catalog =
        CatalogUtil.loadCatalog(
            "org.apache.iceberg.jdbc.JdbcCatalog",
            "sluice",
            catalogProperties,
            new org.apache.hadoop.conf.Configuration());
    ((SupportsNamespaces) catalog).createNamespace(Namespace.of("bench"));
  }

  /**
   * One measured run.
   *
   * @param perSecond records per second
   * @param cpuMicros CPU time of this process per record, in microseconds
   */
  record Result(double perSecond, double cpuMicros) {}

  /** Builds a job. */
  interface Builder {
    void build(StreamExecutionEnvironment environment);
  }

  Path folder() {
    return folder;
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  Map<String, String> catalogProperties() {
    return catalogProperties;
  }

  Catalog catalog() {
    return catalog;
  }

  /** Creates topics and spreads records evenly over them and their partitions. */
  void feed(List<String> topics, int partitions, int records) throws Exception {
    feed(topics, partitions, records, false);
  }

  /** Does the same, with or without traces as in {@link Events#send}. */
  void feed(List<String> topics, int partitions, int records, boolean traced) throws Exception {
    List<NewTopic> all = new ArrayList<>();
    for (String topic : topics) {
      all.add(new NewTopic(topic, partitions, (short) 1));
      all.add(new NewTopic(topic + ".dlq", 1, (short) 1));
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) bootstrapServers))) {
      admin.createTopics(all).all().get();
    }
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(registry + "/subjects/orders-value/versions"))
                    .header("Content-Type", "application/json")
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            new ObjectMapper()
                                .createObjectNode()
                                .put("schema", Events.SCHEMA.toString())
                                .toString()))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    int id = new ObjectMapper().readTree(response.body()).path("id").asInt();
    Events.send(bootstrapServers, topics, partitions, id, records, traced);
  }

  /** The part of the configuration for this landscape. */
  String landscape() {
    StringBuilder yaml = new StringBuilder();
    yaml.append("kafka: { bootstrap.servers: \"").append(bootstrapServers).append("\" }\n");
    yaml.append("registry: { url: \"").append(registry).append("\" }\n");
    yaml.append("lake:\n  catalog:\n    type: jdbc\n");
    catalogProperties.forEach((k, v) -> yaml.append("    " + k + ": \"" + v + "\"\n"));
    return yaml.toString();
  }

  /** Runs a job until the tables together have the given number of rows. */
  Result run(Collection<TableIdentifier> tables, long records, Builder builder) throws Exception {
    return run(tables, records, Map.of(), builder);
  }

  /** Does the same with additional Flink configuration. */
  Result run(
      Collection<TableIdentifier> tables, long records, Map<String, String> flink, Builder builder)
      throws Exception {
    Configuration configuration = new Configuration();
    configuration.setString("execution.checkpointing.interval", "5s");
    configuration.setString(
        "execution.checkpointing.dir", folder.resolve("checkpoints").toUri().toString());
    configuration.setString("pipeline.object-reuse", "true");
    configuration.setString("restart-strategy.type", "none");
    flink.forEach(configuration::setString);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
    builder.build(environment);
    long cpu = SYSTEM.getProcessCpuTime();
    long begin = System.nanoTime();
    JobClient job = environment.executeAsync("bench");
    while (tables.stream().mapToLong(this::rows).sum() < records) {
      if (job.getJobStatus().get().isGloballyTerminalState()) {
        job.getJobExecutionResult().get();
      }
      Thread.sleep(100);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    double cpuMicros = (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / records;
    job.cancel().get();
    return new Result(records / seconds, cpuMicros);
  }

  private long rows(TableIdentifier name) {
    if (!catalog.tableExists(name)) {
      return 0;
    }
    Snapshot snapshot = catalog.loadTable(name).currentSnapshot();
    return snapshot == null
        ? 0
        : Long.parseLong(snapshot.summary().getOrDefault("total-records", "0"));
  }

  static void print(String name, List<Result> results) {
    for (Result result : results) {
      System.out.printf(
          Locale.ROOT,
          "%-45s %,9.0f records/s %6.2f us CPU/record%n",
          name,
          result.perSecond(),
          result.cpuMicros());
    }
  }

  /** The median of records per second. */
  static double median(List<Result> results) {
    return median(results, Result::perSecond);
  }

  /** The median: the middle value, or the mean of the two middle values. */
  static double median(List<Result> results, ToDoubleFunction<Result> of) {
    double[] sorted = results.stream().mapToDouble(of).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
