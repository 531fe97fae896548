package io.sluice.it;

import io.sluice.it.Damages.Action;
import io.sluice.it.Damages.Offsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Single changes that leave everything that the audit proves true. */
final class Upkeep {

  private static final List<String> TABLES =
      List.of(AuditWorld.ORDERS, AuditWorld.A, AuditWorld.B, AuditWorld.LEDGER);

  /** A kind of harmless change. */
  record Change(String name, Action action) {
    @Override
    public String toString() {
      return name;
    }
  }

  private Upkeep() {}

  /** All kinds. */
  static List<Change> all() {
    List<Change> all = new ArrayList<>();
    all.add(new Change("files are compacted", (world, random) -> compact(world, random, false)));
    all.add(
        new Change(
            "files are compacted in another order",
            (world, random) -> compact(world, random, true)));
    all.add(new Change("snapshots expire", Upkeep::expire));
    all.add(
        new Change(
            "manifests are rewritten",
            (world, random) -> {
              String name = table(random);
              long before = world.landscape().table(name).currentSnapshot().snapshotId();
              world.landscape().table(name).rewriteManifests().clusterBy(file -> "x").commit();
              return rollback(world, name, before);
            }));
    all.add(
        new Change(
            "a nullable column is added",
            (world, random) -> {
              String name = table(random);
              String column = "note" + random.nextInt(1_000);
              world
                  .landscape()
                  .table(name)
                  .updateSchema()
                  .addColumn(column, Types.StringType.get())
                  .commit();
              return () ->
                  world.landscape().table(name).updateSchema().deleteColumn(column).commit();
            }));
    all.add(
        new Change(
            "a dead letter is there again",
            (world, random) ->
                world.replace(
                    "orders.dlq",
                    list -> {
                      list.add(Damages.copy(Damages.whole(list, random)));
                      return list;
                    })));
    all.add(
        new Change(
            "dead letters come in another order",
            (world, random) ->
                world.replace(
                    "orders.dlq",
                    list -> {
                      Collections.shuffle(list, random);
                      return list;
                    })));
    all.add(new Change("a stored record has a void letter too", Upkeep::voidLetter));
    all.add(new Change("a table is partitioned", Upkeep::partition));
    all.add(
        new Change(
            "a topic leaves a contract",
            (world, random) -> {
              world.contracts("orders");
              return () -> world.contracts("orders, refunds");
            }));
    all.add(new Change("settled offsets expire", Upkeep::forgetOffsets));
    all.add(
        new Change(
            "a property of a table changes",
            (world, random) ->
                world.property(
                    table(random), "write.target-file-size-bytes", size -> "134217729")));
    return all;
  }

  private static AuditWorld.Undo compact(AuditWorld world, Random random, boolean isShuffled)
      throws Exception {
    String name = table(random);
    Table table = world.landscape().table(name);
    long before = table.currentSnapshot().snapshotId();
    List<Record> rows = new ArrayList<>(world.landscape().rows(name));
    if (isShuffled) {
      Collections.shuffle(rows, random);
    }
    rewrite(table, before, Set.of(AuditWorld.write(table, rows)));
    return rollback(world, name, before);
  }

  private static void rewrite(Table table, long snapshot, Set<DataFile> added) throws Exception {
    RewriteFiles rewrite = table.newRewrite().validateFromSnapshot(snapshot);
    files(table).forEach(rewrite::deleteFile);
    added.forEach(rewrite::addFile);
    rewrite.commit();
  }

  private static Set<DataFile> files(Table table) throws Exception {
    Set<DataFile> files = new HashSet<>();
    try (var tasks = table.newScan().planFiles()) {
      tasks.forEach(task -> files.add(task.file()));
    }
    return files;
  }

  /** All but the newest: what is rolled back to later is made later too. */
  private static AuditWorld.Undo expire(AuditWorld world, Random random) {
    world
        .landscape()
        .table(table(random))
        .expireSnapshots()
        .expireOlderThan(System.currentTimeMillis())
        .retainLast(1)
        .commit();
    return () -> {};
  }

  private static AuditWorld.Undo rollback(AuditWorld world, String name, long to) {
    return () -> world.landscape().table(name).manageSnapshots().rollbackTo(to).commit();
  }

  /** As when a job died after it sent the letter, and judges otherwise when it comes again. */
  private static AuditWorld.Undo voidLetter(AuditWorld world, Random random) throws Exception {
    var stored =
        world.landscape().read("orders").stream()
            .filter(record -> record.partition() == 1 && record.offset() == 3)
            .findFirst()
            .orElseThrow();
    return world.replace(
        "orders.dlq",
        list -> {
          ProducerRecord<byte[], byte[]> like = Damages.whole(list, random);
          ProducerRecord<byte[], byte[]> letter =
              new ProducerRecord<>(
                  "orders.dlq",
                  0,
                  like.timestamp(),
                  stored.key(),
                  stored.value(),
                  List.of(like.headers().toArray()));
          AuditWorld.header(letter, "sluice.id", "orders/1/3");
          AuditWorld.header(letter, "sluice.partition", "1");
          AuditWorld.header(letter, "sluice.offset", "3");
          AuditWorld.header(letter, "sluice.timestamp", Long.toString(stored.timestamp()));
          list.add(letter);
          return list;
        });
  }

  private static AuditWorld.Undo partition(AuditWorld world, Random random) throws Exception {
    String name = List.of(AuditWorld.ORDERS, AuditWorld.A, AuditWorld.B).get(random.nextInt(3));
    Table table = world.landscape().table(name);
    long before = table.currentSnapshot().snapshotId();
    table.updateSpec().addField("_kafka_topic").commit();
    Map<String, List<Record>> byTopic = new HashMap<>();
    for (Record row : world.landscape().rows(name)) {
      byTopic
          .computeIfAbsent("" + row.getField("_kafka_topic"), topic -> new ArrayList<>())
          .add(row);
    }
    Set<DataFile> written = new HashSet<>();
    for (Map.Entry<String, List<Record>> one : byTopic.entrySet()) {
      PartitionData partition = new PartitionData(table.spec().partitionType());
      partition.set(0, one.getKey());
      written.add(AuditWorld.write(table, table.spec(), partition, one.getValue()));
    }
    rewrite(table, before, written);
    return () -> {
      rollback(world, name, before).run();
      world.landscape().table(name).updateSpec().removeField("_kafka_topic").commit();
    };
  }

  private static AuditWorld.Undo forgetOffsets(AuditWorld world, Random random) throws Exception {
    try (Admin admin = world.landscape().admin()) {
      Map<TopicPartition, OffsetAndMetadata> before = Offsets.stored(admin);
      Offsets.delete(admin, before.keySet());
      return () -> {
        try (Admin again = world.landscape().admin()) {
          for (Map.Entry<TopicPartition, OffsetAndMetadata> one : before.entrySet()) {
            Offsets.store(again, one.getKey(), one.getValue());
          }
        }
      };
    }
  }

  private static String table(Random random) {
    return TABLES.get(random.nextInt(TABLES.size()));
  }
}
