package io.sluice.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.lint.ContractFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The demo's broker, registry and configuration, and the real events in its topics. */
public final class DemoLandscape implements AutoCloseable {

  private final Path folder;
  private final Path home;
  private final EmbeddedBroker broker;
  private final EmbeddedRegistry registry;
  private final KafkaProducer<byte[], byte[]> producer;
  private List<ProducerRecord<byte[], byte[]>> real = List.of();

  private DemoLandscape(Path folder, Path home, EmbeddedBroker broker, EmbeddedRegistry registry) {
    this.folder = folder;
    this.home = home;
    this.broker = broker;
    this.registry = registry;
    Properties properties = new Properties();
    properties.put("bootstrap.servers", broker.bootstrapServers());
    properties.put("linger.ms", "20");
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Starts broker and registry.
   *
   * @param folder for all that the demo writes
   * @param home where rules/ and schemas/ are
   * @param registryServer folder of the registry's application
   */
  public static DemoLandscape start(Path folder, Path home, Path registryServer)
      throws IOException {
    EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), Map.of());
    try {
      EmbeddedRegistry registry =
          EmbeddedRegistry.start(registryServer, folder.resolve("registry"));
      return new DemoLandscape(folder, home, broker, registry);
    } catch (IOException e) {
      broker.close();
      throw e;
    }
  }

  /** Makes topics, registers schemas and writes the configuration. */
  public Path setUp() throws Exception {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", (Object) broker.bootstrapServers()))) {
      admin
          .createTopics(
              Stream.of(Streams.BIRDS, Streams.QUAKES, Streams.HOOKS)
                  .map(name -> new NewTopic(name, Streams.PARTITIONS, (short) 1))
                  .toList())
          .all()
          .get();
    }
    List<Path> contracts = ContractFiles.find(List.of(home.resolve("rules")));
    StringBuilder yaml = new StringBuilder("pipeline:\n  name: demo\n  startFrom: earliest\n");
    yaml.append("  checkpointEvery: 2s\n  parallelism: 2\n  contracts:\n");
    contracts.forEach(file -> yaml.append("    - \"").append(file).append("\"\n"));
    yaml.append("kafka:\n  bootstrap.servers: ").append(broker.bootstrapServers()).append('\n');
    yaml.append("registry:\n  url: ").append(registry.url()).append("\n  confirmation: 2s\n");
    yaml.append("lake:\n  catalog:\n    type: jdbc\n    jdbc.schema-version: V1\n");
    yaml.append("    uri: \"jdbc:sqlite:").append(folder.resolve("catalog.db"));
    yaml.append("?busy_timeout=60000&journal_mode=WAL\"\n");
    yaml.append("    warehouse: \"").append(folder.resolve("warehouse").toUri()).append("\"\n");
    Path file = folder.resolve("sluice.yaml");
    Files.writeString(file, yaml);
    return file;
  }

  /** Sends all real events and the broken ones; gives how many of each. */
  public Map<String, Integer> feed() throws Exception {
    Path schemas = home.resolve("schemas");
    String birdText = Files.readString(schemas.resolve("faa.birdstrikes-value/v1.avsc"));
    String quakeText = Files.readString(schemas.resolve("usgs.earthquakes-value/v1.json"));
    int bird = register("faa.birdstrikes-value", "AVRO", birdText);
    int quake = register("usgs.earthquakes-value", "JSON", quakeText);
    Schema schema = new Schema.Parser().parse(birdText);
    List<ProducerRecord<byte[], byte[]>> birds = Streams.birds(schema, bird);
    List<ProducerRecord<byte[], byte[]>> quakes = Streams.quakes(quake);
    List<ProducerRecord<byte[], byte[]>> hooks = Streams.hooks();
    List<ProducerRecord<byte[], byte[]>> broken =
        new BrokenRecords(bird, birds.get(0).value(), quake).all();
    real = new ArrayList<>(birds);
    real.addAll(quakes);
    real.addAll(hooks);
    send(real);
    send(broken);
    return Map.of(
        Streams.BIRDS,
        birds.size(),
        Streams.QUAKES,
        quakes.size(),
        Streams.HOOKS,
        hooks.size(),
        "broken",
        broken.size());
  }

  private void send(List<ProducerRecord<byte[], byte[]>> records) {
    records.forEach(this::send);
    producer.flush();
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    var unused = producer.send(record);
  }

  /** Sends real events again, slowly, until interrupted. */
  public void trickle(int perSecond) throws InterruptedException {
    for (int i = 0; ; i++) {
      send(real.get(i % real.size()));
      Thread.sleep(1000 / perSecond);
    }
  }

  private int register(String subject, String type, String schema) throws Exception {
    ObjectNode body = new ObjectMapper().createObjectNode();
    body.put("schemaType", type).put("schema", schema);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(registry.url() + "/subjects/" + subject + "/versions"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(
          "the registry did not take the schema of " + subject + ": " + response.statusCode());
    }
    return new ObjectMapper().readTree(response.body()).path("id").asInt();
  }

  @Override
  public void close() {
    producer.close();
    registry.close();
    broker.close();
  }
}
