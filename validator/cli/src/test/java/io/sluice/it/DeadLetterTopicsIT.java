package io.sluice.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.output.ExitCode;
import io.sluice.cli.run.EmbeddedFlink;
import io.sluice.header.Headers;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead-letter topics as they are: small, deleted, without rights, changed while the job runs. */
class DeadLetterTopicsIT extends CommandRuns {

  private static void sendTwoTopics(Landscape landscape, int id, int from, int to)
      throws Exception {
    for (int i = from; i < to; i++) {
      for (String topic : List.of("orders", "bills")) {
        landscape.send(topic, i % 2, Orders.order(id, topic + i, i % 4 == 0 ? -1 : 1, "EUR"));
      }
    }
    landscape.flush();
  }

  private static int twoTopics(Landscape landscape) throws Exception {
    for (String topic : List.of("orders", "bills")) {
      landscape.topic(topic, 2);
      landscape.contract(topic, Orders.contract(topic, topic, "shop." + topic));
    }
    return landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
  }

  private static void limit(Landscape landscape, String topic, int bytes) throws Exception {
    try (Admin admin = landscape.admin()) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, topic),
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry("max.message.bytes", Integer.toString(bytes)),
                          AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
  }

  private static Set<String> ids(Landscape landscape, String topic) {
    Set<String> ids = new HashSet<>();
    landscape.read(topic).forEach(letter -> ids.add(Payloads.header(letter, Headers.ID)));
    return ids;
  }

  @Test
  void aLetterThatDoesNotFitIsSplitAndJoinedAgain(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      int id = twoTopics(landscape);
      landscape.topic("orders.dlq", 3, Map.of("max.message.bytes", "2000"));
      landscape.topic("bills.dlq", 3, Map.of("max.message.bytes", "20000"));
      byte[] key = "k".repeat(3_000).getBytes(UTF_8);
      byte[] large = Orders.order(id, "x".repeat(50_000), -1, "EUR");
      byte[] small = Orders.order(id, "small", -1, "EUR");
      for (String topic : List.of("orders", "bills")) {
        for (byte[] value : List.of(large, small)) {
          ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, 0, key, value);
          record.headers().add("x-trace", "h".repeat(1_500).getBytes(UTF_8)).add("x-null", null);
          landscape.send(record);
        }
        landscape.send(topic, 1, Orders.order(id, "good", 1, "EUR"));
      }
      landscape.flush();
      try (EmbeddedFlink flink = landscape.start()) {
        landscape.awaitSettled("orders");
        landscape.awaitSettled("bills");
        flink.cancel();
      }
      assertThat(landscape.audit().findings()).isEmpty();
      // only what is too large is split, and by the limit of its own topic
      assertThat(landscape.read("orders.dlq")).hasSizeGreaterThan(30);
      List<ConsumerRecord<byte[], byte[]>> ofBills = landscape.read("bills.dlq");
      assertThat(ofBills).hasSizeBetween(4, 6);
      ByteArrayOutputStream joined = new ByteArrayOutputStream();
      Set<Integer> partitions = new HashSet<>();
      for (ConsumerRecord<byte[], byte[]> piece : ofBills) {
        assertThat(piece.key()).isEqualTo(key);
        if (piece.headers().lastHeader(Headers.PIECE) != null) {
          assertThat(Payloads.header(piece, Headers.ID)).isEqualTo("bills/0/0");
          partitions.add(piece.partition());
          joined.writeBytes(piece.value());
        }
      }
      assertThat(joined.toByteArray()).isEqualTo(large);
      assertThat(partitions).hasSize(1);
      for (String topic : List.of("orders", "bills")) {
        assertThat(run(landscape, "dlq", "stats", topic + ".dlq", "--output", "json"))
            .as(err)
            .isEqualTo(ExitCode.FINE);
        assertThat(run(landscape, "dlq", "list", topic + ".dlq", "--output", "json"))
            .as(err)
            .isEqualTo(ExitCode.FINE);
        assertThat(out.lines()).as(out).hasSize(2);
        assertThat(err).doesNotContain("pieces", "copies");
        replayAll(landscape, topic);
      }
      try (EmbeddedFlink flink = landscape.start()) {
        landscape.awaitSettled("orders.replay");
        landscape.awaitSettled("bills.replay");
        flink.cancel();
      }
      assertThat(landscape.rows("shop.orders")).hasSize(3);
      assertThat(landscape.rows("shop.bills")).hasSize(3);
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }

  private void replayAll(Landscape landscape, String topic) throws Exception {
    landscape.rewrite(
        topic, Orders.contract(topic, topic, "shop." + topic).replace("gt: 0", "gt: -5"));
    Path plan = landscape.folder().resolve(topic + "-plan.yaml");
    assertThat(
            run(
                landscape,
                "replay",
                "plan",
                topic + ".dlq",
                "--name",
                "again-" + topic,
                "--out",
                plan.toString()))
        .as(out + err)
        .isEqualTo(ExitCode.FINE);
    assertThat(run(landscape, "replay", "apply", plan.toString()))
        .as(out + err + Files.readString(plan))
        .isEqualTo(ExitCode.FINE);
    assertThat(out).contains("2 sent");
  }

  @Test
  void aTopicThatIsTooSmallForPiecesIsRefused(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      twoTopics(landscape);
      landscape.topic("orders.dlq", 1, Map.of("max.message.bytes", "600"));
      assertThat(run(landscape, "run", "--dry-run")).isEqualTo(ExitCode.SET_UP);
      assertThat(err).contains("orders.dlq", "600", "at least 1024");
      assertThat(run(landscape, "run")).isEqualTo(ExitCode.SET_UP);
      limit(landscape, "orders.dlq", 1024);
      assertThat(run(landscape, "run", "--dry-run")).as(err).isEqualTo(ExitCode.FINE);
    }
  }

  @Test
  void aTopicThatIsDeletedIsRecreatedAsDeclared(@TempDir Path folder) throws Exception {
    // a producer of Kafka's own would recreate it with the broker's settings
    Map<String, String> creative = Map.of("auto.create.topics.enable", "true");
    try (Landscape landscape = new Landscape(folder, creative)) {
      int id = twoTopics(landscape);
      try (EmbeddedFlink flink = landscape.start()) {
        sendTwoTopics(landscape, id, 0, 40);
        landscape.awaitSettled("orders");
        try (Admin admin = landscape.admin()) {
          admin.deleteTopics(List.of("orders.dlq")).all().get();
        }
        sendTwoTopics(landscape, id, 40, 80);
        landscape.awaitSettled("bills");
        landscape.awaitSettled("orders");
        sendTwoTopics(landscape, id, 80, 120);
        landscape.awaitSettled("orders");
        flink.cancel();
      }
      // what was in the topic is gone with it; what came later is there
      assertThat(ids(landscape, "orders.dlq")).hasSizeBetween(20, 30);
      for (int i = 40; i < 120; i += 4) {
        assertThat(ids(landscape, "orders.dlq")).contains("orders/" + i % 2 + "/" + i / 2);
      }
      try (Admin admin = landscape.admin()) {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "orders.dlq");
        var config = admin.describeConfigs(List.of(topic)).all().get().get(topic);
        assertThat(config.get("max.message.bytes").value()).isEqualTo("2097164");
        assertThat(config.get("retention.ms").value()).isEqualTo("2592000000");
      }
    }
  }

  @Test
  void aRightThatIsLostHoldsWhatNeedsItAndNothingElse(@TempDir Path folder) throws Exception {
    Map<String, String> secured =
        Map.of(
            "authorizer.class.name",
            "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "allow.everyone.if.no.acl.found",
            "true");
    AclBinding noWrite =
        new AclBinding(
            new ResourcePattern(ResourceType.TOPIC, "orders.dlq", PatternType.LITERAL),
            new AccessControlEntry("User:*", "*", AclOperation.WRITE, AclPermissionType.DENY));
    AclBinding all =
        new AclBinding(
            new ResourcePattern(ResourceType.TOPIC, "orders.dlq", PatternType.LITERAL),
            new AccessControlEntry("User:*", "*", AclOperation.ALL, AclPermissionType.ALLOW));
    try (Landscape landscape = new Landscape(folder, secured);
        LogLines log = new LogLines();
        Admin admin = landscape.admin()) {
      int id = twoTopics(landscape);
      try (EmbeddedFlink flink = landscape.start()) {
        sendTwoTopics(landscape, id, 0, 40);
        landscape.awaitSettled("orders");
        admin.createAcls(List.of(noWrite, all)).all().get();
        for (int i = 0; i < 10; i++) {
          sendTwoTopics(landscape, id, 40 + i * 8, 48 + i * 8);
          Thread.sleep(500);
        }
        landscape.awaitSettled("bills");
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .pollInterval(Duration.ofMillis(500))
            .until(
                () -> {
                  assertThat(run(landscape, "hold", "list")).isEqualTo(ExitCode.FINE);
                  return out.contains("no permission to write to dead-letter topic orders.dlq");
                });
        assertThat(out).contains("orders/0", "dead_letter").doesNotContain("bills/");
        assertThat(run(landscape, "hold", "skip", "orders", "0", "20", "--reason", "x"))
            .isEqualTo(ExitCode.SET_UP);
        assertThat(err).contains("its dead letter cannot be written");
        Thread.sleep(12_000);
        admin.deleteAcls(List.of(noWrite.toFilter(), all.toFilter())).all().get();
        landscape.awaitSettled("orders");
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .until(() -> lines(log, "dead-letter topic orders.dlq accepts letters again") == 1);
        flink.cancel();
      }
      assertThat(lines(log, "no permission to write to dead-letter topic orders.dlq. Grant Write"))
          .isEqualTo(1);
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }

  private static long lines(LogLines log, String text) {
    return log.lines().stream().filter(line -> line.message().contains(text)).count();
  }

  @Test
  void limitsThatChangeAreFollowedAlsoOfTopicsThatAppearLater(@TempDir Path folder)
      throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.contract(
          "orders",
          Orders.contract("orders", "unused", "shop.orders")
              .replace("topics: [unused]", "topicPattern: 'orders.*'")
              .replace("shop.orders", "shop.{topic}"));
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      int other = landscape.register("orderslater-value", "AVRO", Orders.SCHEMA.toString());
      landscape.topic("orders", 1);
      byte[] bad = Orders.order(id, "x".repeat(5_000), -1, "EUR");
      try (EmbeddedFlink flink = landscape.start()) {
        landscape.send("orders", 0, bad);
        landscape.flush();
        landscape.awaitSettled("orders");
        assertThat(landscape.read("orders.dlq")).hasSize(1);
        landscape.topic("orderslater.dlq", 1, Map.of("max.message.bytes", "2000"));
        landscape.topic("orderslater", 1);
        landscape.send("orderslater", 0, Orders.order(other, "x".repeat(5_000), -1, "EUR"));
        limit(landscape, "orders.dlq", 2000);
        landscape.send("orders", 0, bad);
        landscape.flush();
        landscape.awaitSettled("orderslater");
        landscape.awaitSettled("orders");
        limit(landscape, "orders.dlq", 600);
        Thread.sleep(11_000);
        landscape.send("orders", 0, bad);
        landscape.flush();
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .pollInterval(Duration.ofMillis(500))
            .until(
                () -> {
                  assertThat(run(landscape, "hold", "list")).isEqualTo(ExitCode.FINE);
                  return out.contains("orders.dlq accepts records of up to 600 bytes");
                });
        limit(landscape, "orders.dlq", 3000);
        landscape.awaitSettled("orders");
        flink.cancel();
      }
      assertThat(landscape.read("orderslater.dlq")).hasSizeGreaterThan(2);
      assertThat(run(landscape, "dlq", "list", "orders.dlq", "--output", "json"))
          .isEqualTo(ExitCode.FINE);
      assertThat(out.lines()).hasSize(3);
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }
}
