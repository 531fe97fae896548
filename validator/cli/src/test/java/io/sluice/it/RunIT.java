package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.EmbeddedFlink;
import io.sluice.cli.Sluice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code sluice run} as people use it, and rules that say halt. */
class RunIT {

  @Test
  void resumesFromItsLatestCheckpointAfterAKill(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.topic("orders", 2);
      landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      Path config = landscape.config("");
      try (Feeder feeder = new Feeder(landscape, id, List.of("orders"))) {
        feeder.start();
        for (int round = 0; round < 3; round++) {
          Path log = folder.resolve("run-" + round + ".log");
          Process process = run(config, log);
          long before = landscape.settled();
          Awaitility.await()
              .atMost(Duration.ofMinutes(2))
              .pollInterval(Duration.ofMillis(300))
              .until(() -> landscape.settled() > before + 2000);
          process.destroyForcibly();
          process.onExit().join();
          assertThat(Files.readString(log))
              .contains(round == 0 ? "starting without a checkpoint" : "resuming from checkpoint");
        }
      }
      Process last = run(config, folder.resolve("run-last.log"));
      landscape.awaitSettled("orders");
      last.destroyForcibly();
      last.onExit().join();
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }

  private static Process run(Path config, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx700m");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(Sluice.class.getName());
    command.addAll(List.of("run", "--metrics-port", "0", "--config", config.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  @Test
  void aRuleThatSaysHaltHoldsItsPartitionAlone(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.topic("orders", 2);
      landscape.topic("orders.dlq", 1);
      String halting =
          Orders.contract("orders", "orders", "shop.orders")
              .replace("gt: 0", "gt: 0\n    onFailure: halt");
      landscape.contract("orders", halting);
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      landscape.send("orders", 0, Orders.order(id, "before", 1, "EUR"));
      landscape.send("orders", 0, Orders.order(id, "stops here", -1, "EUR"));
      for (int i = 0; i < 500; i++) {
        landscape.send("orders", 0, Orders.order(id, "behind", 1, "EUR"));
        landscape.send("orders", 1, Orders.order(id, "elsewhere", 1, "EUR"));
      }
      landscape.flush();
      try (LogLines log = new LogLines();
          EmbeddedFlink flink = landscape.start()) {
        Awaitility.await().atMost(Landscape.PATIENCE).until(() -> landscape.settled() == 501);
        Thread.sleep(3000);
        assertThat(landscape.settled()).isEqualTo(501);
        assertThat(log.lines())
            .filteredOn(line -> line.message().contains("is held before its next record"))
            .as("a line an incident, not one a record or a try")
            .singleElement()
            .satisfies(
                line ->
                    assertThat(line.fields())
                        .containsAllEntriesOf(
                            Map.of("contract", "orders", "topic", "orders", "rule", "amount.gt")));
        flink.cancel();
      }
      assertThat(landscape.rows("shop.orders")).hasSize(501);

      landscape.rewrite("orders", halting.replace("onFailure: halt", "onFailure: reject"));
      try (EmbeddedFlink flink = landscape.start(landscape.latestCheckpoint())) {
        landscape.awaitSettled("orders");
        flink.cancel();
      }
      assertThat(landscape.rows("shop.orders")).hasSize(1001);
      assertThat(landscape.read("orders.dlq")).hasSize(1);
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }
}
