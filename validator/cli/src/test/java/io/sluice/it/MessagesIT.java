package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Sluice;
import io.sluice.cli.output.ExitCode;
import io.sluice.cli.run.StateFolder;
import io.sluice.demo.FreePorts;
import io.sluice.pipeline.Setup;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mistakes that everybody makes: one clear message, the right exit code, no stack trace. */
class MessagesIT {

  private record Said(int exit, String err) {}

  private static Said sluice(Object... arguments) {
    StringWriter err = new StringWriter();
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    int exit = Sluice.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true), words);
    assertThat(err.toString()).as("no stack trace").doesNotContain("\tat ");
    return new Said(exit, err.toString());
  }

  @Test
  void ofFilesAlone(@TempDir Path folder) throws Exception {
    Said none = sluice("run", "--config", folder.resolve("none.yaml"));
    assertThat(none.exit()).isEqualTo(ExitCode.SET_UP);
    assertThat(none.err()).contains("none.yaml:1:1: file not found");

    Path file = folder.resolve("sluice.yaml");
    Files.writeString(
        file,
        """
        pipeline:
          name: p
          contract: [rules/a.yaml]
          contracts: [rules/a.yaml]
        kafka: {}
        """);
    Files.createDirectories(folder.resolve("rules"));
    Files.writeString(
        folder.resolve("rules/a.yaml"),
        """
        apiVersion: sluice/v1alpha1
        kind: Contract
        name: a
        source: { topics: [t] }
        table: { name: x.y }
        rules:
          - field: amount
            greater: 0
          - field: mail
            format: email
            onFailure: explode
        """);
    Said bad = sluice("run", "--config", file);
    assertThat(bad.exit()).isEqualTo(ExitCode.SET_UP);
    assertThat(bad.err())
        .contains("sluice.yaml:3:3: 'contract' is not a known key; did you mean 'contracts'?")
        .contains("sluice.yaml:2:3: 'startFrom' is missing in 'pipeline'")
        .contains("'kafka' requires 'bootstrap.servers'")
        .contains("'lake' is missing");

    Files.writeString(
        file,
        """
        pipeline: { name: p, contracts: [rules/a.yaml], startFrom: earliest }
        kafka: { bootstrap.servers: "127.0.0.1:1" }
        lake: { catalog: { type: jdbc, uri: "jdbc:sqlite::memory:", warehouse: w } }
        """);
    Said badContract = sluice("run", "--config", file);
    assertThat(badContract.exit()).isEqualTo(ExitCode.SET_UP);
    assertThat(badContract.err())
        .contains("a.yaml:1:1: 'owner' is missing")
        .contains("a.yaml:8:5: 'greater' is not a Sluice name; use 'gt'")
        .contains("a.yaml:11:16: 'onFailure' must be one of shadow, warn, reject, halt");

    Files.writeString(folder.resolve("rules/a.yaml"), "a: [b\nc: d");
    Said noYaml = sluice("run", "--config", file);
    assertThat(noYaml.exit()).isEqualTo(ExitCode.SET_UP);
    assertThat(noYaml.err()).contains("a.yaml:2:").contains("not valid YAML");

    assertThat(sluice("runn").exit()).isEqualTo(ExitCode.SET_UP);
  }

  @Test
  void ofAWorldThatIsNotThere(@TempDir Path folder) throws Exception {
    int nobody = FreePorts.find(1).get(0);
    Path file = folder.resolve("sluice.yaml");
    Files.createDirectories(folder.resolve("rules"));
    Files.writeString(
        folder.resolve("rules/a.yaml"),
        Orders.contract("a", "t", "x.y") + "value: { format: json }\n");
    Files.writeString(
        file,
        """
        pipeline: { name: p, contracts: [rules/a.yaml], startFrom: earliest }
        kafka: { bootstrap.servers: "127.0.0.1:%d" }
        lake: { catalog: { type: jdbc, uri: "jdbc:sqlite:%s/c.db", warehouse: "%s" } }
        """
            .formatted(nobody, folder, folder));
    Said noBroker = sluice("run", "--config", file);
    assertThat(noBroker.exit()).isEqualTo(ExitCode.OUTAGE);
    assertThat(noBroker.err()).contains("Kafka at 127.0.0.1:" + nobody + " did not respond");
    assertThat(sluice("dlq", "list", "t.dlq", "--config", file).exit()).isEqualTo(ExitCode.OUTAGE);
    Instant asked = Instant.now();
    Said metrics = sluice("dlq", "metrics", "--once", "--config", file);
    assertThat(metrics.exit()).isEqualTo(ExitCode.OUTAGE);
    assertThat(metrics.err())
        .contains("Kafka at 127.0.0.1:" + nobody + " did not respond", "kafka.bootstrap.servers")
        .doesNotContain("Exception");
    assertThat(asked).isAfter(Instant.now().minusSeconds(15));

    Files.writeString(file, Files.readString(file).replace(folder + "/c.db", "/proc/nowhere/c.db"));
    Said noCatalog = sluice("run", "--config", file);
    assertThat(noCatalog.exit()).isEqualTo(ExitCode.SET_UP);
    assertThat(noCatalog.err()).contains("cannot use the catalog or its warehouse");
  }

  @Test
  void ofARun(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
      Path file = landscape.config("");
      Said noTopic = sluice("run", "--config", file);
      assertThat(noTopic.exit()).isEqualTo(ExitCode.SET_UP);
      assertThat(noTopic.err()).contains("topic 'orders' does not exist");

      landscape.topic("orders", 1);
      Said dry = sluice("run", "--dry-run", "--config", file);
      assertThat(dry.err()).contains("dead-letter topic orders.dlq will be created");
      assertThat(dry.exit()).isEqualTo(ExitCode.FINE);

      Said table = sluice("table", "shop.orders", "--config", file);
      assertThat(table.exit()).isEqualTo(ExitCode.SET_UP);
      assertThat(table.err())
          .contains("table shop.orders does not exist yet", "the first row from contract 'orders'")
          .doesNotContain("did you mean");

      try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        Path config = landscape.config("flink: { rest.bind-port: " + taken.getLocalPort() + " }\n");
        Said port = sluice("run", "--metrics-port", "0", "--config", config);
        assertThat(port.exit()).isEqualTo(ExitCode.SET_UP);
        assertThat(port.err()).contains("a port is already in use");
      }

      file = landscape.config("");
      Setup setup = Setup.read(file);
      try (StateFolder held = StateFolder.lock(setup.config().pipeline().stateFolder(), "test")) {
        assertThat(held.latestCheckpoint()).isEmpty();
        Said twice = sluice("run", "--config", file);
        assertThat(twice.exit()).isEqualTo(ExitCode.SET_UP);
        assertThat(twice.err()).contains("pipeline 'test' is already running");
      }

      landscape.topic("compact.dlq", 1, java.util.Map.of("cleanup.policy", "compact"));
      landscape.topic("compact", 1);
      landscape.contract("compact", Orders.contract("compact", "compact", "shop.compact"));
      Said compacted = sluice("run", "--dry-run", "--config", landscape.config(""));
      assertThat(compacted.exit()).isEqualTo(ExitCode.SET_UP);
      assertThat(compacted.err()).contains("compact.dlq is compacted");
    }
  }
}
