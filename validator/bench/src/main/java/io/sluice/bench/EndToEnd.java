package io.sluice.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import io.sluice.config.SluiceConfig;
import io.sluice.demo.EmbeddedRegistry;
import io.sluice.job.Setup;
import io.sluice.job.SluiceJob;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * The gate (Avro, 20 rules, our sink) beside a pass-through job with the stock IcebergSink and no
 * checks: same data, same process, taking turns.
 *
 * <p>Arguments: folder of the registry's application, number of records, rounds.
 */
public final class EndToEnd {

  private static final String TOPIC = "orders";
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Path folder;
  private final String bootstrapServers;
  private final Map<String, String> catalogProperties;
  private final Catalog catalog;
  private final int records;

  private EndToEnd(Path folder, String bootstrapServers, int records) {
    this.folder = folder;
    this.bootstrapServers = bootstrapServers;
    this.records = records;
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
   * @param perSecond records a second
   * @param cpuMicros CPU time of this process per record
   */
  private record Result(double perSecond, double cpuMicros) {}

  public static void main(String[] arguments) throws Exception {
    int records = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    Path folder = Files.createTempDirectory("sluice-bench");
    try (BrokerProcess broker = BrokerProcess.start(folder.resolve("kafka"));
        EmbeddedRegistry registry =
            EmbeddedRegistry.start(Path.of(arguments[0]), folder.resolve("registry"))) {
      EndToEnd bench = new EndToEnd(folder, broker.bootstrapServers(), records);
      bench.feed(registry.url());
      List<Result> gate = new ArrayList<>();
      List<Result> passThrough = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        passThrough.add(bench.passThrough(round));
        gate.add(bench.gate(round, registry.url()));
      }
      print("pass-through, stock IcebergSink, no checks", passThrough);
      print("gate, 20 rules, audit columns, own sink", gate);
      System.out.printf(
          Locale.ROOT,
          "ratio of records/s (gate / pass-through), medians: %.2f%n",
          median(gate) / median(passThrough));
    }
    System.exit(0);
  }

  private static void print(String name, List<Result> results) {
    for (Result result : results) {
      System.out.printf(
          Locale.ROOT,
          "%-45s %,9.0f records/s %6.2f us CPU/record%n",
          name,
          result.perSecond(),
          result.cpuMicros());
    }
  }

  private static double median(List<Result> results) {
    return results.stream()
        .mapToDouble(Result::perSecond)
        .sorted()
        .skip(results.size() / 2)
        .findFirst()
        .orElseThrow();
  }

  private void feed(String registry) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) bootstrapServers))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(TOPIC, Events.PARTITIONS, (short) 1),
                  new NewTopic(TOPIC + ".dlq", 1, (short) 1)))
          .all()
          .get();
    }
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(registry + "/subjects/" + TOPIC + "-value/versions"))
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
    Events.send(bootstrapServers, TOPIC, id, records);
  }

  private Result passThrough(int round) throws Exception {
    TableIdentifier table = TableIdentifier.of("bench", "pass_" + round);
    catalog.createTable(table, PassThrough.schema());
    return run(
        table,
        environment ->
            PassThrough.build(
                environment, bootstrapServers, TOPIC, catalog, catalogProperties, table));
  }

  private Result gate(int round, String registry) throws Exception {
    TableIdentifier table = TableIdentifier.of("bench", "gate_" + round);
    Path contract = folder.resolve("orders-" + round + ".yaml");
    StringBuilder rules = new StringBuilder();
    int number = 0;
    for (String rule : Events.RULES.lines().toList()) {
      rules.append(rule.replace("{ ", "{ id: r" + number++ + ", ")).append('\n');
    }
    Files.writeString(
        contract,
        "apiVersion: sluice/v1alpha1\nkind: Contract\nname: orders\nowner: bench\n"
            + "source: { topics: [orders] }\ntable: { name: "
            + table
            + " }\nrules:\n"
            + rules);
    Path file = folder.resolve("sluice-" + round + ".yaml");
    StringBuilder yaml = new StringBuilder();
    yaml.append("pipeline: { name: bench").append(round).append(", contracts: [").append(contract);
    yaml.append("], startFrom: earliest }\nkafka: { bootstrap.servers: \"");
    yaml.append(bootstrapServers).append("\" }\nregistry: { url: \"").append(registry);
    yaml.append("\" }\nlake:\n  catalog:\n    type: jdbc\n");
    catalogProperties.forEach((k, v) -> yaml.append("    " + k + ": \"" + v + "\"\n"));
    Files.writeString(file, yaml);
    Setup setup = Setup.read(file);
    SluiceConfig config = setup.config();
    if (!config.pipeline().name().startsWith("bench")) {
      throw new IllegalStateException("another configuration was read");
    }
    return run(table, environment -> SluiceJob.build(environment, setup.plan(), 8 << 20));
  }

  private interface Builder {
    void build(StreamExecutionEnvironment environment);
  }

  private Result run(TableIdentifier table, Builder builder) throws Exception {
    Configuration configuration = new Configuration();
    configuration.setString("execution.checkpointing.interval", "5s");
    configuration.setString(
        "execution.checkpointing.dir", folder.resolve("checkpoints").toUri().toString());
    configuration.setString("pipeline.object-reuse", "true");
    configuration.setString("restart-strategy.type", "none");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
    builder.build(environment);
    long cpu = SYSTEM.getProcessCpuTime();
    long begin = System.nanoTime();
    JobClient job = environment.executeAsync("bench");
    while (rows(table) < records) {
      if (job.getJobStatus().get().isGloballyTerminalState()) {
        job.getJobExecutionResult().get();
      }
      Thread.sleep(50);
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
    Table table = catalog.loadTable(name);
    Snapshot snapshot = table.currentSnapshot();
    return snapshot == null
        ? 0
        : Long.parseLong(snapshot.summary().getOrDefault("total-records", "0"));
  }
}
