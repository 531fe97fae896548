package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.cli.Sluice;
import io.sluice.cli.output.ExitCode;
import io.sluice.cli.run.EmbeddedFlink;
import io.sluice.failure.ConflictException;
import io.sluice.job.deadletter.DeadLetterTopics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where reading starts on a real broker: nothing is lost when contracts, tables, or topics move.
 */
class StartIT {

  private static final String MATCH = "\n  match: { header: { kind: %s } }\n  unmatched: drop\n";

  private Landscape landscape;
  private int schemaId;
  private String said = "";

  private void begin(Landscape parts) throws Exception {
    landscape = parts;
    schemaId = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
  }

  private void send(String topic, int partition, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      landscape.send(topic, partition, order("o" + i, 1));
    }
    landscape.flush();
  }

  private byte[] order(String id, double amount) throws Exception {
    return Orders.order(schemaId, id, amount, "EUR");
  }

  private void sendKind(String topic, int partition, String kind, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(topic, partition, null, order(kind + i, 1));
      record.headers().add("kind", kind.getBytes(StandardCharsets.UTF_8));
      landscape.send(record);
    }
    landscape.flush();
  }

  private static String ofKind(String name, String topic, String kind) {
    return Orders.contract(name, topic, "shop." + name)
        .replace("\ntable:", MATCH.formatted(kind) + "table:");
  }

  private void runUntilSettled(Path resumeFrom, String... topics) throws Exception {
    try (EmbeddedFlink flink = landscape.start(resumeFrom)) {
      for (String topic : topics) {
        landscape.awaitSettled(topic);
      }
      flink.cancel();
    }
  }

  private void runUntilRows(String table, int count) throws Exception {
    try (EmbeddedFlink flink = landscape.start()) {
      awaitRows(table, count);
      flink.cancel();
    }
  }

  private void awaitRows(String table, int count) {
    Awaitility.await()
        .atMost(Landscape.PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(landscape.rows(table).size()).isEqualTo(count));
  }

  private void requireConflict(Path resumeFrom, String... words) throws Exception {
    try (EmbeddedFlink flink = landscape.start(resumeFrom)) {
      assertThatThrownBy(flink::await)
          .isInstanceOf(ConflictException.class)
          .hasMessageContainingAll(words);
    }
  }

  private int dryRun(String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("run", "--dry-run"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("--config", landscape.config("").toString()));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Sluice.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(new String[0]));
    said = err.toString();
    return exit;
  }

  private void removeBefore(String topic, int partition, long offset) throws Exception {
    try (Admin admin = landscape.admin()) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)))
          .all()
          .get();
    }
  }

  private void deleteTopic(String topic) throws Exception {
    try (Admin admin = landscape.admin()) {
      admin.deleteTopics(List.of(topic)).all().get();
      Awaitility.await()
          .atMost(Landscape.PATIENCE)
          .until(() -> !admin.listTopics().names().get().contains(topic));
    }
  }

  private void forgetGroup(String pipeline) throws Exception {
    try (Admin admin = landscape.admin()) {
      admin.deleteConsumerGroups(List.of("sluice-" + pipeline)).all().get();
    }
  }

  private void requireNoFindings() throws Exception {
    assertThat(landscape.audit().findings()).isEmpty();
  }

  @Test
  void aContractThatMovesToAnotherPipelineLosesNothing(@TempDir Path folder) throws Exception {
    try (Landscape parts = new Landscape(folder)) {
      begin(parts);
      landscape.topic("orders", 3);
      landscape.topic("orders.dlq", 1);
      landscape.contract("orders", ofKind("orders", "orders", "order"));
      sendKind("orders", 0, "order", 20);
      sendKind("orders", 1, "order", 20);
      runUntilSettled(null, "orders");

      // the other pipeline reads the topic for a contract of its own, past what comes for orders
      sendKind("orders", 2, "order", 40);
      landscape.pipeline("other");
      landscape.contracts("returns", ofKind("returns", "orders", "return"));
      sendKind("orders", 2, "return", 10);
      runUntilSettled(null, "orders");
      landscape.contract("orders", ofKind("orders", "orders", "order"));
      runUntilRows("shop.orders", 80);
      assertThat(landscape.rows("shop.returns")).hasSize(10);
      requireNoFindings();
    }
  }

  @Test
  void aTableThatWasDroppedIsReadAgainAsAWhole(@TempDir Path folder) throws Exception {
    try (Landscape parts = new Landscape(folder)) {
      begin(parts);
      landscape.topic("orders", 2);
      landscape.topic("orders.dlq", 1);
      String contract = Orders.contract("orders", "orders", "shop.orders");
      landscape.contract("orders", contract);
      landscape.send("orders", 1, order("first", 777));
      send("orders", 0, 100);
      send("orders", 1, 99);
      runUntilSettled(null, "orders");
      assertThat(landscape.rows("shop.orders")).hasSize(200);

      Path checkpoint = landscape.latestCheckpoint();
      landscape.catalog().dropTable(TableIdentifier.parse("shop.orders"), true);
      // the committer or the gate notices it first
      requireConflict(checkpoint, "table shop.orders", "To read its topics again, start");
      landscape.rewrite(
          "orders",
          contract + "  - { id: stop, expr: 'message.amount < 700.0', onFailure: halt }\n");
      send("orders", 0, 1);
      runUntilRows("shop.orders", 101);
      landscape.rewrite("orders", contract);
      runUntilRows("shop.orders", 201);
      requireNoFindings();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void latestSkipsNothingThatAppearsWhileTheJobIsDown(boolean withState, @TempDir Path folder)
      throws Exception {
    try (Landscape parts = new Landscape(folder)) {
      begin(parts);
      landscape.startFrom("latest");
      landscape.topic("shop.a", 1);
      landscape.contract(
          "all",
          Orders.contract("all", "x", "shop.{topic}")
              .replace("  topics: [x]\n", "  topicPattern: 'shop\\..*'\n"));
      DeadLetterTopics.prepare(landscape.setup());
      send("shop.a", 0, 10);
      runUntilSettled(null, "shop.a");
      Path checkpoint = landscape.latestCheckpoint();

      landscape.topic("shop.b", 1);
      send("shop.b", 0, 50);
      send("shop.a", 0, 5);
      try (Admin admin = landscape.admin()) {
        admin.createPartitions(Map.of("shop.a", NewPartitions.increaseTo(2))).all().get();
      }
      // the leader of the new partition is known in a moment
      Awaitility.await()
          .atMost(Landscape.PATIENCE)
          .until(() -> landscape.partitions("shop.a") == 2);
      send("shop.a", 1, 30);
      DeadLetterTopics.prepare(landscape.setup());
      runUntilSettled(withState ? checkpoint : null, "shop.a", "shop.b");
      assertThat(landscape.rows("shop.shop_b")).hasSize(50);
      assertThat(landscape.rows("shop.shop_a")).as("nothing from before the start").hasSize(35);
      requireNoFindings();
    }
  }

  @Test
  void latestTakesWhatAnOpenTransactionCommitsLater(@TempDir Path folder) throws Exception {
    try (Landscape parts = new Landscape(folder)) {
      begin(parts);
      landscape.startFrom("latest");
      landscape.topic("orders", 1);
      landscape.topic("orders.dlq", 1);
      landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
      send("orders", 0, 10);
      try (KafkaProducer<byte[], byte[]> producer = transactional()) {
        producer.beginTransaction();
        sendAll(producer, "orders", 0, 20);
        try (EmbeddedFlink flink = landscape.start()) {
          Awaitility.await().atMost(Landscape.PATIENCE).until(() -> landscape.settled() == 10);
          producer.commitTransaction();
          awaitRows("shop.orders", 20);
          flink.cancel();
        }
      }
    }
  }

  private KafkaProducer<byte[], byte[]> transactional() {
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", landscape.bootstrapServers(), "transactional.id", "orders"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
    return producer;
  }

  private void sendAll(
      KafkaProducer<byte[], byte[]> producer, String topic, int partition, int count)
      throws Exception {
    for (int i = 0; i < count; i++) {
      var unused = producer.send(new ProducerRecord<>(topic, partition, null, order("t" + i, 1)));
    }
    producer.flush();
  }

  @Test
  void transactionMarkersAndAbortedRecordsLeaveNoGap(@TempDir Path folder) throws Exception {
    try (Landscape parts = new Landscape(folder)) {
      begin(parts);
      landscape.topic("orders", 3);
      landscape.topic("orders.dlq", 1);
      landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
      try (KafkaProducer<byte[], byte[]> producer = transactional()) {
        producer.beginTransaction();
        sendAll(producer, "orders", 0, 10);
        producer.commitTransaction();
        producer.beginTransaction();
        sendAll(producer, "orders", 1, 10);
        producer.abortTransaction();
      }
      Instant sent = Instant.now();
      try (EmbeddedFlink flink = landscape.start()) {
        landscape.awaitSettled("orders");
        assertThat(landscape.settled()).as("ten records and a marker in each").isEqualTo(22);
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .ignoreExceptions()
            .untilAsserted(
                () ->
                    assertThat(
                            Instant.parse(
                                landscape
                                    .table("shop.orders")
                                    .properties()
                                    .get("sluice.complete-up-to")))
                        .isAfter(sent));
        flink.cancel();
      }
      Path checkpoint = landscape.latestCheckpoint();
      removeBefore("orders", 0, -1);
      removeBefore("orders", 1, -1);
      send("orders", 0, 5);
      send("orders", 1, 5);
      runUntilSettled(checkpoint, "orders");
      runUntilSettled(null, "orders");
      assertThat(landscape.rows("shop.orders")).hasSize(20);
      requireNoFindings();
    }
  }

  @Test
  void aTopicOfDeadRecordsKeepsItsPlaceWithoutATableAndWithoutAGroup(@TempDir Path folder)
      throws Exception {
    try (Landscape parts = new Landscape(folder)) {
      begin(parts);
      deadRecordsThenNothing();
      forgetGroup("test");
      goodRecordsAfterwards();
    }
  }

  @Test
  @Tag("soak")
  void settledOffsetsThatExpireLoseNothing(@TempDir Path folder) throws Exception {
    Map<String, String> forgetful =
        Map.of("offsets.retention.minutes", "1", "offsets.retention.check.interval.ms", "2000");
    try (Landscape parts = new Landscape(folder, forgetful)) {
      begin(parts);
      deadRecordsThenNothing();
      try (EmbeddedFlink flink = landscape.start()) {
        Thread.sleep(Duration.ofSeconds(75).toMillis());
        assertThat(landscape.hasSettled("orders", 1)).as("kept while the job runs").isTrue();
        flink.cancel();
      }
      Awaitility.await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> !landscape.hasSettled("orders", 0) && !landscape.hasSettled("orders", 1));
      goodRecordsAfterwards();
    }
  }

  private void deadRecordsThenNothing() throws Exception {
    landscape.startFrom("latest");
    landscape.topic("orders", 2);
    landscape.topic("orders.dlq", 1);
    landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
    send("orders", 0, 10);
    try (EmbeddedFlink flink = landscape.start()) {
      Awaitility.await().atMost(Landscape.PATIENCE).until(() -> landscape.settled() == 10);
      for (int i = 0; i < 30; i++) {
        landscape.send("orders", 0, order("bad" + i, -1));
      }
      landscape.flush();
      landscape.awaitSettled("orders");
      flink.cancel();
    }
    assertThat(landscape.read("orders.dlq")).hasSize(30);
  }

  private void goodRecordsAfterwards() throws Exception {
    send("orders", 0, 20);
    send("orders", 1, 20);
    runUntilSettled(null, "orders");
    assertThat(landscape.rows("shop.orders")).hasSize(40);
    assertThat(landscape.read("orders.dlq")).as("no letter is sent again").hasSize(30);
    requireNoFindings();
  }

  @Test
  void recordsThatWereRemovedUnreadAreNamedAndTheLossIsAccepted(@TempDir Path folder)
      throws Exception {
    try (Landscape parts = new Landscape(folder)) {
      begin(parts);
      landscape.topic("orders", 1);
      landscape.topic("orders.dlq", 1);
      landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
      for (int i = 0; i < 10; i++) {
        landscape.send("orders", 0, order("bad" + i, -1));
      }
      landscape.flush();
      runUntilSettled(null, "orders");
      send("orders", 0, 50);
      assertThat(dryRun()).isEqualTo(ExitCode.FINE);
      assertThat(said).contains("orders/0 is read from offset 10", "(rule 3: ");
      removeBefore("orders", 0, 30);
      assertThat(dryRun()).isEqualTo(ExitCode.CONFLICT);
      assertThat(said).contains("--accept gap:orders/0:10-29");
      assertThat(dryRun("--accept", "gap:orders")).isEqualTo(ExitCode.SET_UP);
      assertThat(said).contains("gap:TOPIC/PARTITION:FIRST-LAST");
      assertThat(dryRun("--accept", "gap:orders/0:10-29")).isEqualTo(ExitCode.FINE);
      assertThat(said).contains("orders/0 is read from offset 30", "will lack offsets 10 to 29");
      requireConflict(
          null, "offsets 10 to 29 were removed before they were read", "gap:orders/0:10-29");
      landscape.accept("gap:orders/0:10-28");
      requireConflict(null, "gap:orders/0:10-29");
      landscape.accept("gap:orders/0:10-29");
      runUntilSettled(null, "orders");
      landscape.accept();
      runUntilSettled(null, "orders");
      assertThat(landscape.rows("shop.orders")).hasSize(30);

      try (Admin admin = landscape.admin()) {
        admin.createPartitions(Map.of("orders", NewPartitions.increaseTo(2))).all().get();
      }
      Awaitility.await()
          .atMost(Landscape.PATIENCE)
          .until(() -> landscape.partitions("orders") == 2);
      send("orders", 1, 8);
      removeBefore("orders", 1, 5);
      requireConflict(null, "orders/1", "offsets 0 to 4", "gap:orders/1:0-4");
    }
  }

  @Test
  void aNewTableOnASharedTopicTakesNothingFromBeforeItsStart(@TempDir Path folder)
      throws Exception {
    try (Landscape parts = new Landscape(folder)) {
      begin(parts);
      landscape.startFrom("latest");
      landscape.topic("orders", 1);
      landscape.topic("orders.dlq", 1);
      landscape.contract("orders", ofKind("orders", "orders", "order"));
      try (EmbeddedFlink flink = landscape.start()) {
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .until(() -> landscape.hasSettled("orders", 0));
        sendKind("orders", 0, "order", 10);
        landscape.awaitSettled("orders");
        flink.cancel();
      }
      sendKind("orders", 0, "order", 10);
      sendKind("orders", 0, "return", 10);
      landscape.contract("returns", ofKind("returns", "orders", "return"));
      runUntilSettled(null, "orders");
      sendKind("orders", 0, "return", 7);
      runUntilSettled(null, "orders");
      assertThat(landscape.rows("shop.orders")).hasSize(20);
      assertThat(landscape.rows("shop.returns")).as("only what came after its start").hasSize(7);
      requireNoFindings();
    }
  }

  @Test
  void aRecreatedTopicIsAcceptedByItsIdAndReadIntoTheSameTable(@TempDir Path folder)
      throws Exception {
    try (Landscape parts = new Landscape(folder)) {
      begin(parts);
      landscape.topic("orders", 1);
      landscape.topic("orders.dlq", 1);
      landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
      send("orders", 0, 50);
      runUntilSettled(null, "orders");
      Path checkpoint = landscape.latestCheckpoint();
      deleteTopic("orders");
      landscape.topic("orders", 1);
      send("orders", 0, 30);
      requireConflict(checkpoint, "was deleted and recreated", "Start without state");
      String word = "recreated:orders:" + landscape.topicId("orders");
      requireConflict(null, "was deleted and recreated", word);
      landscape.accept(word);
      runUntilSettled(null, "orders");
      landscape.accept();
      send("orders", 0, 10);
      runUntilSettled(null, "orders");
      assertThat(landscape.rows("shop.orders")).hasSize(90);
      requireNoFindings();
    }
  }

  @Test
  void aDeletedTopicOfAPatternStopsThePipelineOnce(@TempDir Path folder) throws Exception {
    try (Landscape parts = new Landscape(folder)) {
      begin(parts);
      landscape.topic("shop.a", 1);
      landscape.topic("shop.b", 1);
      landscape.contract(
          "all",
          Orders.contract("all", "x", "shop.all")
              .replace("  topics: [x]\n", "  topicPattern: 'shop\\..*'\n"));
      DeadLetterTopics.prepare(landscape.setup());
      send("shop.a", 0, 20);
      send("shop.b", 0, 20);
      runUntilSettled(null, "shop.a", "shop.b");
      Path checkpoint = landscape.latestCheckpoint();
      deleteTopic("shop.b");
      requireConflict(checkpoint, "partition shop.b/0 is gone", "start without state");
      send("shop.a", 0, 20);
      runUntilSettled(null, "shop.a");
      assertThat(landscape.rows("shop.all")).hasSize(60);
      requireNoFindings();
    }
  }
}
