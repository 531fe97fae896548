package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Sluice;
import io.sluice.cli.output.ExitCode;
import io.sluice.deadletter.DeadLetter;
import io.sluice.deadletter.DeadLetterEncoder;
import io.sluice.demo.FreePorts;
import io.sluice.fault.Fault;
import io.sluice.fault.Faults;
import io.sluice.fault.Stage;
import io.sluice.header.Headers;
import io.sluice.header.Origin;
import io.sluice.kafka.CompactedTopic;
import io.sluice.kafka.KafkaAdmin;
import io.sluice.letters.Journal;
import io.sluice.raw.InMemoryRecord;
import io.sluice.raw.RawHeader;
import io.sluice.verdict.Verdict;
import io.sluice.wire.SchemaRef;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans, and all that keeps one from being applied; on letters that no job had to write. */
class ReplayPlansIT {

  @TempDir private Path folder;

  private Landscape landscape;
  private Path plan;
  private int schema;
  private String out = "";
  private String err = "";

  @BeforeEach
  void begin() throws Exception {
    landscape =
        new Landscape(
            folder,
            Map.of(
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "allow.everyone.if.no.acl.found",
                "true"));
    landscape.topic("orders", 2);
    landscape.topic("orders.dlq", 2);
    landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
    schema = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
    plan = folder.resolve("plan.yaml");
  }

  @AfterEach
  void end() throws Exception {
    landscape.close();
  }

  private int run(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (!all.contains("--config")) {
      all.addAll(List.of("--config", landscape.config("").toString()));
    }
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    int exit =
        Sluice.run(new PrintWriter(outText), new PrintWriter(errText), all.toArray(new String[0]));
    out = outText.toString();
    err = errText.toString();
    return exit;
  }

  /** Writes the letter of a record, as the job would. */
  private void letter(long offset, String key, double amount, int attempt) throws Exception {
    letter(offset, key, Orders.order(schema, "o" + offset, amount, "EUR"), attempt);
  }

  private void letter(long offset, String key, byte[] value, int attempt) {
    letter(offset, key, value, attempt, List.of());
  }

  private void letter(long offset, String key, byte[] value, int attempt, List<RawHeader> headers) {
    Origin origin =
        attempt == 0 ? null : new Origin("orders", 1, offset + 1_000, attempt, 5, 50, null);
    InMemoryRecord record =
        new InMemoryRecord(
            attempt == 0 ? "orders" : "orders.replay",
            0,
            offset,
            5,
            key.getBytes(StandardCharsets.UTF_8),
            value,
            headers);
    Faults faults = new Faults();
    faults.add(new Fault(Stage.RULES, "gt", "amount", "amount.gt", "must be greater than 0"));
    DeadLetter letter =
        new DeadLetterEncoder("test")
            .encode(
                record,
                new Verdict.Dead(null, new SchemaRef.Id(schema), faults, null),
                "orders.dlq",
                "id",
                System.currentTimeMillis(),
                origin);
    ProducerRecord<byte[], byte[]> sent =
        new ProducerRecord<>("orders.dlq", null, letter.timestamp(), letter.key(), letter.value());
    letter.headers().forEach(h -> sent.headers().add(new RecordHeader(h.name(), h.value())));
    landscape.send(sent);
    landscape.flush();
  }

  private void plan(String... more) throws Exception {
    Files.deleteIfExists(plan);
    List<String> arguments = new ArrayList<>(List.of("replay", "plan", "--out", plan.toString()));
    arguments.addAll(List.of(more));
    assertThat(run(arguments.toArray(new String[0]))).as(err).isEqualTo(ExitCode.FINE);
  }

  private void requireNothingSent() throws Exception {
    try (Admin admin = landscape.admin()) {
      if (admin.listTopics().names().get().contains("orders.replay")) {
        assertThat(landscape.read("orders.replay")).isEmpty();
      }
    }
  }

  private void requireRefusal(int exit, String message, String... arguments) throws Exception {
    assertThat(run(arguments)).as(out + err).isEqualTo(exit);
    assertThat(err).contains(message).doesNotContain("internal error");
    requireNothingSent();
  }

  @Test
  void refusalsSayWhyAndSendNothing() throws Exception {
    letter(1, "k", 5, 0);
    plan();
    String file = plan.toString();
    requireRefusal(
        2,
        "there is no topic 'order.dlq'; did you mean 'orders.dlq'?",
        "dlq",
        "stats",
        "order.dlq");
    requireRefusal(2, "cannot read plan 'no.yaml'", "replay", "apply", "no.yaml");
    requireRefusal(2, "Specify a reason", "dlq", "discard");
    requireRefusal(2, "Specify at least one condition", "dlq", "discard", "--reason", "tests");
    requireRefusal(2, "has no discard 'abc'", "dlq", "discard", "--undo", "abc");
    requireRefusal(2, "already exists", "replay", "plan", "--out", file);
    requireRefusal(2, "no dead letter in topic", "dlq", "show", "--id", "orders/0/99");
    requireRefusal(2, "is not an ID", "dlq", "list", "--id", "17");
    requireRefusal(2, "not valid", "dlq", "list", "--where", "message.amount >");
  }

  @Test
  void aPlanIsRefusedWhereItsWorldHasChanged() throws Exception {
    letter(1, "k", 5, 0);
    plan();
    String file = plan.toString();
    String text = Files.readString(plan);

    landscape.rewrite(
        "orders", Orders.contract("orders", "orders", "shop.orders").replace("gt: 0", "gt: 1"));
    requireRefusal(
        5, "the rules have changed since the plan was made: orders", "replay", "apply", file);
    landscape.rewrite("orders", Orders.contract("orders", "orders", "shop.orders"));

    Files.writeString(plan, text.replace("'{topic}.replay'", "orders.dlq"));
    requireRefusal(2, "is a dead-letter topic. Nothing was sent", "replay", "apply", file);
    Files.writeString(plan, text.replace("'{topic}.replay'", "elsewhere"));
    requireRefusal(2, "target topic 'elsewhere' does not exist", "replay", "apply", file);
    Files.writeString(plan, text.replace("fix: []", "fix:\n  - encode: { version: 7 }"));
    requireRefusal(
        2, "the registry has no version 7 of subject 'orders-value'", "replay", "apply", file);
    Files.writeString(
        plan, text.replace("fix: []", "fix:\n  - set: { feld: a, value: 1 }\n  - cats: {}"));
    requireRefusal(2, "'feld' is not a known key; did you mean 'field'?", "replay", "apply", file);
    assertThat(err).contains("plan.yaml:", "'cats' is not a step; did you mean 'cast'?");
    Files.writeString(
        plan, text.replace("fix: []", "fix: []\npayloads: { orders/0/1: gone.json }"));
    requireRefusal(
        2,
        "payload file 'gone.json' for letter orders/0/1 does not exist",
        "replay",
        "apply",
        file);
    Files.writeString(plan, text);

    String nobody = "127.0.0.1:" + FreePorts.find(1).get(0);
    Path config = landscape.config("");
    Path down = folder.resolve("down.yaml");
    Files.writeString(down, Files.readString(config).replace(landscape.bootstrapServers(), nobody));
    requireRefusal(
        3, "kafka.bootstrap.servers", "replay", "apply", file, "--config", down.toString());
    Files.writeString(
        down, Files.readString(config).replace(landscape.registryUrl(), "http://" + nobody));
    requireRefusal(
        3,
        "without the registry, the command cannot read the records",
        "replay",
        "apply",
        file,
        "--config",
        down.toString());

    // applied, then changed
    assertThat(run("replay", "apply", file)).as(err).isEqualTo(ExitCode.FINE);
    assertThat(landscape.read("orders.replay")).hasSize(1);
    Files.writeString(plan, text.replace("maxAttempts: 5", "maxAttempts: 6"));
    assertThat(run("replay", "apply", file)).isEqualTo(ExitCode.CONFLICT);
    assertThat(err).contains("was already applied with different content", "give it a new name");
    assertThat(landscape.read("orders.replay")).hasSize(1);
  }

  @Test
  void aMissingRightIsNamed() throws Exception {
    letter(1, "k", 5, 0);
    plan();
    landscape.topic("orders.replay", 1);
    try (Admin admin = landscape.admin()) {
      deny(admin, "orders.replay", AclOperation.WRITE);
      requireRefusal(
          2, "no permission to write to topic 'orders.replay'", "replay", "apply", plan.toString());
      deny(admin, "orders.dlq", AclOperation.READ);
      requireRefusal(2, "no permission to read topic orders.dlq", "dlq", "stats");
    }
  }

  @Test
  void aJournalThatMayNotBeSeenIsNotTakenForNone() throws Exception {
    letter(1, "k", 5, 0);
    assertThat(run("dlq", "stats")).isEqualTo(ExitCode.FINE);
    plan();
    assertThat(run("replay", "apply", plan.toString())).as(err).isEqualTo(ExitCode.FINE);
    try (Admin admin = landscape.admin()) {
      deny(admin, "__sluice_journal", AclOperation.DESCRIBE);
      assertThat(run("dlq", "stats")).isEqualTo(ExitCode.SET_UP);
      assertThat(err).contains("no permission to read topic __sluice_journal");
    }
  }

  private static void deny(Admin admin, String topic, AclOperation operation) throws Exception {
    ResourcePattern pattern = new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL);
    List<AclBinding> bindings = new ArrayList<>();
    bindings.add(
        new AclBinding(
            pattern, new AccessControlEntry("User:*", "*", operation, AclPermissionType.DENY)));
    bindings.add(
        new AclBinding(
            pattern,
            new AccessControlEntry("User:*", "*", AclOperation.DESCRIBE, AclPermissionType.ALLOW)));
    admin.createAcls(bindings).all().get();
    Thread.sleep(1_000);
  }

  @Test
  void laterLettersOfAKeyWaitForEarlierOnes() throws Exception {
    letter(1, "a", -1, 0);
    letter(2, "a", 5, 0);
    letter(3, "b", 5, 0);
    plan("--keep-order");
    assertThat(run("replay", "apply", plan.toString())).isEqualTo(ExitCode.FINDINGS);
    assertThat(out).contains("1 failing", "1 sent", "1 waiting");
    assertThat(landscape.read("orders.replay"))
        .singleElement()
        .extracting(record -> new String(record.key(), StandardCharsets.UTF_8))
        .isEqualTo("b");
    // the first is fixed by hand
    Files.writeString(folder.resolve("one.json"), "{\"id\": \"o1\", \"amount\": 7.5}");
    Files.writeString(
        plan,
        Files.readString(plan)
            .replace("fix: []", "fix: []\npayloads: { orders/0/1: one.json }")
            .replaceFirst("name: .*", "name: fixed"));
    assertThat(run("replay", "apply", plan.toString())).as(err).isEqualTo(ExitCode.FINE);
    assertThat(out).contains("2 sent", "1 fixed", "1 already sent");
    assertThat(landscape.read("orders.replay")).hasSize(3);
  }

  @Test
  void lettersThatWereReplayedTooOftenAreMovedAside() throws Exception {
    letter(1, "a", 5, 0);
    letter(2, "a", 5, 3);
    plan("--max-attempts", "3");
    assertThat(run("replay", "apply", plan.toString())).as(err).isEqualTo(ExitCode.FINE);
    assertThat(out).contains("1 sent", "1 parked");
    assertThat(landscape.read("orders.dlq.parked")).hasSize(1);
    assertThat(run("dlq", "list", "--state", "parked")).isEqualTo(ExitCode.FINE);
    assertThat(err).contains("1 letter\n");
    assertThat(Payloads.header(landscape.read("orders.replay").get(0), Headers.ATTEMPT))
        .isEqualTo("1");
  }

  @Test
  void copiesAndOtherRecordsInTheTopicCountForNothing() throws Exception {
    letter(1, "a", 5, 0);
    letter(1, "a", 5, 0);
    landscape.send(new ProducerRecord<>("orders.dlq", 0, null, new byte[] {1}));
    landscape.flush();
    assertThat(run("dlq", "stats", "--output", "csv")).isEqualTo(ExitCode.FINE);
    assertThat(out)
        .startsWith("letters,contract,stage,code,rule,path,first,last,example\n1,-,rules,gt,");
    assertThat(err)
        .contains(
            "copies of letters left out: 1",
            "records left out because they are not Sluice dead letters: 1");
    plan();
    assertThat(run("replay", "apply", plan.toString())).isEqualTo(ExitCode.FINE);
    assertThat(landscape.read("orders.replay")).hasSize(1);
  }

  @Test
  void theRateIsForSelectedLettersAndHistoryKeepsWhatWasSent() throws Exception {
    for (int i = 0; i < 90; i++) {
      letter(i, "other", 5, 0);
    }
    letter(100, "mine", 5, 0);
    letter(101, "mine", 5, 0);
    plan("--key", "mine");
    Instant begun = Instant.now();
    assertThat(run("replay", "apply", plan.toString(), "--rate", "1"))
        .as(err)
        .isEqualTo(ExitCode.FINE);
    assertThat(Instant.now()).as("90 letters are not meant").isBefore(begun.plusSeconds(60));
    assertThat(landscape.read("orders.replay")).hasSize(2);
    assertThat(run("replay", "apply", plan.toString())).isEqualTo(ExitCode.FINE);
    assertThat(run("replay", "history", "--output", "csv")).isEqualTo(ExitCode.FINE);
    assertThat(out).contains(",orders.dlq,2,done,");
  }

  @Test
  void ofTwoRunsAtOnceTheSecondRefuses() throws Exception {
    for (int i = 0; i < 60; i++) {
      letter(i, "k" + i, 5, 0);
    }
    plan();
    String config = landscape.config("").toString();
    CompletableFuture<Integer> first =
        CompletableFuture.supplyAsync(
            () ->
                Sluice.run(
                    new PrintWriter(new StringWriter()),
                    new PrintWriter(new StringWriter()),
                    "replay",
                    "apply",
                    plan.toString(),
                    "--rate",
                    "2",
                    "--config",
                    config));
    Thread.sleep(6_000);
    assertThat(run("replay", "apply", plan.toString())).isEqualTo(ExitCode.CONFLICT);
    assertThat(err).contains("another run is active on orders.dlq");
    assertThat(first.get()).isEqualTo(ExitCode.FINE);
    assertThat(landscape.read("orders.replay")).hasSize(60);
  }

  @Test
  void headersThatAProducerMadeUpAreNotBelieved() throws Exception {
    byte[] binary = {(byte) 0xff, 0, (byte) 0xfe};
    List<RawHeader> forged =
        List.of(
            RawHeader.text(Headers.ORIGIN_TOPIC, "other"),
            RawHeader.text(Headers.ORIGIN_PARTITION, "7"),
            RawHeader.text(Headers.ORIGIN_OFFSET, "8"),
            RawHeader.text(Headers.REPLAY_PLAN, "9"),
            new RawHeader("x-binary", binary),
            new RawHeader("x-null", null));
    letter(1, "a", Orders.order(schema, "o1", 5, "EUR"), 0, forged);
    letter(2, "a", Orders.order(schema, "o2", 5, "EUR"), 9, forged);
    plan();
    assertThat(run("replay", "apply", plan.toString())).as(out + err).isEqualTo(ExitCode.FINE);
    assertThat(out).contains("1 sent", "1 parked");
    ConsumerRecord<byte[], byte[]> sent = landscape.read("orders.replay").get(0);
    assertThat(Payloads.header(sent, Headers.ORIGIN_TOPIC)).isEqualTo("orders");
    assertThat(Payloads.header(sent, Headers.ORIGIN_OFFSET)).isEqualTo("1");
    assertThat(Payloads.header(sent, Headers.REPLAY_PLAN)).isNotEqualTo("9");
    for (ConsumerRecord<byte[], byte[]> one :
        List.of(sent, landscape.read("orders.dlq.parked").get(0))) {
      assertThat(one.headers().lastHeader("x-binary").value()).isEqualTo(binary);
      assertThat(one.headers().lastHeader("x-null").value()).isNull();
    }
    // both letters are sent again if that is forced
    Files.writeString(
        plan, Files.readString(plan).replaceFirst("name: .*", "name: forced\ndescription: again"));
    assertThat(run("replay", "apply", plan.toString(), "--force")).as(err).isEqualTo(ExitCode.FINE);
    assertThat(out).contains("2 sent").doesNotContain("parked");
  }

  @Test
  void aPlanOfParkedLettersSendsOnlyThose() throws Exception {
    letter(1, "a", 5, 0);
    letter(2, "a", 5, 5);
    plan();
    assertThat(run("replay", "apply", plan.toString())).as(out + err).isEqualTo(ExitCode.FINE);
    assertThat(out).contains("1 sent", "1 parked");
    plan("--rule", "amount.gt", "--state", "parked");
    assertThat(err).contains("1 letter selected");
    assertThat(run("replay", "apply", plan.toString())).as(out + err).isEqualTo(ExitCode.FINE);
    assertThat(out).contains("1 sent", "1 already sent");
    assertThat(landscape.read("orders.replay")).hasSize(2);
    // sent once, it is no longer parked
    plan("--rule", "amount.gt", "--state", "parked");
    assertThat(err).contains("0 letters selected");
  }

  @Test
  void whatAnotherRunLeftOpenHidesNothing() throws Exception {
    letter(1, "a", 5, 0);
    plan();
    assertThat(run("replay", "apply", plan.toString(), "--dry-run")).isEqualTo(ExitCode.FINE);
    assertThat(out).contains("1 sent");
    requireNothingSent();
    try (KafkaAdmin admin = KafkaAdmin.forCommand(landscape.setup().config().kafka())) {
      CompactedTopic.make(admin, Journal.TOPIC, CompactedTopic.READ_AND_WRITE);
    }
    Properties properties = new Properties();
    properties.put("bootstrap.servers", landscape.bootstrapServers());
    properties.put("transactional.id", "of-a-run-that-was-killed");
    properties.put("transaction.timeout.ms", "20000");
    try (KafkaProducer<byte[], byte[]> killed =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      killed.initTransactions();
      killed.beginTransaction();
      killed
          .send(
              new ProducerRecord<>(
                  Journal.TOPIC, new byte[] {1}, "{}".getBytes(StandardCharsets.UTF_8)))
          .get();
      assertThat(run("replay", "apply", plan.toString())).as(err).isEqualTo(ExitCode.FINE);
      Files.writeString(
          plan,
          Files.readString(plan)
              .replaceFirst("name: .*", "name: another")
              .replace("maxAttempts: 5", "maxAttempts: 6"));
      assertThat(run("replay", "apply", plan.toString())).as(err).isEqualTo(ExitCode.FINE);
      assertThat(out).contains("1 already sent");
      assertThat(landscape.read("orders.replay")).hasSize(1);
    }
  }

  @Test
  void aFixWritesEventsWithTheVersionThatItNames() throws Exception {
    String second =
        Orders.SCHEMA
            .toString()
            .replaceFirst("\\[\\{", "[{\"name\":\"note\",\"type\":\"string\",\"default\":\"\"},{");
    int newer = landscape.register("orders-value", "AVRO", second);
    letter(1, "a", -5, 0);
    Path steps = folder.resolve("fix.yaml");
    Files.writeString(
        steps,
        """
        - set: { field: amount, expr: -message.amount }
        - set: { field: note, value: fixed }
        - encode: { version: 2 }
        """);
    plan("--fix", steps.toString());
    assertThat(run("replay", "apply", plan.toString())).as(out + err).isEqualTo(ExitCode.FINE);
    ConsumerRecord<byte[], byte[]> sent = landscape.read("orders.replay").get(0);
    assertThat(ByteBuffer.wrap(sent.value(), 1, 4).getInt()).isEqualTo(newer);
    assertThat(new String(sent.value(), StandardCharsets.ISO_8859_1)).contains("fixed");
  }
}
