package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.demo.FreePorts;
import io.sluice.it.FaultyRegistry.Mode;
import io.sluice.pipeline.JobPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry is down in several ways while a schema is first seen, at parallelism 1. */
class OutageIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration CHECKPOINT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration OUTAGE = CHECKPOINT_TIMEOUT.plusSeconds(3);

  /** More than can be in flight when a partition is paused, so that the waiting room is full. */
  private static final int BEHIND = 6000;

  private static final TopicPartition HEALTHY = new TopicPartition("orders", 0);
  private static final TopicPartition BLOCKED = new TopicPartition("orders", 1);

  private Landscape landscape;
  private int known;
  private long sentHealthy;
  private long sentBlocked;

  @Test
  void holdsOnlyWhatNeedsTheSchema(@TempDir Path folder) throws Exception {
    List<Integer> ports = FreePorts.find(2);
    try (Landscape parts = new Landscape(folder);
        FaultyRegistry registry = new FaultyRegistry(parts.registryUrl());
        Cluster cluster = new Cluster(folder.resolve("flink"), ports.get(0), ports.get(1))) {
      landscape = parts;
      landscape.registryBehind(registry.url());
      landscape.topic("orders", 2);
      landscape.topic("orders.dlq", 1);
      landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
      known = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      JobPlan plan = landscape.setup().plan();
      cluster.startJobManager();
      cluster.startTaskManager();
      cluster.awaitReady();
      RemoteJob.submit(cluster, plan, null, 1, CHECKPOINT_TIMEOUT);
      sendKnown(HEALTHY, 10);
      sendKnown(BLOCKED, 10);
      landscape.flush();
      landscape.awaitSettled("orders");

      for (Mode mode : List.of(Mode.REFUSED, Mode.HANGING, Mode.STATUS_503, Mode.HTML_404)) {
        outage(registry, cluster, mode);
      }
      landscape.send("orders", 1, Orders.order(999_999, "from elsewhere", 1, "EUR"));
      sentBlocked++;
      landscape.flush();
      landscape.awaitSettled("orders");

      assertThat(landscape.read("orders.dlq"))
          .as("no dead letter comes from an outage")
          .extracting(letter -> Payloads.header(letter, "sluice.code"))
          .containsOnly("unknown_schema");
      landscape.registryBehind(landscape.registryUrl());
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }

  private void outage(FaultyRegistry registry, Cluster cluster, Mode mode) throws Exception {
    Schema fresh = fresh(mode);
    int id = landscape.register("orders-value", "AVRO", fresh.toString());
    registry.become(mode);
    long blockedAt = sentBlocked;
    landscape.send("orders", 1, newOrder(fresh, id));
    sentBlocked++;
    sendKnown(BLOCKED, BEHIND);
    sendKnown(HEALTHY, 500);
    landscape.flush();
    if (mode == Mode.HANGING) {
      Awaitility.await().atMost(PATIENCE).until(() -> settled(HEALTHY) == sentHealthy);
      cluster.killTaskManager();
      cluster.startTaskManager();
      sendKnown(HEALTHY, 1);
      landscape.flush();
      Awaitility.await().atMost(PATIENCE).until(() -> settled(HEALTHY) == sentHealthy);
    }
    long end = System.nanoTime() + OUTAGE.toNanos();
    List<Long> healthy = new ArrayList<>();
    while (System.nanoTime() < end) {
      sendKnown(HEALTHY, 50);
      landscape.flush();
      long sent = sentHealthy;
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> settled(HEALTHY) >= sent);
      healthy.add(settled(HEALTHY));
      assertThat(settled(BLOCKED)).as("held before the unknown schema").isEqualTo(blockedAt);
    }
    System.out.printf(
        "outage test: %s; %d commits of the healthy partition meanwhile%n", mode, healthy.size());
    assertThat(healthy).hasSizeGreaterThan(1);
    registry.become(Mode.WORKING);
    landscape.awaitSettled("orders");
    assertThat(settled(BLOCKED)).isEqualTo(sentBlocked);
  }

  /** A new version of the schema, another one for each kind of outage. */
  private static Schema fresh(Mode mode) {
    return SchemaBuilder.record("Order")
        .namespace("com.acme")
        .fields()
        .requiredString("id")
        .requiredDouble("amount")
        .optionalString("currency")
        .optionalString("note_" + mode.name().toLowerCase(java.util.Locale.ROOT))
        .endRecord();
  }

  private static byte[] newOrder(Schema schema, int id) throws Exception {
    return Payloads.framed(
        id,
        Payloads.avro(
            schema, new GenericRecordBuilder(schema).set("id", "new").set("amount", 1.0).build()));
  }

  private void sendKnown(TopicPartition to, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      landscape.send(to.topic(), to.partition(), Orders.order(known, "o", 5, "EUR"));
    }
    if (to.equals(HEALTHY)) {
      sentHealthy += count;
    } else {
      sentBlocked += count;
    }
  }

  private long settled(TopicPartition partition) throws Exception {
    try (Admin admin = landscape.admin()) {
      OffsetAndMetadata offset =
          admin
              .listConsumerGroupOffsets("sluice-test")
              .partitionsToOffsetAndMetadata()
              .get()
              .get(partition);
      return offset == null ? 0 : offset.offset();
    }
  }
}
