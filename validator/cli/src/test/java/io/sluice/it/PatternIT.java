package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.EmbeddedFlink;
import io.sluice.job.deadletter.DeadLetterTopics;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics that appear while a pipeline runs. */
class PatternIT {

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
