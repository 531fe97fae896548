package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Sluice;
import io.sluice.cli.output.ExitCode;
import io.sluice.cli.run.EmbeddedFlink;
import io.sluice.demo.FreePorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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
    return run(config, log, 0);
  }

  private static Process run(Path config, Path log, int metricsPort) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx700m");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(Sluice.class.getName());
    command.addAll(
        List.of(
            "run", "--metrics-port", Integer.toString(metricsPort), "--config", config.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  @Test
  void theRegistryNeverPreventsAStartAndNothingListensToTheWorld(@TempDir Path folder)
      throws Exception {
    try (Landscape landscape = new Landscape(folder);
        FaultyRegistry registry = new FaultyRegistry(landscape.registryUrl())) {
      landscape.registryBehind(registry.url());
      landscape.topic("orders", 1);
      landscape.topic("orders.dlq", 1);
      landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      landscape.send("orders", 0, Orders.order(id, "before", 1, "EUR"));
      landscape.flush();
      Path config = landscape.config("");
      Process first = run(config, folder.resolve("run-first.log"));
      landscape.awaitSettled("orders");
      first.destroyForcibly();
      first.onExit().join();

      registry.become(FaultyRegistry.Mode.REFUSED);
      landscape.send("orders", 0, Orders.order(id, "known", 1, "EUR"));
      landscape.flush();
      Path log = folder.resolve("run-second.log");
      int port = FreePorts.find(1).get(0);
      Process second = run(config, log, port);
      landscape.awaitSettled("orders");
      assertThat(ListeningSockets.of(second.pid()))
          .as("addresses that the process listens on")
          .anySatisfy(address -> assertThat(address.getPort()).isEqualTo(port))
          .allSatisfy(address -> assertThat(address.getAddress().isLoopbackAddress()).isTrue());
      second.destroyForcibly();
      second.onExit().join();
      assertThat(Files.readString(log)).contains("WARNING: the registry at");
      assertThat(landscape.rows("shop.orders")).hasSize(2);

      StringWriter said = new StringWriter();
      PrintWriter out = new PrintWriter(said, true);
      assertThat(Sluice.run(out, out, "run", "--dry-run", "--config", config.toString()))
          .isEqualTo(ExitCode.OUTAGE);
      assertThat(said.toString()).contains("'sluice run' would start");
    }
  }

  @Test
  void restartsAreLoggedOnceWithTheCauseAndWhenTheyEnd(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.withRestarts();
      landscape.topic("orders", 1);
      landscape.topic("orders.dlq", 1);
      landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      landscape.send("orders", 0, Orders.order(id, "a", 1, "EUR"));
      landscape.flush();
      Path warehouse = folder.resolve("warehouse");
      Path aside = folder.resolve("aside");
      try (LogLines log = new LogLines();
          EmbeddedFlink flink = landscape.start()) {
        landscape.awaitSettled("orders");
        // a file where the folder was: nothing can be written there, whoever runs the test
        Files.move(warehouse, aside);
        Files.createFile(warehouse);
        landscape.send("orders", 0, Orders.order(id, "b", 1, "EUR"));
        landscape.flush();
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .until(() -> !containing(log, "the job failed: ").isEmpty());
        Thread.sleep(5000);
        Files.delete(warehouse);
        Files.move(aside, warehouse);
        landscape.awaitSettled("orders");
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .until(() -> !containing(log, "the job is running again").isEmpty());
        assertThat(containing(log, "the job failed: "))
            .as("each cause once, not each try")
            .hasSizeBetween(1, 2)
            .doesNotHaveDuplicates();
        assertThat(containing(log, "a checkpoint failed")).isEmpty();
        assertThat(containing(log, "the job is running again")).hasSize(1);
        flink.cancel();
      }
      assertThat(landscape.rows("shop.orders")).hasSize(2);
    }
  }

  private static List<String> containing(LogLines log, String text) {
    return log.lines().stream()
        .map(LogLines.Line::message)
        .filter(message -> message.contains(text))
        .toList();
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
            .filteredOn(line -> line.message().contains("is held at its next record"))
            .as("one line per incident, not per record or attempt")
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
