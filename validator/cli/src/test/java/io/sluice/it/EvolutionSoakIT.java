package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.audit.report.AuditReport;
import io.sluice.demo.FreePorts;
import io.sluice.pipeline.JobPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Twelve schema versions, old and new interleaved, while TaskManagers are killed at random. */
@Tag("soak")
class EvolutionSoakIT {

  private static final int VERSIONS = 12;
  private static final int PARTITIONS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final int records = Integer.getInteger("soak.records");
  private final long seed = Long.getLong("soak.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "  distribution: none\n",
        "  partitionBy: ['bucket(4, id)']\n  distribution: hash\n"
      })
  void losesAndChangesNothing(String layout, @TempDir Path folder) throws Exception {
    System.out.println(
        "evolution soak: " + layout.strip() + ", " + records + " records, -Dsoak.seed=" + seed);
    List<Integer> ports = FreePorts.find(2);
    try (Landscape landscape = new Landscape(folder);
        Cluster cluster = new Cluster(folder.resolve("flink"), ports.get(0), ports.get(1))) {
      landscape.topic("events", PARTITIONS);
      landscape.topic("events.dlq", 1);
      landscape.contract(
          "events",
          Orders.plainContract("events", "events", "shop.events")
              + "  evolution: widen\n"
              + layout);
      JobPlan plan = landscape.setup().plan();
      cluster.startJobManager();
      cluster.startTaskManager();
      cluster.awaitReady();
      String job = RemoteJob.submit(cluster, plan, null);
      int kills = feedAndKill(landscape, cluster);
      landscape.flush();
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> landscape.settled() >= records);
      Rest.cancel(cluster.restPort(), job);
      AuditReport report = landscape.audit();
      System.out.println("evolution soak: " + kills + " kills, " + report.topics());
      assertThat(report.findings()).isEmpty();
      AuditReport.Counts counts = report.topics().get("events");
      assertThat(counts.rows()).isEqualTo(records);
      assertThat(counts.compared()).isEqualTo(records);
      assertThat(kills).isGreaterThanOrEqualTo(3);
      assertThat(landscape.table("shop.events").schema().columns())
          .as("id, n, part and a column of each later version, then audit columns")
          .hasSize(3 + VERSIONS - 1 + 14);
    }
  }

  /** Sends everything, with versions coming up one after the other; gives the number of kills. */
  private int feedAndKill(Landscape landscape, Cluster cluster) throws Exception {
    List<Schema> schemas = new ArrayList<>();
    List<Integer> ids = new ArrayList<>();
    int kills = 0;
    for (int version = 1; version <= VERSIONS; version++) {
      Schema schema = schema(version);
      schemas.add(schema);
      ids.add(landscape.register("events" + version, "AVRO", schema.toString()));
      long from = records * (version - 1L) / VERSIONS;
      long to = records * (long) version / VERSIONS;
      for (long i = from; i < to; i++) {
        int one = random.nextInt(version);
        landscape.send("events", (int) (i % PARTITIONS), event(ids.get(one), schemas.get(one), i));
        if (i % 200 == 0) {
          Thread.sleep(20);
        }
      }
      if (random.nextInt(3) > 0 || (version > VERSIONS - 3 && kills < 3)) {
        Thread.sleep(random.nextInt(3_000));
        cluster.killTaskManager();
        cluster.startTaskManager();
        kills++;
      }
    }
    return kills;
  }

  /** From version to version fields are added at two depths, and numbers become wider. */
  private static Schema schema(int version) {
    SchemaBuilder.FieldAssembler<Schema> part =
        SchemaBuilder.record("Part").fields().requiredInt("a");
    if (version >= 9) {
      part = part.optionalString("b");
    }
    SchemaBuilder.FieldAssembler<Schema> fields = SchemaBuilder.record("Event").fields();
    fields = version < 4 ? fields.requiredInt("id") : fields.requiredLong("id");
    fields = version < 7 ? fields.requiredFloat("n") : fields.requiredDouble("n");
    fields = fields.name("part").type(part.endRecord()).noDefault();
    for (int added = Math.max(2, version - 6); added <= version; added++) {
      fields = fields.optionalString("f" + added);
    }
    return fields.endRecord();
  }

  private static byte[] event(int id, Schema schema, long number) throws Exception {
    GenericRecordBuilder builder = new GenericRecordBuilder(schema);
    boolean isWide = schema.getField("id").schema().getType() == Schema.Type.LONG;
    builder.set("id", isWide ? (Object) (number + (1L << 40)) : (Object) (int) number);
    boolean isDouble = schema.getField("n").schema().getType() == Schema.Type.DOUBLE;
    builder.set("n", isDouble ? (Object) (number / 7.0) : (Object) (number / 7.0f));
    GenericRecordBuilder part = new GenericRecordBuilder(schema.getField("part").schema());
    part.set("a", (int) number);
    if (schema.getField("part").schema().getField("b") != null) {
      part.set("b", "b" + number);
    }
    builder.set("part", part.build());
    for (Schema.Field field : schema.getFields()) {
      if (field.name().startsWith("f")) {
        builder.set(field, number % 3 == 0 ? null : field.name() + "-" + number);
      }
    }
    return Payloads.framed(id, Payloads.avro(schema, builder.build()));
  }
}
