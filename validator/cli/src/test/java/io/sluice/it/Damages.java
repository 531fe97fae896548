package io.sluice.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.audit.report.Finding.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Single changes that make something of what the audit proves untrue. */
final class Damages {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> TABLES = List.of(AuditWorld.ORDERS, AuditWorld.A, AuditWorld.B);

  /** Damages the world. */
  interface Action {
    AuditWorld.Undo apply(AuditWorld world, Random random) throws Exception;
  }

  /**
   * A kind of damage.
   *
   * @param found the accepted kinds of findings; the audit must report one of them
   */
  record Damage(String name, Set<Kind> found, Action action) {
    @Override
    public String toString() {
      return name;
    }
  }

  private Damages() {}

  /** All kinds. */
  static List<Damage> all() {
    List<Damage> all = new ArrayList<>();
    rows(all);
    columns(all);
    letters(all);
    marks(all);
    ledger(all);
    starts(all);
    files(all);
    return all;
  }

  private static void rows(List<Damage> all) {
    all.add(
        new Damage(
            "a row is deleted",
            Set.of(Kind.MISSING),
            onRows((rows, random) -> rows.remove(random.nextInt(rows.size())))));
    all.add(
        new Damage(
            "a row is doubled",
            Set.of(Kind.DOUBLED),
            onRows((rows, random) -> rows.add(any(rows, random).copy()))));
    all.add(
        new Damage(
            "all rows of a table are deleted",
            Set.of(Kind.MISSING),
            onRows((rows, random) -> rows.clear())));
    all.add(
        new Damage(
            "a row is moved into another table",
            Set.of(Kind.STRAY),
            (world, random) -> {
              List<Record> taken = new ArrayList<>();
              AuditWorld.Undo one =
                  world.rewrite(
                      AuditWorld.A,
                      rows -> {
                        taken.add(rows.remove(random.nextInt(rows.size())));
                        return rows;
                      });
              AuditWorld.Undo other =
                  world.rewrite(
                      AuditWorld.B,
                      rows -> {
                        Record copy = rows.get(0).copy();
                        for (var column : copy.struct().fields()) {
                          copy.setField(column.name(), taken.get(0).getField(column.name()));
                        }
                        rows.add(copy);
                        return rows;
                      });
              return () -> {
                one.run();
                other.run();
              };
            }));
    foreign(all, "an offset beyond the topic's end", "_kafka_offset", row -> 5_000L);
    foreign(all, "a topic that nobody reads", "_kafka_topic", row -> "elsewhere");
    foreign(all, "a partition that is not there", "_kafka_partition", row -> 9);
    foreign(all, "the id of another topic", "_kafka_topic_id", row -> "AAAAAAAAAAAAAAAAAAAAAA");
    all.add(
        new Damage(
            "a row gets the offset of another one",
            Set.of(Kind.MISSING, Kind.DOUBLED),
            onRows(
                (rows, random) -> {
                  Record one = rows.get(0);
                  Record other = rows.get(1 + random.nextInt(rows.size() - 1));
                  for (String column :
                      List.of("_kafka_topic", "_kafka_topic_id", "_kafka_partition")) {
                    one.setField(column, other.getField(column));
                  }
                  one.setField("_kafka_offset", other.getField("_kafka_offset"));
                })));
    all.add(
        new Damage(
            "two rows swap what they hold",
            Set.of(Kind.ALTERED),
            onRows(
                (rows, random) -> {
                  Record one = rows.get(random.nextInt(rows.size() - 1));
                  Record other = rows.get(rows.size() - 1);
                  Object value = one.getField("_kafka_offset");
                  swapData(one, other);
                  one.setField("_kafka_offset", value);
                })));
  }

  private static void swapData(Record one, Record other) {
    for (var column : one.struct().fields()) {
      if (!column.name().startsWith("_")) {
        Object value = one.getField(column.name());
        one.setField(column.name(), other.getField(column.name()));
        other.setField(column.name(), value);
      }
    }
  }

  private static void foreign(
      List<Damage> all,
      String what,
      String column,
      java.util.function.Function<Record, Object> to) {
    all.add(
        new Damage(
            "a row has " + what,
            Set.of(Kind.STRAY),
            onRows(
                (rows, random) -> {
                  Record row = any(rows, random).copy();
                  row.setField(column, to.apply(row));
                  rows.add(row);
                })));
  }

  private static void columns(List<Damage> all) {
    altered(all, AuditWorld.ORDERS, "amount", row -> (Double) row.getField("amount") + 0.25);
    altered(all, AuditWorld.ORDERS, "id", row -> row.getField("id") + " ");
    altered(all, AuditWorld.ORDERS, "currency", row -> null);
    altered(all, AuditWorld.ORDERS, "order_key", row -> "k");
    altered(all, AuditWorld.A, "number", row -> (Long) row.getField("number") + 1);
    altered(all, AuditWorld.B, "tags", row -> List.of("u", "t"));
    for (String table : TABLES) {
      altered(
          all,
          table,
          "_kafka_timestamp",
          row -> ((OffsetDateTime) row.getField("_kafka_timestamp")).plusNanos(1_000_000));
      altered(all, table, "_schema", row -> "id:9999");
      altered(all, table, "_contract", row -> "other");
      altered(all, table, "_rules_version", row -> "0123456789abcdef");
      altered(all, table, "_warnings", row -> List.of("amount.gt"));
      altered(
          all,
          table,
          "_validated_at",
          row -> ((OffsetDateTime) row.getField("_validated_at")).plusHours(3));
      altered(all, table, "_origin_topic", row -> "orders.copy");
      altered(all, table, "_origin_offset", row -> 3L);
      altered(all, table, "_replay_attempt", row -> 2);
      altered(all, table, "_kafka_topic_id", row -> null);
    }
    all.add(
        new Damage(
            "_contract and _rules_version are those of another contract",
            Set.of(Kind.STRAY, Kind.ALTERED),
            (world, random) -> {
              Record other = world.landscape().rows(AuditWorld.B).get(0);
              return world.rewrite(
                  AuditWorld.A,
                  rows -> {
                    Record row = any(rows, random);
                    row.setField("_contract", other.getField("_contract"));
                    row.setField("_rules_version", other.getField("_rules_version"));
                    return rows;
                  });
            }));
    all.add(
        new Damage(
            "the values of two columns are swapped",
            Set.of(Kind.ALTERED),
            (world, random) ->
                world.rewrite(
                    AuditWorld.ORDERS,
                    rows -> {
                      Record row = any(rows, random);
                      Object id = row.getField("id");
                      row.setField("id", row.getField("currency"));
                      row.setField("currency", id);
                      return rows;
                    })));
    all.add(
        new Damage(
            "column _warnings is dropped",
            Set.of(Kind.MISSING_COLUMN),
            (world, random) -> {
              Table table = world.landscape().table(AuditWorld.B);
              table.updateSchema().deleteColumn("_warnings").commit();
              return () -> restoreColumn(world);
            }));
  }

  /** Under its old id, so that its values are there again. */
  private static void restoreColumn(AuditWorld world) {
    Table table = world.landscape().table(AuditWorld.B);
    var operations = ((org.apache.iceberg.BaseTable) table).operations();
    var metadata = operations.current();
    operations.commit(metadata, metadata.updateSchema(metadata.schemasById().get(0)));
  }

  private static void altered(
      List<Damage> all,
      String table,
      String column,
      java.util.function.Function<Record, Object> change) {
    Set<Kind> found =
        column.equals("_origin_topic") || column.equals("_origin_offset")
            ? Set.of(Kind.ALTERED, Kind.DOUBLED)
            : Set.of(Kind.ALTERED);
    all.add(
        new Damage(
            column + " of a row in " + table + " is altered",
            found,
            (world, random) ->
                world.rewrite(
                    table,
                    rows -> {
                      Record row = any(rows, random);
                      row.setField(column, change.apply(row));
                      return rows;
                    })));
  }

  private static void letters(List<Damage> all) {
    letter(
        all, "is removed", Kind.MISSING, Damages::isRemovable, (list, i) -> list.remove((int) i));
    letter(
        all,
        "has another value",
        Kind.ALTERED,
        Damages::isWhole,
        (list, i) -> list.set(i, with(list.get(i), (byte) 1, 0)));
    letter(
        all,
        "is truncated",
        Kind.ALTERED,
        Damages::isWhole,
        (list, i) -> list.set(i, with(list.get(i), (byte) 0, 1)));
    letter(
        all,
        "has no content",
        Kind.ALTERED,
        Damages::isWhole,
        (list, i) -> {
          ProducerRecord<byte[], byte[]> old = list.get(i);
          list.set(
              i, new ProducerRecord<>(old.topic(), 0, old.timestamp(), null, null, old.headers()));
        });
    letter(
        all,
        "is sent under another id",
        Kind.MISSING,
        Damages::isRemovable,
        (list, i) -> {
          AuditWorld.header(list.get(i), "sluice.id", "orders/0/9999");
          AuditWorld.header(list.get(i), "sluice.offset", "9999");
        });
    letter(
        all,
        "has headers that name another record",
        Kind.ALTERED,
        Damages::isWhole,
        (list, i) -> AuditWorld.header(list.get(i), "sluice.offset", "1"));
    letter(
        all,
        "has another timestamp",
        Kind.ALTERED,
        Damages::isWhole,
        (list, i) -> AuditWorld.header(list.get(i), "sluice.timestamp", "1"));
    letter(
        all,
        "lacks a piece",
        Kind.MISSING,
        record -> record.headers().lastHeader("sluice.piece") != null,
        (list, i) -> list.remove((int) i));
    all.add(
        new Damage(
            "a dead letter is of a record that never was",
            Set.of(Kind.STRAY),
            (world, random) ->
                world.replace(
                    "orders.dlq",
                    list -> {
                      ProducerRecord<byte[], byte[]> one = copy(whole(list, random));
                      AuditWorld.header(one, "sluice.id", "orders/1/7777");
                      AuditWorld.header(one, "sluice.partition", "1");
                      AuditWorld.header(one, "sluice.offset", "7777");
                      list.add(one);
                      return list;
                    })));
  }

  /** The letter of the record that was repaired is not needed. */
  private static boolean isRemovable(ProducerRecord<byte[], byte[]> letter) {
    return isWhole(letter) && !text(letter, "sluice.id").equals("orders/0/0");
  }

  static boolean isWhole(ProducerRecord<byte[], byte[]> letter) {
    return letter.headers().lastHeader("sluice.piece") == null;
  }

  static ProducerRecord<byte[], byte[]> whole(
      List<ProducerRecord<byte[], byte[]>> letters, Random random) {
    List<ProducerRecord<byte[], byte[]>> whole = letters.stream().filter(Damages::isWhole).toList();
    return whole.get(random.nextInt(whole.size()));
  }

  private static String text(ProducerRecord<byte[], byte[]> letter, String header) {
    return new String(letter.headers().lastHeader(header).value(), UTF_8);
  }

  static ProducerRecord<byte[], byte[]> copy(ProducerRecord<byte[], byte[]> of) {
    return new ProducerRecord<>(
        of.topic(), 0, of.timestamp(), of.key(), of.value(), List.of(of.headers().toArray()));
  }

  private static ProducerRecord<byte[], byte[]> with(
      ProducerRecord<byte[], byte[]> letter, byte flip, int shorter) {
    byte[] value = java.util.Arrays.copyOf(letter.value(), letter.value().length - shorter);
    value[value.length - 1] ^= flip;
    return new ProducerRecord<>(
        letter.topic(), 0, letter.timestamp(), letter.key(), value, letter.headers());
  }

  private static void letter(
      List<Damage> all,
      String what,
      Kind found,
      Predicate<ProducerRecord<byte[], byte[]>> which,
      BiConsumer<List<ProducerRecord<byte[], byte[]>>, Integer> change) {
    all.add(
        new Damage(
            "a dead letter " + what,
            Set.of(found),
            (world, random) ->
                world.replace(
                    "orders.dlq",
                    list -> {
                      List<Integer> candidates = new ArrayList<>();
                      for (int i = 0; i < list.size(); i++) {
                        if (which.test(list.get(i))) {
                          candidates.add(i);
                        }
                      }
                      change.accept(list, candidates.get(random.nextInt(candidates.size())));
                      return list;
                    })));
  }

  private static void marks(List<Damage> all) {
    for (int by : new int[] {-7, 7, 5_000}) {
      all.add(
          new Damage(
              "a mark is moved by " + by,
              Set.of(Kind.MARKS),
              (world, random) ->
                  world.property(
                      table(random), "sluice.marks", marks -> moved(marks, random, by))));
    }
    all.add(
        new Damage(
            "the marks of a table are removed",
            Set.of(Kind.MARKS),
            (world, random) -> world.property(table(random), "sluice.marks", marks -> null)));
    all.add(
        new Damage(
            "the marks are those of another table",
            Set.of(Kind.MARKS),
            (world, random) -> {
              String other = world.landscape().table(AuditWorld.A).properties().get("sluice.marks");
              return world.property(AuditWorld.ORDERS, "sluice.marks", marks -> other);
            }));
    all.add(
        new Damage(
            "the ledger's marks are moved",
            Set.of(Kind.MARKS),
            (world, random) ->
                world.property(
                    AuditWorld.LEDGER, "sluice.marks", marks -> moved(marks, random, 1))));
  }

  private static String moved(String marks, Random random, int by) {
    try {
      ObjectNode root = (ObjectNode) JSON.readTree(marks);
      List<ObjectNode> offsets = new ArrayList<>();
      root.path("topics").forEach(topic -> offsets.add((ObjectNode) topic.path("offsets")));
      ObjectNode one = offsets.get(random.nextInt(offsets.size()));
      String partition = one.fieldNames().next();
      one.put(partition, Math.max(0, one.path(partition).asLong() + by));
      return root.toString();
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void ledger(List<Damage> all) {
    entry(all, "is removed", (rows, row) -> rows.remove(row));
    entry(all, "is doubled", (rows, row) -> rows.add(row.copy()));
    entry(
        all,
        "has moved",
        (rows, row) -> {
          row.setField("from_offset", (Long) row.getField("from_offset") + 3);
          row.setField("to_offset", (Long) row.getField("to_offset") + 3);
        });
    entry(
        all,
        "counts one row more",
        (rows, row) -> row.setField("clean", (Long) row.getField("clean") + 1));
    entry(
        all,
        "calls a row dead",
        (rows, row) -> {
          row.setField("clean", (Long) row.getField("clean") - 1);
          row.setField("dead", (Long) row.getField("dead") + 1);
        });
    entry(
        all,
        "is of another partition",
        (rows, row) -> row.setField("partition", (Integer) row.getField("partition") + 1));
    all.add(
        new Damage(
            "an entry of the ledger names another rules version",
            Set.of(Kind.ALTERED),
            (world, random) ->
                world.rewrite(
                    AuditWorld.LEDGER,
                    rows -> {
                      Record row = entryWithRows(rows, random);
                      row.setField("rules_versions", List.of("0123456789abcdef"));
                      return rows;
                    })));
    all.add(
        new Damage(
            "the ledger and all rows of a table are gone",
            Set.of(Kind.MISSING, Kind.LEDGER),
            (world, random) -> {
              AuditWorld.Undo one = world.rewrite(AuditWorld.LEDGER, rows -> List.of());
              AuditWorld.Undo other = world.rewrite(AuditWorld.ORDERS, rows -> List.of());
              return () -> {
                one.run();
                other.run();
              };
            }));
  }

  private static Record entryWithRows(List<Record> rows, Random random) {
    List<Record> some =
        rows.stream()
            .filter(row -> (Long) row.getField("clean") > 0)
            .filter(row -> !row.getField("topic").equals("elsewhere"))
            .toList();
    return some.get(random.nextInt(some.size()));
  }

  private static void entry(
      List<Damage> all, String what, BiConsumer<List<Record>, Record> change) {
    all.add(
        new Damage(
            "an entry of the ledger " + what,
            Set.of(Kind.LEDGER),
            (world, random) ->
                world.rewrite(
                    AuditWorld.LEDGER,
                    rows -> {
                      change.accept(rows, entryWithRows(rows, random));
                      return rows;
                    })));
  }

  private static void starts(List<Damage> all) {
    start(all, "is removed", Set.of(Kind.STARTS), value -> null);
    start(
        all,
        "says a later begin",
        Set.of(Kind.STARTS),
        value -> ((ObjectNode) value).put("first", 12).put("settled", 60));
    start(
        all,
        "is settled beyond the end",
        Set.of(Kind.STARTS),
        value -> ((ObjectNode) value).put("settled", 4_000));
    start(
        all,
        "knows a higher mark",
        Set.of(Kind.MARKS, Kind.STARTS),
        value -> ((ObjectNode) value).put("mark", 4_000));
    start(
        all,
        "is of another table",
        Set.of(Kind.MISSING_TABLE),
        value -> ((ObjectNode) value).put("tableId", "00000000-0000-0000-0000-000000000000"));
    all.add(
        new Damage(
            "the consumer group shows more than is settled",
            Set.of(Kind.SETTLED),
            (world, random) -> {
              TopicPartition partition = new TopicPartition("orders", random.nextInt(2));
              try (Admin admin = world.landscape().admin()) {
                OffsetAndMetadata before = Offsets.stored(admin).get(partition);
                Offsets.store(
                    admin,
                    partition,
                    new OffsetAndMetadata(before.offset() + 40, before.metadata()));
                return () -> {
                  try (Admin again = world.landscape().admin()) {
                    Offsets.store(again, partition, before);
                  }
                };
              }
            }));
  }

  private static void start(
      List<Damage> all,
      String what,
      Set<Kind> found,
      java.util.function.UnaryOperator<com.fasterxml.jackson.databind.JsonNode> change) {
    all.add(
        new Damage(
            "a start record " + what,
            found,
            (world, random) -> {
              List<ConsumerRecord<byte[], byte[]>> records =
                  world.landscape().read("__sluice_starts").stream()
                      .filter(record -> new String(record.key(), UTF_8).contains("\"start\""))
                      .filter(record -> new String(record.key(), UTF_8).contains("shop.orders"))
                      .filter(record -> record.value() != null)
                      .filter(record -> new String(record.value(), UTF_8).contains("\"orders\""))
                      .toList();
              ConsumerRecord<byte[], byte[]> last = records.get(records.size() - 1);
              var value = change.apply(JSON.readTree(last.value()));
              world
                  .landscape()
                  .send(
                      new ProducerRecord<>(
                          last.topic(),
                          0,
                          last.key(),
                          value == null ? null : value.toString().getBytes(UTF_8)));
              world.landscape().flush();
              return () -> {
                world
                    .landscape()
                    .send(new ProducerRecord<>(last.topic(), 0, last.key(), last.value()));
                world.landscape().flush();
              };
            }));
  }

  private static void files(List<Damage> all) {
    all.add(
        new Damage(
            "a data file is removed",
            Set.of(Kind.MISSING_FILE),
            (world, random) -> remove(path(dataFile(world, random).location()))));
    all.add(
        new Damage(
            "a data file is truncated",
            Set.of(Kind.MISSING_FILE),
            (world, random) -> truncate(path(dataFile(world, random).location()))));
    all.add(
        new Damage(
            "a manifest is removed",
            Set.of(Kind.MISSING_FILE),
            (world, random) -> {
              Table table = world.landscape().table(table(random));
              List<ManifestFile> manifests = table.currentSnapshot().allManifests(table.io());
              return remove(path(manifests.get(random.nextInt(manifests.size())).path()));
            }));
    all.add(
        new Damage(
            "a data file of the ledger is removed",
            Set.of(Kind.MISSING_FILE),
            (world, random) ->
                remove(path(first(world.landscape().table(AuditWorld.LEDGER)).location()))));
  }

  private static DataFile dataFile(AuditWorld world, Random random) {
    return first(world.landscape().table(table(random)));
  }

  private static DataFile first(Table table) {
    try (var tasks = table.newScan().planFiles()) {
      return tasks.iterator().next().file();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Path path(String location) {
    return Path.of(location.replaceFirst("^file:(//)?", ""));
  }

  private static AuditWorld.Undo remove(Path file) throws Exception {
    byte[] before = Files.readAllBytes(file);
    Files.delete(file);
    return () -> Files.write(file, before);
  }

  private static AuditWorld.Undo truncate(Path file) throws Exception {
    byte[] before = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(before, before.length / 2));
    return () -> Files.write(file, before);
  }

  private static Action onRows(BiConsumer<List<Record>, Random> change) {
    return (world, random) ->
        world.rewrite(
            table(random),
            rows -> {
              change.accept(rows, random);
              return rows;
            });
  }

  private static String table(Random random) {
    return TABLES.get(random.nextInt(TABLES.size()));
  }

  private static Record any(List<Record> rows, Random random) {
    return rows.get(random.nextInt(rows.size()));
  }

  /** The settled offsets that the consumer group shows. */
  static final class Offsets {

    private static final String GROUP = "sluice-test";

    private Offsets() {}

    static Map<TopicPartition, OffsetAndMetadata> stored(Admin admin) throws Exception {
      return admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get();
    }

    static void store(Admin admin, TopicPartition partition, OffsetAndMetadata offset)
        throws Exception {
      admin.alterConsumerGroupOffsets(GROUP, Map.of(partition, offset)).all().get();
    }

    static void delete(Admin admin, Set<TopicPartition> partitions) throws Exception {
      admin.deleteConsumerGroupOffsets(GROUP, partitions).all().get();
    }
  }
}
