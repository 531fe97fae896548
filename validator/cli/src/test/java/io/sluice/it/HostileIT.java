package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.audit.report.AuditReport;
import io.sluice.demo.FreePorts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hostile records each get their verdict, in a TaskManager with a stated, small heap. */
class HostileIT {

  private static final String LARGE = "30000000";
  private static final String JSON_SCHEMA =
      """
      {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object",
       "properties": {"id": {"type": "string"}, "p": {"type": "number", "multipleOf": 0.01}}}
      """;

  @Test
  void giveTheirVerdicts(@TempDir Path folder) throws Exception {
    List<Integer> ports = FreePorts.find(2);
    try (Landscape landscape =
            new Landscape(
                folder,
                Map.of("message.max.bytes", LARGE, "socket.request.max.bytes", "200000000"));
        Cluster cluster = new Cluster(folder.resolve("flink"), ports.get(0), ports.get(1))) {
      for (String topic : List.of("orders", "things")) {
        landscape.topic(topic, 1, Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, LARGE));
        landscape.topic(topic + ".dlq", 1, Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, LARGE));
      }
      landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
      landscape.contract(
          "things",
          """
          apiVersion: sluice/v1alpha1
          kind: Contract
          name: things
          owner: team-a
          source: { topics: [things] }
          table: { name: shop.things }
          """);
      int order = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      int thing = landscape.register("things-value", "JSON", JSON_SCHEMA);
      Map<String, String> expected = new LinkedHashMap<>();
      hostileAvro(landscape, order, expected);
      hostileJson(landscape, thing, expected);
      landscape.send("orders", 0, null);
      landscape.send("orders", 0, Orders.order(order, "good", 1, "EUR"));
      landscape.send("things", 0, framed(thing, "{\"id\": \"good\", \"p\": 0.01}"));
      landscape.flush();

      cluster.startJobManager();
      cluster.startTaskManager();
      cluster.awaitReady();
      RemoteJob.submit(cluster, landscape.setup().plan(), null, 1, Duration.ofMinutes(1));
      landscape.awaitSettled("orders");
      landscape.awaitSettled("things");

      Map<String, String> found = new TreeMap<>();
      for (String topic : List.of("orders.dlq", "things.dlq")) {
        for (ConsumerRecord<byte[], byte[]> letter : landscape.read(topic)) {
          found.put(Payloads.header(letter, "hostile"), Payloads.header(letter, "sluice.code"));
        }
      }
      assertThat(found).containsExactlyInAnyOrderEntriesOf(expected);
      AuditReport report = landscape.audit();
      assertThat(report.findings()).isEmpty();
      assertThat(report.topics().get("orders").dropped()).isEqualTo(1);
      assertThat(landscape.rows("shop.orders")).hasSize(1);
      assertThat(landscape.rows("shop.things")).hasSize(1);
      assertThat(cluster.taskManagerIsAlive()).isTrue();
    }
  }

  private static void hostileAvro(Landscape to, int id, Map<String, String> expected)
      throws IOException {
    byte[] good = Orders.order(id, "x", 1, "EUR");
    byte[] magic = good.clone();
    magic[0] = 9;
    byte[] huge = new byte[20 << 20];
    Arrays.fill(huge, (byte) 1);
    huge[0] = 0;
    byte[] negative = framed(id, new byte[] {1, 0});
    byte[] longString =
        framed(id, new byte[] {(byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0xf});
    send(to, "orders", "empty value", new byte[0], "empty_value", expected);
    send(to, "orders", "wrong magic byte", magic, "bad_magic", expected);
    send(to, "orders", "20 MB", huge, "too_large", expected);
    send(to, "orders", "unknown id", framed(777_777, new byte[9]), "unknown_schema", expected);
    send(to, "orders", "truncated", Arrays.copyOf(good, good.length - 4), "truncated", expected);
    send(
        to,
        "orders",
        "over-long",
        Arrays.copyOf(good, good.length + 4),
        "trailing_bytes",
        expected);
    send(to, "orders", "negative length", negative, "bad_length", expected);
    send(to, "orders", "length beyond the end", longString, "truncated", expected);
  }

  private static void hostileJson(Landscape to, int id, Map<String, String> expected) {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    String wide = "[" + "0,".repeat(999_999) + "0]";
    send(to, "things", "10,000 deep", framed(id, deep), "too_deep", expected);
    send(to, "things", "1,000,000 elements", framed(id, wide), "too_many_items", expected);
    send(to, "things", "1e1000000", framed(id, "{\"p\": 1e1000000}"), "bad_number", expected);
    send(to, "things", "-1e-1000000", framed(id, "{\"p\": -1e-1000000}"), "bad_number", expected);
    send(
        to,
        "things",
        "a million digits",
        framed(id, "{\"p\": " + "9".repeat(1_000_000) + "}"),
        "bad_number",
        expected);
    send(to, "things", "NaN", framed(id, "{\"p\": NaN}"), "bad_json", expected);
    send(to, "things", "trailing", framed(id, "{} {}"), "bad_json", expected);
    send(to, "things", "same key", framed(id, "{\"a\": 1, \"a\": 2}"), "duplicate_key", expected);
    send(
        to,
        "things",
        "UTF-16",
        framed(id, "\ufeff{}".getBytes(StandardCharsets.UTF_16LE)),
        "bad_utf8",
        expected);
  }

  private static byte[] framed(int id, String json) {
    return framed(id, json.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] framed(int id, byte[] payload) {
    return ByteBuffer.allocate(5 + payload.length).put((byte) 0).putInt(id).put(payload).array();
  }

  private static void send(
      Landscape to,
      String topic,
      String name,
      byte[] value,
      String code,
      Map<String, String> expected) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, 0, null, value);
    record.headers().add("hostile", name.getBytes(StandardCharsets.UTF_8));
    to.send(record);
    expected.put(name, code);
  }
}
