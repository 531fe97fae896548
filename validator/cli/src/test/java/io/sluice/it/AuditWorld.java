package io.sluice.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.audit.AuditOptions;
import io.sluice.audit.AuditProgress;
import io.sluice.audit.AuditVerify;
import io.sluice.audit.report.AuditReport;
import io.sluice.cli.audit.RegistrySchemas;
import io.sluice.cli.run.EmbeddedFlink;
import io.sluice.pipeline.Setup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.awaitility.Awaitility;

/**
 * A small pipeline that has done its work, for tests that damage it: three tables, a mixed topic,
 * dead letters whole and in pieces, warnings, a tombstone, dropped records, and a replay.
 */
final class AuditWorld implements AutoCloseable {

  static final String ORDERS = "shop.orders";
  static final String A = "shop.a";
  static final String B = "shop.b";
  static final String LEDGER = "sluice.test_ledger";

  /** Records that a contract takes, per partition of the topic of orders. */
  static final int PER_PARTITION = 60;

  private static final Schema EVENT_A = event("A");
  private static final Schema EVENT_B = event("B");
  private static final Schema EVENT_C = event("C");

  private final Landscape landscape;

  private AuditWorld(Landscape landscape) {
    this.landscape = landscape;
  }

  private static Schema event(String name) {
    return SchemaBuilder.record(name)
        .namespace("com.acme")
        .fields()
        .requiredString("kind")
        .requiredLong("number")
        .name("tags")
        .type()
        .array()
        .items()
        .stringType()
        .noDefault()
        .endRecord();
  }

  /** Lets a pipeline write everything, and ends it. */
  static AuditWorld make(Path folder) throws Exception {
    Landscape landscape = new Landscape(folder);
    AuditWorld world = new AuditWorld(landscape);
    landscape.topic("orders", 2);
    landscape.topic("refunds", 1);
    landscape.topic("orders.replay", 1);
    landscape.topic("events", 1);
    landscape.topic("events2", 1);
    landscape.topic("orders.dlq", 1, Map.of("max.message.bytes", "1500"));
    landscape.topic("refunds.dlq", 1);
    landscape.topic("events.dlq", 1);
    world.contracts("orders, refunds");
    world.send();
    try (EmbeddedFlink flink = landscape.start()) {
      for (String topic : List.of("orders", "refunds", "events", "events2")) {
        landscape.awaitSettled(topic);
      }
      world.replay();
      landscape.awaitSettled("orders.replay");
      world.awaitLedger("orders.replay");
      flink.cancel();
    }
    return world;
  }

  Landscape landscape() {
    return landscape;
  }

  /** Writes the contracts, the one of orders for these topics. */
  void contracts(String topicsOfOrders) throws Exception {
    String orders =
        Orders.contract("orders", topicsOfOrders, ORDERS)
            .replace("table:", "key:\n  format: string\n  column: order_key\ntable:");
    if (landscape.hasContracts()) {
      landscape.rewrite("orders", orders);
      return;
    }
    landscape.contract("orders", orders);
    landscape.contract("a", mixed("a", A, "recordName: com.acme.A"));
    landscape.contract("b", mixed("b", B, "recordName: com.acme.B\n    field: { kind: good }"));
  }

  private static String mixed(String name, String table, String match) {
    return """
    apiVersion: sluice/v1alpha1
    kind: Contract
    name: %s
    owner: team
    source:
      topics: [events, events2]
      match:
        %s
      unmatched: drop
    deadLetter:
      topic: events.dlq
    value:
      subject: events
    table:
      name: %s
    rules:
      - field: number
        gte: 0
    """
        .formatted(name, match, table);
  }

  private void send() throws Exception {
    int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
    for (int partition = 0; partition < 2; partition++) {
      for (int i = 0; i < PER_PARTITION + 20 * partition; i++) {
        byte[] value = Orders.order(id, "o" + i, i % 10 == 0 ? -1 : i, i % 7 == 0 ? "JPY" : "EUR");
        if (i % 30 == 10) {
          value = Orders.order(id, "x".repeat(4_000), -1, "EUR");
        }
        send("orders", partition, "k" + i, i == 5 ? null : value);
      }
    }
    for (int i = 0; i < 20; i++) {
      send("refunds", 0, "r" + i, Orders.order(id, "r" + i, i + 1, "EUR"));
    }
    Map<String, Integer> ids = new HashMap<>();
    for (Schema schema : List.of(EVENT_A, EVENT_B, EVENT_C)) {
      ids.put(
          schema.getName(), landscape.register(schema.getFullName(), "AVRO", schema.toString()));
    }
    for (String topic : List.of("events", "events2")) {
      for (int i = 0; i < 60; i++) {
        Schema schema = List.of(EVENT_A, EVENT_B, EVENT_C).get(i % 3);
        byte[] payload =
            Payloads.avro(
                schema,
                new GenericRecordBuilder(schema)
                    .set("kind", i % 6 == 1 ? "bad" : "good")
                    .set("number", i % 20 == 0 ? -1L : i)
                    .set("tags", List.of("t" + i, "u"))
                    .build());
        send(topic, 0, null, Payloads.framed(ids.get(schema.getName()), payload));
      }
    }
    landscape.flush();
  }

  private void send(String topic, int partition, String key, byte[] value) {
    landscape.send(
        new ProducerRecord<>(topic, partition, key == null ? null : key.getBytes(UTF_8), value));
  }

  /** Sends a repaired copy of the first order that died, as a replay does. */
  private void replay() throws Exception {
    int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
    ProducerRecord<byte[], byte[]> repaired =
        new ProducerRecord<>(
            "orders.replay", 0, "k0".getBytes(UTF_8), Orders.order(id, "o0", 1, "EUR"));
    Map.of(
            "sluice.origin.topic", "orders",
            "sluice.origin.partition", "0",
            "sluice.origin.offset", "0",
            "sluice.attempt", "1")
        .forEach((name, value) -> repaired.headers().add(name, value.getBytes(UTF_8)));
    landscape.send(repaired);
    landscape.flush();
  }

  private void awaitLedger(String topic) throws Exception {
    String id = landscape.topicId(topic);
    Awaitility.await()
        .atMost(Landscape.PATIENCE)
        .ignoreExceptionsInstanceOf(NoSuchTableException.class)
        .until(
            () ->
                landscape.table(LEDGER).properties().getOrDefault("sluice.marks", "").contains(id));
  }

  /** Audits everything, by values. */
  AuditReport audit() throws Exception {
    Setup setup = Setup.read(landscape.folder().resolve("sluice.yaml"));
    return new AuditVerify(
            setup.config(),
            setup.contracts(),
            AuditOptions.EVERYTHING,
            new RegistrySchemas(setup.config()),
            AuditProgress.NONE)
        .run();
  }

  /** What puts a change back. */
  interface Undo {
    void run() throws Exception;
  }

  /** Replaces the rows of a table. */
  Undo rewrite(String name, UnaryOperator<List<Record>> change) throws Exception {
    Table table = landscape.table(name);
    long before = table.currentSnapshot().snapshotId();
    List<Record> rows = change.apply(new ArrayList<>(landscape.rows(name)));
    var overwrite = table.newOverwrite().overwriteByRowFilter(Expressions.alwaysTrue());
    if (!rows.isEmpty()) {
      overwrite.addFile(write(table, rows));
    }
    overwrite.commit();
    return () -> landscape.table(name).manageSnapshots().rollbackTo(before).commit();
  }

  /** Writes rows into a data file of the table, without partitions. */
  static DataFile write(Table table, List<Record> rows) throws Exception {
    return write(table, table.specs().get(0), null, rows);
  }

  /** Writes rows of one partition into a data file of the table. */
  static DataFile write(Table table, PartitionSpec spec, StructLike partition, List<Record> rows)
      throws Exception {
    String location = table.locationProvider().newDataLocation(UUID.randomUUID() + ".parquet");
    DataWriter<Record> writer =
        Parquet.writeData(table.io().newOutputFile(location))
            .schema(table.schema())
            .withSpec(spec)
            .withPartition(partition)
            .createWriterFunc(GenericParquetWriter::create)
            .overwrite()
            .build();
    try (writer) {
      rows.forEach(writer::write);
    }
    return writer.toDataFile();
  }

  /** Sets a table's property. */
  Undo property(String name, String property, UnaryOperator<String> change) {
    Table table = landscape.table(name);
    String before = table.properties().get(property);
    String after = change.apply(before);
    if (after == null) {
      table.updateProperties().remove(property).commit();
    } else {
      table.updateProperties().set(property, after).commit();
    }
    return () -> landscape.table(name).updateProperties().set(property, before).commit();
  }

  /** Replaces what is in a topic, by one with other records. */
  Undo replace(String topic, UnaryOperator<List<ProducerRecord<byte[], byte[]>>> change)
      throws Exception {
    List<ProducerRecord<byte[], byte[]>> before = copies(topic);
    recreate(topic, change.apply(copies(topic)));
    return () -> recreate(topic, before);
  }

  private List<ProducerRecord<byte[], byte[]>> copies(String topic) {
    List<ProducerRecord<byte[], byte[]>> copies = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : landscape.read(topic)) {
      copies.add(
          new ProducerRecord<>(
              topic, 0, record.timestamp(), record.key(), record.value(), record.headers()));
    }
    return copies;
  }

  private void recreate(String topic, List<ProducerRecord<byte[], byte[]>> records)
      throws Exception {
    try (Admin admin = landscape.admin()) {
      admin.deleteTopics(List.of(topic)).all().get();
      Awaitility.await()
          .until(
              () -> {
                try {
                  admin.describeTopics(List.of(topic)).allTopicNames().get();
                  return false;
                } catch (java.util.concurrent.ExecutionException e) {
                  return e.getCause() instanceof UnknownTopicOrPartitionException;
                }
              });
    }
    landscape.topic(topic, 1);
    Awaitility.await().until(() -> landscape.partitions(topic) == 1);
    landscape.sendAfresh(records);
  }

  /** Another header in the place of one of the same name, after all others. */
  static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
    record.headers().remove(name);
    record.headers().add(new RecordHeader(name, value.getBytes(UTF_8)));
  }

  @Override
  public void close() {
    landscape.close();
  }
}
