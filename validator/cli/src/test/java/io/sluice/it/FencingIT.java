package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.run.EmbeddedFlink;
import io.sluice.failure.ConflictException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobStatus;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several writers of one table, and others who maintain it: nothing is lost or doubled. */
class FencingIT {

  private static final String TABLE = "shop.orders";

  private Landscape landscape;
  private int schemaId;
  private long sent;

  private void begin(Landscape parts) throws Exception {
    begin(parts, "");
  }

  /**
   * @param layout more lines for the contract's table
   */
  private void begin(Landscape parts, String layout) throws Exception {
    landscape = parts;
    landscape.topic("orders", 3);
    landscape.topic("orders.dlq", 1);
    landscape.contract(
        "orders",
        Orders.contract("orders", "orders", TABLE).replace("rules:\n", layout + "rules:\n"));
    schemaId = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
  }

  private void send(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      landscape.send("orders", (int) (sent % 3), Orders.order(schemaId, sent++));
    }
    landscape.flush();
  }

  private void requireAllIn() throws Exception {
    landscape.awaitSettled("orders");
    assertThat(landscape.audit().findings()).isEmpty();
    assertThat(landscape.rows(TABLE)).hasSize((int) (sent * 9 / 10));
  }

  @Test
  void rescalesAndChangesHands(@TempDir Path folder) throws Exception {
    rescaleAndChangeHands("  partitionBy: ['bucket(4, id)']\n  distribution: hash\n", folder);
  }

  @Test
  @Tag("soak")
  void rescalesAndChangesHandsWithoutPartitions(@TempDir Path folder) throws Exception {
    rescaleAndChangeHands("", folder);
  }

  private void rescaleAndChangeHands(String layout, Path folder) throws Exception {
    try (Landscape parts = new Landscape(folder)) {
      begin(parts, layout);
      Path checkpoint = null;
      for (int parallelism : new int[] {2, 3, 1}) {
        landscape.parallelism(parallelism);
        send(300);
        try (EmbeddedFlink flink = landscape.start(checkpoint)) {
          requireAllIn();
          send(300);
          requireAllIn();
          flink.cancel();
        }
        checkpoint = landscape.latestCheckpoint();
      }
      // another pipeline takes the contract over, and goes on from the marks
      landscape.pipeline("other");
      send(300);
      try (EmbeddedFlink flink = landscape.start()) {
        requireAllIn();
        flink.cancel();
      }
      // a deliberate re-read: without its table, the contract starts again
      landscape.catalog().dropTable(TableIdentifier.parse(TABLE), true);
      landscape.catalog().dropTable(TableIdentifier.parse("sluice.other_ledger"), true);
      try (EmbeddedFlink flink = landscape.start()) {
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .ignoreExceptions()
            .untilAsserted(() -> assertThat(landscape.rows(TABLE)).hasSize((int) (sent * 9 / 10)));
        assertThat(landscape.audit().findings()).isEmpty();
        flink.cancel();
      }
    }
  }

  @Test
  void ofTwoWritersOneStops(@TempDir Path folder) throws Exception {
    for (String second : List.of("test", "other")) {
      Path own = folder.resolve(second);
      java.nio.file.Files.createDirectories(own);
      try (Landscape parts = new Landscape(own)) {
        sent = 0;
        begin(parts);
        send(300);
        try (EmbeddedFlink one = landscape.start()) {
          landscape.awaitSettled("orders");
          landscape.pipeline(second);
          EmbeddedFlink other =
              EmbeddedFlink.start(landscape.setup().plan(), landscape.options(null));
          try (other) {
            Awaitility.await()
                .atMost(Landscape.PATIENCE)
                .until(
                    () -> {
                      send(30);
                      return one.status() == JobStatus.FAILED || other.status() == JobStatus.FAILED;
                    });
            EmbeddedFlink loser = one.status() == JobStatus.FAILED ? one : other;
            org.assertj.core.api.Assertions.assertThatThrownBy(loser::await)
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("Nothing was stored twice");
            EmbeddedFlink winner = loser == one ? other : one;
            landscape.pipeline(loser == one ? second : "test");
            Awaitility.await()
                .atMost(Landscape.PATIENCE)
                .untilAsserted(
                    () -> assertThat(landscape.rows(TABLE)).hasSize((int) (sent * 9 / 10)));
            winner.cancel();
          }
        }
        Set<String> distinct =
            landscape.rows(TABLE).stream()
                .map(row -> row.getField("_kafka_partition") + "/" + row.getField("_kafka_offset"))
                .collect(Collectors.toSet());
        assertThat(distinct).hasSize((int) (sent * 9 / 10));
      }
    }
  }

  @Test
  @Tag("soak")
  void compactionAndExpiryGoOnMeanwhile(@TempDir Path folder) throws Exception {
    try (Landscape parts = new Landscape(folder)) {
      begin(parts);
      send(300);
      try (EmbeddedFlink flink = landscape.start()) {
        landscape.awaitSettled("orders");
        int rewritten = 0;
        for (int round = 0; round < 12; round++) {
          send(300);
          rewritten += rewrite(landscape.table(TABLE));
          landscape
              .table(TABLE)
              .expireSnapshots()
              .expireOlderThan(System.currentTimeMillis() - 1_500)
              .retainLast(1)
              .commit();
          Thread.sleep(300);
        }
        assertThat(rewritten).isPositive();
        requireAllIn();
        flink.cancel();
      }
      send(300);
      try (EmbeddedFlink flink = landscape.start()) {
        requireAllIn();
        flink.cancel();
      }
    }
  }

  /** Replaces every file by a copy of it, as compaction replaces files by others. */
  private static int rewrite(Table table) throws Exception {
    if (table.currentSnapshot() == null) {
      return 0;
    }
    Set<DataFile> old;
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      old =
          java.util.stream.StreamSupport.stream(tasks.spliterator(), false)
              .map(FileScanTask::file)
              .collect(Collectors.toSet());
    }
    if (old.isEmpty()) {
      return 0;
    }
    Set<DataFile> copies = new java.util.HashSet<>();
    for (DataFile file : old) {
      String location =
          table.locationProvider().newDataLocation(java.util.UUID.randomUUID() + ".parquet");
      try (var in = table.io().newInputFile(file.location()).newStream();
          var out = table.io().newOutputFile(location).create()) {
        in.transferTo(out);
      }
      copies.add(DataFiles.builder(table.spec()).copy(file).withPath(location).build());
    }
    RewriteFiles rewrite =
        table.newRewrite().validateFromSnapshot(table.currentSnapshot().snapshotId());
    old.forEach(rewrite::deleteFile);
    copies.forEach(rewrite::addFile);
    rewrite.commit();
    return old.size();
  }
}
