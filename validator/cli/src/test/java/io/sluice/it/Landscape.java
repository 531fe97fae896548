package io.sluice.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.audit.AuditOptions;
import io.sluice.audit.AuditProgress;
import io.sluice.audit.AuditVerify;
import io.sluice.audit.report.AuditReport;
import io.sluice.cli.audit.RegistrySchemas;
import io.sluice.cli.run.EmbeddedFlink;
import io.sluice.pipeline.Accepted;
import io.sluice.pipeline.Setup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobStatus;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** Real parts for a test: a broker, a registry, a catalog, contracts and a configuration. */
final class Landscape implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path folder;
  private final Services services;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<String, String> catalog;
  private final List<String> contracts = new ArrayList<>();
  private final Set<String> secrets = new HashSet<>();
  private Map<String, String> kafka;
  private Map<String, String> registryProperties = Map.of();
  private String registryUrl;
  private final Map<String, String> more = new HashMap<>();
  private String startFrom = "earliest";
  private String restarts = "none";
  private String pipeline = "test";
  private int parallelism = 2;
  private EmbeddedFlink started;
  private Accepted accepted = Accepted.NOTHING;

  Landscape(Path folder) throws IOException {
    this(folder, Map.of());
  }

  Landscape(Path folder, Map<String, String> brokerProperties) throws IOException {
    this(folder, Services.embedded(folder, brokerProperties));
  }

  Landscape(Path folder, Services services) {
    this.folder = folder;
    this.services = services;
    this.kafka = Map.of("bootstrap.servers", services.bootstrapServers());
    this.registryUrl = services.registryUrl();
    this.producer = newProducer(services.bootstrapServers());
    this.catalog =
        new java.util.LinkedHashMap<>(
            Map.of(
                "type",
                "jdbc",
                "uri",
                "jdbc:sqlite:"
                    + folder.resolve("catalog.db")
                    + "?busy_timeout=60000&journal_mode=WAL",
                "warehouse",
                folder.resolve("warehouse").toUri().toString(),
                "jdbc.schema-version",
                "V1"));
  }

  /**
   * Lets tests plant faults in the catalog's commits by writing into the file that is given back.
   */
  Path faultyCatalog() {
    Path fault = folder.resolve("fault");
    catalog.remove("type");
    catalog.put("catalog-impl", FaultyCatalog.class.getName());
    catalog.put("fault.file", fault.toString());
    return fault;
  }

  /** Uses another catalog than SQLite and a local folder. */
  void catalog(Map<String, String> properties) {
    catalog.clear();
    catalog.putAll(properties);
  }

  /** The same, with secrets that the configuration reads from files. */
  void catalog(Map<String, String> properties, String... fromFiles) throws IOException {
    catalog(properties);
    secrets.addAll(List.of(fromFiles));
    for (String key : fromFiles) {
      Files.writeString(folder.resolve(key + ".secret"), properties.get(key) + "\n");
    }
  }

  private static String secretFile(String key) {
    return "${file:" + key + ".secret}";
  }

  Map<String, String> catalogProperties() {
    return Map.copyOf(catalog);
  }

  /** How many records are settled, over all partitions. */
  long settled() throws Exception {
    try (Admin admin = admin()) {
      return admin
          .listConsumerGroupOffsets("sluice-" + pipeline)
          .partitionsToOffsetAndMetadata()
          .get()
          .values()
          .stream()
          .mapToLong(OffsetAndMetadata::offset)
          .sum();
    }
  }

  Path folder() {
    return folder;
  }

  void startFrom(String where) {
    startFrom = where;
  }

  /** Gives the pipeline another name than "test". */
  void pipeline(String name) {
    pipeline = name;
  }

  void parallelism(int subtasks) {
    parallelism = subtasks;
  }

  /** Lets jobs of {@link #start} restart after failures. */
  void withRestarts() {
    restarts = "fixed-delay";
  }

  /** Adds lines to a section of the configuration. */
  void more(String section, String lines) {
    more.merge(section, lines, String::concat);
  }

  /** Lets the configuration have other properties of Kafka's clients than the test itself. */
  void kafka(Map<String, String> properties) {
    kafka = Map.copyOf(properties);
  }

  /** Lets the configuration name another address of the registry. */
  void registryBehind(String url) {
    registryUrl = url;
  }

  /** The same, with properties of the registry's client. */
  void registryBehind(String url, Map<String, String> properties) {
    registryUrl = url;
    registryProperties = Map.copyOf(properties);
  }

  String bootstrapServers() {
    return services.bootstrapServers();
  }

  String registryUrl() {
    return services.registryUrl();
  }

  private static KafkaProducer<byte[], byte[]> newProducer(String bootstrapServers) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", bootstrapServers);
    properties.put("max.request.size", "50000000");
    properties.put("buffer.memory", "100000000");
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Sends records with a new producer, and waits for all of them. The broker may reject sequence
   * numbers of a producer that wrote to the topic before it was recreated.
   */
  void sendAfresh(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
    try (KafkaProducer<byte[], byte[]> fresh = newProducer(bootstrapServers())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      records.forEach(record -> sent.add(fresh.send(record)));
      for (Future<RecordMetadata> one : sent) {
        var unused = one.get();
      }
    }
  }

  void topic(String name, int partitions) throws Exception {
    topic(name, partitions, Map.of());
  }

  void topic(String name, int partitions, Map<String, String> config) throws Exception {
    try (Admin admin = admin()) {
      admin
          .createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(config)))
          .all()
          .get();
    }
  }

  Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", services.bootstrapServers()));
  }

  /**
   * Registers a schema.
   *
   * @throws IllegalArgumentException where the registry refuses it
   */
  int register(String subject, String type, String schema)
      throws IOException, InterruptedException {
    String body =
        new ObjectMapper()
            .createObjectNode()
            .put("schemaType", type)
            .put("schema", schema)
            .toString();
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(services.registryUrl() + "/subjects/" + subject + "/versions"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IllegalArgumentException("not registered: " + response.body());
    }
    return new ObjectMapper().readTree(response.body()).path("id").asInt();
  }

  void send(String topic, int partition, byte[] value) {
    var unused = producer.send(new ProducerRecord<>(topic, partition, null, value));
  }

  void send(ProducerRecord<byte[], byte[]> record) {
    var unused = producer.send(record);
  }

  void flush() {
    producer.flush();
  }

  void contract(String name, String yaml) throws IOException {
    Files.createDirectories(folder.resolve("rules"));
    Files.writeString(folder.resolve("rules/" + name + ".yaml"), yaml);
    contracts.add("rules/" + name + ".yaml");
  }

  boolean hasContracts() {
    return !contracts.isEmpty();
  }

  /** Replaces all contracts by one. */
  void contracts(String name, String yaml) throws IOException {
    contracts.clear();
    contract(name, yaml);
  }

  int partitions(String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      return consumer.partitionsFor(topic).size();
    }
  }

  /** Kafka's id of a topic. */
  String topicId(String topic) throws Exception {
    try (Admin admin = admin()) {
      return admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get()
          .values()
          .iterator()
          .next()
          .topicId()
          .toString();
    }
  }

  /** Whether a settled offset of a partition is stored, even if it is 0. */
  boolean hasSettled(String topic, int partition) throws Exception {
    try (Admin admin = admin()) {
      return admin
              .listConsumerGroupOffsets("sluice-" + pipeline)
              .partitionsToOffsetAndMetadata()
              .get()
              .get(new TopicPartition(topic, partition))
          != null;
    }
  }

  /** Gives a contract another text. */
  void rewrite(String name, String yaml) throws IOException {
    Files.writeString(folder.resolve("rules/" + name + ".yaml"), yaml);
  }

  /** The newest checkpoint of jobs started by {@link #start}. */
  Path latestCheckpoint() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("checkpoints"))) {
      return files
          .filter(file -> file.endsWith("_metadata"))
          .max(Comparator.comparing(file -> file.toFile().lastModified()))
          .orElseThrow()
          .getParent();
    }
  }

  Path config(String more) throws IOException {
    StringBuilder yaml = new StringBuilder();
    yaml.append("pipeline:\n  name: " + pipeline + "\n  checkpointEvery: 1s\n");
    yaml.append("  startFrom: ").append(startFrom).append('\n');
    yaml.append("  parallelism: 2\n  contracts:\n");
    contracts.forEach(contract -> yaml.append("    - ").append(contract).append('\n'));
    yaml.append("kafka:\n");
    kafka.forEach((key, value) -> yaml.append("  ").append(key + ": '" + value + "'\n"));
    yaml.append("registry:\n  url: ").append(registryUrl).append('\n');
    yaml.append("  timeout: 2s\n  confirmation: 500ms\n  retry: 500ms\n");
    yaml.append(registryProperties.isEmpty() ? "" : "  properties:\n");
    registryProperties.forEach((key, value) -> yaml.append("    " + key + ": '" + value + "'\n"));
    yaml.append("lake:\n  catalog:\n");
    yaml.insert(yaml.indexOf("lake:\n") + "lake:\n".length(), this.more.getOrDefault("lake", ""));
    for (Map.Entry<String, String> property : catalog.entrySet()) {
      String key = property.getKey();
      String value = secrets.contains(key) ? secretFile(key) : property.getValue();
      yaml.append("    ").append(key + ": \"" + value + "\"\n");
    }
    yaml.append(more);
    Path file = folder.resolve("sluice.yaml");
    Files.writeString(file, yaml);
    return file;
  }

  /** Accepts conflicts of the next starts. */
  void accept(String... words) {
    accepted = new Accepted(Set.of(words));
  }

  Setup setup() throws IOException {
    return Setup.read(config(""));
  }

  EmbeddedFlink.Options options(Path resumeFrom) {
    return new EmbeddedFlink.Options(
        parallelism,
        1000,
        folder.resolve("checkpoints"),
        resumeFrom,
        "127.0.0.1",
        0,
        Map.of("restart-strategy.type", restarts, "restart-strategy.fixed-delay.attempts", "1000"));
  }

  EmbeddedFlink start() throws Exception {
    return start(null);
  }

  /**
   * Starts the job in this process.
   *
   * @param resumeFrom a checkpoint, or null
   */
  EmbeddedFlink start(Path resumeFrom) throws Exception {
    started = EmbeddedFlink.start(setup().plan(accepted), options(resumeFrom));
    return started;
  }

  /** Fails with the job's own failure, where a job of {@link #start} has failed. */
  private void requireRunning() throws Exception {
    if (started != null && started.status() == JobStatus.FAILED) {
      started.await();
    }
  }

  AuditReport audit() throws Exception {
    Setup setup = setup();
    return new AuditVerify(
            setup.config(),
            setup.contracts(),
            AuditOptions.EVERYTHING,
            new RegistrySchemas(setup.config()),
            AuditProgress.NONE)
        .run();
  }

  /** Waits until everything that is in the topic now is in its place. */
  void awaitSettled(String topic) throws Exception {
    try (Admin admin = admin();
        KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(200))
          .until(
              () -> {
                requireRunning();
                Map<TopicPartition, OffsetAndMetadata> settled =
                    admin
                        .listConsumerGroupOffsets("sluice-" + pipeline)
                        .partitionsToOffsetAndMetadata()
                        .get();
                return ends.entrySet().stream()
                    .allMatch(
                        end ->
                            end.getValue() == 0
                                || (settled.get(end.getKey()) != null
                                    && settled.get(end.getKey()).offset() >= end.getValue()));
              });
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", services.bootstrapServers());
    properties.put("isolation.level", "read_committed");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  Catalog catalog() {
    return CatalogUtil.buildIcebergCatalog("sluice", catalog, new Configuration());
  }

  Table table(String name) {
    return catalog().loadTable(TableIdentifier.parse(name));
  }

  List<Record> rows(String name) throws IOException {
    List<Record> rows = new ArrayList<>();
    try (CloseableIterable<Record> all = IcebergGenerics.read(table(name)).build()) {
      all.forEach(rows::add);
    }
    return rows;
  }

  @Override
  public void close() {
    producer.close();
    services.close();
  }
}
