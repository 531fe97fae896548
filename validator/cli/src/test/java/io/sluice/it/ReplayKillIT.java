package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.audit.report.AuditReport;
import io.sluice.cli.Sluice;
import io.sluice.cli.output.ExitCode;
import io.sluice.cli.run.EmbeddedFlink;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.data.Record;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replay that is killed at ten points, and sends each letter once all the same. */
@Tag("soak")
class ReplayKillIT {

  private static final int LETTERS = 3_000;

  /** Records are those of letters, and one of the journal for each batch of 500 letters. */
  private static final List<String> POINTS =
      List.of(
          "send 1", // the word that the round begins
          "ack 1",
          "send 250", // in the first batch
          "ack 502", // all of the first batch is there, and not committed
          "send 700",
          "ack 502",
          "ack 503", // after a commit
          "send 900",
          "ack 1003",
          "ack 777");

  @Test
  void eachLetterIsInTheTableOnce(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.topic("orders", 3);
      landscape.topic("orders.dlq", 2);
      String strict =
          Orders.contract("orders", "orders", "shop.orders").replace("gt: 0", "gt: 9999");
      landscape.contract("orders", strict);
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      for (int i = 1; i <= LETTERS; i++) {
        landscape.send("orders", i % 3, Orders.order(id, "o" + i, i, "EUR"));
      }
      landscape.flush();
      try (EmbeddedFlink flink = landscape.start()) {
        landscape.awaitSettled("orders");
        flink.cancel();
      }
      // the rule was wrong, and is fixed
      landscape.rewrite("orders", strict.replace("gt: 9999", "gt: 0"));
      Path plan = folder.resolve("plan.yaml");
      String config = landscape.config("").toString();
      assertThat(run("replay", "plan", "--out", plan.toString(), "-c", config))
          .isEqualTo(ExitCode.FINE);
      try (EmbeddedFlink flink = landscape.start(landscape.latestCheckpoint())) {
        for (String point : POINTS) {
          Process process = apply(folder, plan, config, point);
          assertThat(process.waitFor())
              .as(point + ": " + Files.readString(folder.resolve("apply.log")))
              .isEqualTo(137);
        }
        requireStoppedInGoodOrder(landscape, folder, plan, config);
        Process last = apply(folder, plan, config, "never 0");
        assertThat(last.waitFor())
            .as(Files.readString(folder.resolve("apply.log")))
            .isEqualTo(ExitCode.FINE);
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .until(() -> landscape.rows("shop.orders").size() >= LETTERS);
        flink.cancel();
      }
      List<Record> rows = landscape.rows("shop.orders");
      assertThat(rows).hasSize(LETTERS);
      assertThat(
              rows.stream()
                  .map(
                      row ->
                          row.getField("_origin_partition") + "/" + row.getField("_origin_offset"))
                  .distinct())
          .hasSize(LETTERS);
      AuditReport report = landscape.audit();
      assertThat(report.findings()).isEmpty();
      assertThat(report.topics().get("orders").repaired()).isEqualTo(LETTERS);
      assertThat(report.topics().get("orders.replay").source()).isEqualTo(LETTERS);
    }
  }

  /** As by Ctrl-C: the batch at hand ends first. */
  private static void requireStoppedInGoodOrder(
      Landscape landscape, Path folder, Path plan, String config) throws Exception {
    int before = landscape.read("orders.replay").size();
    Process process = apply(folder, plan, config, "never 0", "--rate", "50");
    Awaitility.await()
        .atMost(Landscape.PATIENCE)
        .until(() -> landscape.read("orders.replay").size() > before);
    process.destroy();
    process.waitFor();
    assertThat(landscape.read("orders.replay").size()).isLessThan(LETTERS);
    StringWriter history = new StringWriter();
    Sluice.run(
        new PrintWriter(history),
        new PrintWriter(new StringWriter()),
        "replay",
        "history",
        "-c",
        config);
    assertThat(history.toString()).contains("stopped");
  }

  private static int run(String... arguments) {
    StringWriter text = new StringWriter();
    return Sluice.run(new PrintWriter(text), new PrintWriter(text), arguments);
  }

  private static Process apply(Path folder, Path plan, String config, String point, String... more)
      throws Exception {
    Path halt = folder.resolve("halt");
    Files.writeString(halt, point);
    Path own = folder.resolve("halting.yaml");
    Files.writeString(
        own,
        Files.readString(Path.of(config))
            .replace(
                "kafka:\n",
                "kafka:\n  interceptor.classes: " + HaltingProducer.class.getName() + "\n"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-Dhalt=" + halt);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(Sluice.class.getName());
    command.addAll(List.of("replay", "apply", plan.toString(), "-c", own.toString()));
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("apply.log").toFile())
        .start();
  }
}
