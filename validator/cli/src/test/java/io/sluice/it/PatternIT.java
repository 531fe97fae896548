package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Sluice;
import io.sluice.cli.run.EmbeddedFlink;
import io.sluice.job.deadletter.DeadLetterTopics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics that appear while a pipeline runs. */
class PatternIT {

  /** Kafka refuses to look for a topic whose name is too long, and with it for all others. */
  @Test
  void aNameWithoutRoomForAReplayTopicStopsNothing(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      String longest = "o".repeat(245);
      landscape.topic(longest, 1);
      landscape.topic("bills", 1);
      landscape.contract("orders", Orders.contract("orders", longest, "shop.orders"));
      landscape.contract("bills", Orders.contract("bills", "bills", "shop.bills"));
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      for (String topic : List.of(longest, "bills")) {
        landscape.send(topic, 0, Orders.order(id, "a", 1, "EUR"));
        landscape.send(topic, 0, Orders.order(id, "b", -1, "EUR"));
      }
      landscape.flush();
      StringWriter said = new StringWriter();
      PrintWriter out = new PrintWriter(said, true);
      String config = landscape.config("").toString();
      assertThat(Sluice.run(out, out, "run", "--dry-run", "--config", config)).isEqualTo(0);
      assertThat(said.toString()).contains("its name is too long for a replay topic");
      landscape.topic(longest + ".dlq", 1);
      landscape.topic("bills.dlq", 1);
      try (EmbeddedFlink flink = landscape.start()) {
        landscape.awaitSettled(longest);
        landscape.awaitSettled("bills");
        flink.cancel();
      }
      assertThat(landscape.rows("shop.orders")).hasSize(1);
      assertThat(landscape.rows("shop.bills")).hasSize(1);
      String plan = folder.resolve("plan.yaml").toString();
      assertThat(
              Sluice.run(
                  out, out, "replay", "plan", longest + ".dlq", "--out", plan, "--config", config))
          .as(said.toString())
          .isEqualTo(0);
      assertThat(Sluice.run(out, out, "replay", "apply", plan, "--config", config)).isEqualTo(2);
      assertThat(said.toString()).contains("Kafka's limit of 249 characters");
    }
  }

  @Test
  void aNewTopicIsReadFromItsBeginningIntoATableOfItsOwn(@TempDir Path folder) throws Exception {
    Map<String, String> strict = Map.of("auto.create.topics.enable", "false");
    try (Landscape landscape = new Landscape(folder, strict)) {
      landscape.topic("shop.a", 1);
      landscape.contract(
          "all",
          Orders.contract("all", "x", "shop.raw_{topic}")
              .replace("  topics: [x]\n", "  topicPattern: 'shop\\..*'\n"));
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      // what sluice run does before the start
      DeadLetterTopics.prepare(landscape.setup());
      try (EmbeddedFlink flink = landscape.start()) {
        for (int i = 0; i < 10; i++) {
          landscape.send("shop.a", 0, Orders.order(id, i));
        }
        landscape.flush();
        landscape.awaitSettled("shop.a");
        landscape.topic("shop.b", 2);
        for (int i = 0; i < 10; i++) {
          landscape.send("shop.b", i % 2, Orders.order(id, i));
        }
        landscape.flush();
        landscape.awaitSettled("shop.b");
        flink.cancel();
      }
      assertThat(landscape.rows("shop.raw_shop_a")).hasSize(9);
      assertThat(landscape.rows("shop.raw_shop_b")).hasSize(9);
      try (Admin admin = landscape.admin()) {
        Set<String> topics = admin.listTopics().names().get();
        assertThat(topics).contains("shop.a.dlq", "shop.b.dlq");
      }
      assertThat(landscape.read("shop.b.dlq")).hasSize(1);
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }
}
