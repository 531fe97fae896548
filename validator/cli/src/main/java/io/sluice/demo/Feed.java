package io.sluice.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A feed that sends the demo's real events to Kafka and their schemas to a registry. */
public final class Feed implements AutoCloseable {

  private final Map<String, String> kafka;
  private final String registry;
  private final Path home;
  private final KafkaProducer<byte[], byte[]> producer;
  private volatile @Nullable Exception failure;
  private List<ProducerRecord<byte[], byte[]>> birds = List.of();
  private List<ProducerRecord<byte[], byte[]>> quakes = List.of();
  private List<ProducerRecord<byte[], byte[]>> hooks = List.of();

  /**
   * Prepares the feed.
   *
   * @param kafka Kafka's own client properties
   * @param registry address of its Confluent-compatible interface
   * @param home where schemas/ is
   */
  public Feed(Map<String, String> kafka, String registry, Path home) {
    this.kafka = Map.copyOf(kafka);
    this.registry = registry;
    this.home = home;
    Properties properties = new Properties();
    properties.putAll(kafka);
    properties.put("linger.ms", "20");
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Creates the missing topics. */
  public void makeTopics() throws Exception {
    try (Admin admin = Admin.create(Map.copyOf(kafka))) {
      Set<String> there = admin.listTopics().names().get();
      admin
          .createTopics(
              Stream.of(Streams.BIRDS, Streams.QUAKES, Streams.HOOKS)
                  .filter(name -> !there.contains(name))
                  .map(name -> new NewTopic(name, Streams.PARTITIONS, (short) 1))
                  .toList())
          .all()
          .get();
    }
  }

  /** Registers schemas and sends all real and broken records; returns the number of each. */
  public Map<String, Integer> send() throws Exception {
    String quakeText = Files.readString(home.resolve("schemas/usgs.earthquakes-value/v1.json"));
    int bird = register("faa.birdstrikes-value", "AVRO", birdSchema().toString());
    int quake = register("usgs.earthquakes-value", "JSON", quakeText);
    birds = Streams.birds(birdSchema(), bird);
    quakes = Streams.quakes(quake);
    hooks = Streams.hooks();
    List<ProducerRecord<byte[], byte[]>> broken =
        new BrokenRecords(bird, birds.get(0).value(), quake).all();
    birds.forEach(this::send);
    quakes.forEach(this::send);
    hooks.forEach(this::send);
    broken.forEach(this::send);
    producer.flush();
    Exception first = failure;
    if (first != null) {
      throw new IOException("Kafka did not accept all events: " + first.getMessage(), first);
    }
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

  void send(ProducerRecord<byte[], byte[]> record) {
    var unused =
        producer.send(
            record,
            (metadata, e) -> {
              if (e != null) {
                failure = e;
              }
            });
  }

  /** Sends real events again, slowly, until interrupted. */
  public void trickle(int perSecond) throws InterruptedException {
    List<ProducerRecord<byte[], byte[]>> real = new ArrayList<>(birds);
    real.addAll(quakes);
    real.addAll(hooks);
    for (int i = 0; ; i++) {
      send(real.get(i % real.size()));
      Thread.sleep(1000 / perSecond);
    }
  }

  List<ProducerRecord<byte[], byte[]>> birds() {
    return birds;
  }

  List<ProducerRecord<byte[], byte[]>> quakes() {
    return quakes;
  }

  List<ProducerRecord<byte[], byte[]>> hooks() {
    return hooks;
  }

  Schema birdSchema() throws IOException {
    return new Schema.Parser()
        .parse(Files.readString(home.resolve("schemas/faa.birdstrikes-value/v1.avsc")));
  }

  int register(String subject, String type, String schema) throws Exception {
    ObjectNode body = new ObjectMapper().createObjectNode();
    body.put("schemaType", type).put("schema", schema);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(registry + "/subjects/" + subject + "/versions"))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(
          "the registry did not accept the schema for subject "
              + subject
              + ": HTTP status "
              + response.statusCode());
    }
    return new ObjectMapper().readTree(response.body()).path("id").asInt();
  }

  @Override
  public void close() {
    producer.close();
  }
}
