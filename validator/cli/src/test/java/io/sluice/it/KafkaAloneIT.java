package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Sluice;
import io.sluice.cli.output.ExitCode;
import io.sluice.deadletter.DeadLetter;
import io.sluice.deadletter.DeadLetterEncoder;
import io.sluice.demo.EmbeddedBroker;
import io.sluice.fault.Fault;
import io.sluice.fault.Faults;
import io.sluice.fault.Stage;
import io.sluice.kafka.KafkaAdmin;
import io.sluice.raw.InMemoryRecord;
import io.sluice.verdict.Verdict;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dead letter describes itself: much can be done with a broker and no configuration. */
class KafkaAloneIT {

  private static final String UNKNOWN = "the tables were not read";

  private String servers = "";
  private String out = "";
  private String err = "";

  @Test
  void lettersAreSeenAndClosedWithoutAConfiguration(@TempDir Path folder) throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), Map.of())) {
      servers = broker.bootstrapServers();
      writeLetters();
      look();
      discard();
      report(folder);
      refuse();
      override(folder);
    }
  }

  private void look() {
    assertThat(sluice("dlq", "list", "orders.dlq", "--output", "csv")).isEqualTo(ExitCode.FINE);
    assertThat(out.lines().skip(1))
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).startsWith("orders/0/").contains("open"));
    assertThat(err).contains("3 letters", UNKNOWN).hasLineCount(2);
    assertThat(sluice("dlq", "stats", "orders.dlq")).isEqualTo(ExitCode.FINE);
    assertThat(out).contains("r1", "lines[*].amount");
    assertThat(err).contains(UNKNOWN);
    assertThat(sluice("dlq", "show", "orders.dlq", "--id", "orders/0/2")).isEqualTo(ExitCode.FINE);
    assertThat(out).contains("orders/0/2 died at stage rules", "must be greater");
    assertThat(err).contains(UNKNOWN).hasLineCount(1);
  }

  private void discard() {
    assertThat(sluice("dlq", "discard", "orders.dlq", "--rule", "r1", "--reason", "test", "--yes"))
        .isEqualTo(ExitCode.FINE);
    assertThat(err).contains("1 letter closed", UNKNOWN);
    assertThat(sluice("dlq", "list", "orders.dlq", "--state", "discarded"))
        .isEqualTo(ExitCode.FINE);
    assertThat(out).contains("orders/0/1").doesNotContain("orders/0/2");
    assertThat(sluice("replay", "history")).isEqualTo(ExitCode.FINE);
    assertThat(out).contains("discard", "orders.dlq", "closed", "test");
  }

  private void report(Path folder) throws Exception {
    Path plan = folder.resolve("plan.yaml");
    Files.writeString(
        plan,
        """
        apiVersion: sluice/v1alpha1
        kind: ReplayPlan
        name: p
        letters: { topic: orders.dlq, until: { 0: 3 } }
        """);
    assertThat(sluice("replay", "report", plan.toString(), "--output", "json"))
        .as(err)
        .isEqualTo(ExitCode.FINE);
    assertThat(out).contains("\"arrived\":null,\"diedAgain\":0,\"onTheirWay\":null");
    assertThat(err).contains(UNKNOWN).hasLineCount(1);
  }

  private void refuse() {
    requireSetUp("no dead-letter topic is specified", "dlq", "list");
    requireSetUp("only the tables show", "dlq", "list", "orders.dlq", "--state", "repaired");
    requireSetUp("--where requires the contracts", "dlq", "tail", "orders.dlq", "--where", "true");
    requireSetUp("there is no topic 'nope'", "dlq", "list", "nope");
    requireSetUp("requires a configuration that specifies the pipeline's name", "hold", "list");
  }

  private void requireSetUp(String message, String... arguments) {
    assertThat(sluice(arguments)).as(err).isEqualTo(ExitCode.SET_UP);
    assertThat(err).contains(message).hasLineCount(1);
  }

  /** A configuration whose broker is gone: the option wins, and the tables are looked at. */
  private void override(Path folder) throws Exception {
    Files.writeString(
        folder.resolve("orders.yaml"),
        Orders.contract("orders", "orders", "shop.orders") + "value: { format: json }\n");
    Path config = folder.resolve("sluice.yaml");
    Files.writeString(
        config,
        """
        pipeline: { name: shop, contracts: [orders.yaml], startFrom: earliest }
        kafka: { bootstrap.servers: "127.0.0.1:1" }
        lake: { catalog: { type: jdbc, uri: "jdbc:sqlite:c.db", warehouse: lake } }
        """);
    String file = config.toString();
    assertThat(sluice("dlq", "list", "--config", file)).as(err).isEqualTo(ExitCode.FINE);
    assertThat(out).contains("orders/0/0");
    assertThat(err).doesNotContain(UNKNOWN);
    assertThat(sluice("hold", "list", "--config", file)).as(err).isEqualTo(ExitCode.FINE);
  }

  private int sluice(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--bootstrap-server", servers));
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    int exit =
        Sluice.run(new PrintWriter(outText), new PrintWriter(errText), all.toArray(String[]::new));
    out = outText.toString();
    err = errText.toString();
    return exit;
  }

  private void writeLetters() throws Exception {
    Map<String, String> kafka = Map.of("bootstrap.servers", servers);
    try (KafkaAdmin admin = KafkaAdmin.forCommand(kafka);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                new HashMap<>(kafka), new ByteArraySerializer(), new ByteArraySerializer())) {
      var unused = admin.create(new NewTopic("orders.dlq", 1, (short) 1));
      DeadLetterEncoder encoder = new DeadLetterEncoder("shop");
      for (int i = 0; i < 3; i++) {
        Faults faults = new Faults();
        faults.add(
            new Fault(Stage.RULES, "gt", "lines[" + i + "].amount", "r" + i, "must be greater"));
        byte[] value = "{}".getBytes(StandardCharsets.UTF_8);
        DeadLetter letter =
            encoder.encode(
                new InMemoryRecord("orders", 0, i, 5, null, value, List.of()),
                new Verdict.Dead(null, null, faults, null),
                "orders.dlq",
                "id",
                System.currentTimeMillis(),
                null);
        ProducerRecord<byte[], byte[]> sent =
            new ProducerRecord<>("orders.dlq", 0, letter.timestamp(), letter.key(), letter.value());
        letter.headers().forEach(h -> sent.headers().add(new RecordHeader(h.name(), h.value())));
        producer.send(sent).get();
      }
    }
  }
}
