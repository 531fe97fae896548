package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.cli.run.EmbeddedFlink;
import io.sluice.failure.ConflictException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot go on without losing records is refused, and says what to do. */
class RefusalIT {

  @Test
  void neverSkipsSilently(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.topic("orders", 1);
      landscape.topic("orders.dlq", 1);
      landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      sendAndSettle(landscape, id, 50);
      Path checkpoint = landscape.latestCheckpoint();

      for (int i = 0; i < 20; i++) {
        landscape.send("orders", 0, Orders.order(id, i));
      }
      landscape.flush();
      try (Admin admin = landscape.admin()) {
        admin
            .deleteRecords(
                Map.of(new TopicPartition("orders", 0), RecordsToDelete.beforeOffset(60)))
            .all()
            .get();
      }
      requireConflict(landscape, null, "offsets 50 to 59 were removed before they were read");
      requireConflict(landscape, checkpoint, "offsets 50 to 59 were removed before they were read");

      try (Admin admin = landscape.admin()) {
        admin.deleteTopics(List.of("orders")).all().get();
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .until(() -> !admin.listTopics().names().get().contains("orders"));
      }
      landscape.topic("orders", 1);
      requireConflict(landscape, null, "was deleted and recreated");
      requireConflict(landscape, checkpoint, "was deleted and recreated");
      assertThat(landscape.rows("shop.orders")).hasSize(45);
    }
  }

  private static void sendAndSettle(Landscape landscape, int id, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      landscape.send("orders", 0, Orders.order(id, i));
    }
    landscape.flush();
    try (EmbeddedFlink flink = landscape.start()) {
      landscape.awaitSettled("orders");
      flink.cancel();
    }
  }

  private static void requireConflict(Landscape landscape, Path resumeFrom, String message)
      throws Exception {
    try (EmbeddedFlink flink = landscape.start(resumeFrom)) {
      assertThatThrownBy(flink::await)
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining(message);
    }
  }

  @Test
  void asksWhereANewTableOnAnOldTopicBegins(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.topic("orders", 1);
      landscape.topic("orders.dlq", 1);
      String match = "\n  match: { header: { kind: %s } }\ntable:";
      String orders = Orders.contract("orders", "orders", "shop.orders");
      landscape.contract("orders", orders.replace("\ntable:", match.formatted("order")));
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      sendAndSettleKinds(landscape, id);
      Path checkpoint = landscape.latestCheckpoint();

      String returns = Orders.contract("returns", "orders", "shop.returns");
      landscape.contract("returns", returns.replace("\ntable:", match.formatted("return")));
      requireConflict(landscape, checkpoint, "topic orders now also feeds table shop.returns");
      sendAndSettleKinds(landscape, id);
      assertThat(landscape.rows("shop.orders")).hasSize(10);
      assertThat(landscape.rows("shop.returns")).hasSize(10);
    }
  }

  private static void sendAndSettleKinds(Landscape landscape, int id) throws Exception {
    for (int i = 0; i < 10; i++) {
      String kind = i % 2 == 0 ? "order" : "return";
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>("orders", 0, null, Orders.order(id, "o" + i, 1, "EUR"));
      record.headers().add("kind", kind.getBytes(StandardCharsets.UTF_8));
      landscape.send(record);
    }
    landscape.flush();
    try (EmbeddedFlink flink = landscape.start()) {
      landscape.awaitSettled("orders");
      flink.cancel();
    }
  }

  @Test
  void readsNeitherItsOwnTopicsNorDropsWhatIsBroken(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      for (String topic : List.of("shop.orders", "shop.orders.dlq", "shop.orders.replay")) {
        landscape.topic(topic, 1);
      }
      landscape.contract(
          "orders",
          Orders.contract("orders", "x", "shop.orders")
              .replace(
                  "  topics: [x]\n",
                  """
                    topicPattern: 'shop\\..*'
                    match: { recordName: com.acme.Order }
                    unmatched: drop
                  """
                      .indent(2)));
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      int other =
          landscape.register(
              "other-value",
              "AVRO",
              "{\"type\":\"record\",\"name\":\"Other\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}");
      landscape.send("shop.orders", 0, Orders.order(id, -10));
      landscape.send("shop.orders", 0, Orders.order(id, 1));
      landscape.send("shop.orders", 0, "no magic byte".getBytes(StandardCharsets.UTF_8));
      landscape.send("shop.orders", 0, Payloads.framed(other, new byte[] {2}));
      landscape.flush();
      try (EmbeddedFlink flink = landscape.start()) {
        landscape.awaitSettled("shop.orders");
        flink.cancel();
      }
      assertThat(landscape.read("shop.orders.dlq"))
          .extracting(letter -> Payloads.header(letter, "sluice.code"))
          .containsExactlyInAnyOrder("gt", "bad_magic");
      assertThat(landscape.settled()).as("only the source topic was read").isEqualTo(4);
      var report = landscape.audit();
      assertThat(report.findings()).isEmpty();
      assertThat(report.topics().get("shop.orders").dropped()).isEqualTo(1);
    }
  }

  @Test
  void latestStaysWhereItWasFirst(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.startFrom("latest");
      landscape.topic("orders", 1);
      landscape.topic("orders.dlq", 1);
      landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      for (int i = 0; i < 100; i++) {
        landscape.send("orders", 0, Orders.order(id, "before", 1, "EUR"));
      }
      landscape.flush();
      try (EmbeddedFlink flink = landscape.start()) {
        Awaitility.await().atMost(Landscape.PATIENCE).until(() -> landscape.settled() == 100);
        flink.cancel();
      }
      for (int i = 0; i < 50; i++) {
        landscape.send("orders", 0, Orders.order(id, "while it was down", 1, "EUR"));
      }
      landscape.flush();
      try (EmbeddedFlink flink = landscape.start()) {
        landscape.awaitSettled("orders");
        flink.cancel();
      }
      assertThat(landscape.rows("shop.orders")).hasSize(50);
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }
}
