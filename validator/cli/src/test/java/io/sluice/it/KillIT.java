package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.audit.report.AuditReport;
import io.sluice.audit.report.Finding;
import io.sluice.demo.FreePorts;
import io.sluice.pipeline.JobPlan;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.iceberg.Table;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that can be killed is killed, on a cluster of real processes; then the audit looks.
 */
class KillIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Landscape landscape;
  private Cluster cluster;
  private JobPlan plan;

  @Test
  void losesAndDoublesNothing(@TempDir Path folder) throws Exception {
    List<Integer> ports = FreePorts.find(2);
    try (Landscape parts = new Landscape(folder);
        Cluster flink = new Cluster(folder.resolve("flink"), ports.get(0), ports.get(1))) {
      landscape = parts;
      cluster = flink;
      Path fault = landscape.faultyCatalog();
      for (String name : List.of("orders", "payments")) {
        landscape.topic(name, 2);
        landscape.topic(name + ".dlq", 1);
        landscape.contract(name, Orders.contract(name, name, "shop." + name));
      }
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      plan = landscape.setup().plan();
      String job;
      try (Feeder feeder = new Feeder(landscape, id, List.of("orders", "payments"))) {
        feeder.start();
        cluster.startJobManager();
        cluster.startTaskManager();
        cluster.awaitReady();
        RemoteJob.submit(cluster, plan, null);
        awaitProgress("start");

        cluster.killTaskManager();
        cluster.startTaskManager();
        awaitProgress("TaskManager killed");

        cluster.killJobManager();
        Path checkpoint = cluster.latestCheckpoint().orElseThrow();
        cluster.startJobManager();
        cluster.awaitReady();
        RemoteJob.submit(cluster, plan, checkpoint);
        awaitProgress("JobManager killed");

        cluster.killTaskManager();
        cluster.killJobManager();
        checkpoint = cluster.latestCheckpoint().orElseThrow();
        cluster.startJobManager();
        cluster.startTaskManager();
        cluster.awaitReady();
        job = RemoteJob.submit(cluster, plan, checkpoint);
        awaitProgress("the whole job killed");

        for (String word : List.of("halt-before", "halt-second", "halt-after")) {
          Files.writeString(fault, word);
          Awaitility.await().atMost(PATIENCE).until(() -> !cluster.taskManagerIsAlive());
          cluster.startTaskManager();
          awaitProgress(word);
        }
        Files.writeString(fault, "lost-reply");
        Awaitility.await().atMost(PATIENCE).until(() -> !Files.exists(fault));
        awaitProgress("lost reply");

        Path savepoint = stopWithSavepoint(job, folder.resolve("savepoints"));
        job = RemoteJob.submit(cluster, plan, savepoint);
        awaitProgress("savepoint under a new job id");
        awaitCheckpoints(5);

        cancel(job);
        List<Path> checkpoints = cluster.completeCheckpoints();
        Path older = checkpoints.get(checkpoints.size() - 4);
        job = RemoteJob.submit(cluster, plan, older);
        awaitProgress("older checkpoint");

        cancel(job);
        job = RemoteJob.submit(cluster, plan, null);
        awaitProgress("no state at all");
      }
      landscape.flush();
      landscape.awaitSettled("orders");
      landscape.awaitSettled("payments");
      cancel(job);

      AuditReport report = landscape.audit();
      System.out.println("kill test: " + report.topics());
      assertThat(report.findings()).isEmpty();
      assertThat(report.topics().get("orders").rows()).isPositive();
      assertThat(report.topics().values().stream().mapToLong(AuditReport.Counts::copies).sum())
          .as("physical copies of dead letters, so that their de-duplication was exercised")
          .isPositive();

      refusesTableRolledBack(id);
    }
  }

  private void refusesTableRolledBack(int id) throws Exception {
    Table table = landscape.table("shop.orders");
    long older = table.currentSnapshot().parentId();
    table.manageSnapshots().rollbackTo(older).commit();
    assertThat(landscape.audit().findings()).extracting(Finding::kind).contains(Finding.Kind.MARKS);

    landscape.send("orders", 0, Orders.order(id, 1));
    landscape.flush();
    String refused = RemoteJob.submit(cluster, plan, cluster.latestCheckpoint().orElseThrow());
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> state(refused).equals("FAILED"));
    String why = Rest.get(cluster.restPort(), "/jobs/" + refused + "/exceptions").toString();
    assertThat(why).contains("was rolled back").contains("ConflictException");
    assertThat(landscape.table("shop.orders").currentSnapshot().snapshotId()).isEqualTo(older);
  }

  private void awaitProgress(String after) throws Exception {
    long settled = landscape.settled();
    long begin = System.nanoTime();
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .until(() -> landscape.settled() > settled + 1000);
    System.out.printf(
        "kill test: %s; flows again after %d s%n",
        after, (System.nanoTime() - begin) / 1_000_000_000L);
  }

  private void awaitCheckpoints(int more) throws Exception {
    int before = cluster.completeCheckpoints().size();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> cluster.completeCheckpoints().size() >= Math.min(30, before + more));
  }

  private String state(String job) throws Exception {
    return Rest.get(cluster.restPort(), "/jobs/" + job).path("state").asText();
  }

  private void cancel(String job) throws Exception {
    Rest.cancel(cluster.restPort(), job);
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .until(() -> state(job).equals("CANCELED"));
  }

  private Path stopWithSavepoint(String job, Path folder) throws Exception {
    JsonNode trigger =
        Rest.post(
            cluster.restPort(),
            "/jobs/" + job + "/stop",
            "{\"targetDirectory\": \"" + folder.toUri() + "\", \"drain\": false}");
    String path = "/jobs/" + job + "/savepoints/" + trigger.path("request-id").asText();
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .until(
            () ->
                Rest.get(cluster.restPort(), path)
                    .path("status")
                    .path("id")
                    .asText()
                    .equals("COMPLETED"));
    JsonNode done = Rest.get(cluster.restPort(), path).path("operation");
    assertThat(done.has("location")).as("savepoint: " + done).isTrue();
    return Path.of(URI.create(done.path("location").asText()));
  }
}
