package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.output.ExitCode;
import io.sluice.cli.run.EmbeddedFlink;
import io.sluice.demo.EmbeddedRegistry;
import io.sluice.failure.OutageException;
import io.sluice.kafka.KafkaAdmin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines on a broker with TLS: each way to log in, and each way to fail. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecuredKafkaIT extends CommandRuns {

  private static final int ROUND = 20;
  private static final Duration TOKENS = Duration.ofSeconds(8);

  private Path folder;
  private Certificates certificates;
  private Certificates strangers;
  private TokenServer tokens;
  private SecuredBroker broker;
  private EmbeddedRegistry registry;
  private Landscape landscape;
  private int schema;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    certificates = Certificates.in(folder.resolve("our authority"));
    strangers = Certificates.in(folder.resolve("another authority"));
    tokens = new TokenServer(TOKENS);
    broker =
        new SecuredBroker(
            folder.resolve("kafka"), certificates, certificates.valid("broker"), tokens);
    registry =
        EmbeddedRegistry.start(
            Path.of(System.getProperty("sluice.registry")), folder.resolve("registry"));
    landscape = new Landscape(folder, services());
    landscape.withRestarts();
    schema = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
    broker.password("bob", "bob-secret");
    for (String user : new String[] {"alice", "bob", "client", TokenServer.CLIENT}) {
      broker.mayDoEverything(user, true);
    }
  }

  private Services services() {
    return new Services() {
      @Override
      public String bootstrapServers() {
        return broker.openServer();
      }

      @Override
      public String registryUrl() {
        return registry.url();
      }

      @Override
      public void close() {
        registry.close();
        broker.close();
        tokens.close();
      }
    };
  }

  @AfterAll
  void stop() {
    landscape.close();
  }

  /** Gives the pipeline a name, a topic, and the properties of a client. */
  private void begin(String topic, Map<String, String> client) throws Exception {
    landscape.topic(topic, 1);
    landscape.contracts(topic, Orders.contract(topic, topic, "shop." + topic));
    landscape.pipeline(topic);
    landscape.kafka(client);
  }

  private void send(String topic) throws Exception {
    for (int i = 0; i < ROUND; i++) {
      landscape.send(topic, 0, Orders.order(schema, i));
    }
    landscape.flush();
  }

  private void requireAllIn(String topic, int rounds) throws Exception {
    landscape.awaitSettled(topic);
    assertThat(landscape.rows("shop." + topic)).hasSize(rounds * ROUND * 9 / 10);
    assertThat(landscape.read(topic + ".dlq")).hasSize(rounds * ROUND / 10);
  }

  /** Requires that all commands can log in, on a pipeline whose records are all in their places. */
  private void requireCommands(String topic) throws Exception {
    assertThat(run(landscape, "run", "--dry-run")).as(err).isEqualTo(ExitCode.FINE);
    assertThat(run(landscape, "hold", "list")).as(err).isEqualTo(ExitCode.FINE);
    assertThat(run(landscape, "dlq", "stats", topic + ".dlq")).as(err).isEqualTo(ExitCode.FINE);
    assertThat(run(landscape, "audit", "verify")).as(out + err).isEqualTo(ExitCode.FINE);
  }

  @Test
  void aPipelineRunsWithAPasswordThatTheBrokerSees() throws Exception {
    begin("plain", broker.plain("alice", "alice-secret"));
    send("plain");
    try (EmbeddedFlink flink = landscape.start()) {
      requireAllIn("plain", 1);
      requireCommands("plain");
      flink.cancel();
    }
  }

  @Test
  void aRejectionSaysWhatIsWrongInOneLine() throws Exception {
    Map<String, String> bob = broker.scram("bob", "bob-secret");
    Map<String, String> client = broker.mutualTls(certificates.valid("visitor"));
    String sasl = broker.saslServer();
    requireSetUp(
        broker.scram("bob", "wrong"),
        "Kafka at " + sasl + " rejected this client's credentials: ",
        "invalid credentials with SASL mechanism SCRAM-SHA-512. Check sasl.mechanism and the user"
            + " and password in sasl.jaas.config.");
    String first = err;
    assertThat(run(landscape, "run", "--dry-run")).isEqualTo(ExitCode.SET_UP);
    assertThat(err).endsWith(first);
    requireSetUp(broker.plain("alice", "wrong"), "credentials: ", "Invalid username or password");
    requireSetUp(
        broker.oauth("wrong"), "the Kafka client rejected its properties: ", "response code 401");
    requireSetUp(
        with(bob, "sasl.mechanism", "SCRAM-SHA-256"),
        "'SCRAM-SHA-256' not enabled in the server",
        "enabled mechanisms are");
    requireSetUp(
        with(bob, "ssl.truststore.location", strangers.authority().toString()),
        "cannot connect to Kafka at " + sasl + ": its certificate is not signed by an authority",
        "Add the certificate of that authority to the truststore.");
    requireSetUp(
        with(bob, "ssl.truststore.location", folder.resolve("no such.p12").toString()),
        "no such.p12 of type",
        "the file does not exist. Check 'kafka' in the configuration");
    requireSetUp(
        with(bob, "ssl.truststore.password", "wrong"), "authority.p12", "the password is wrong");
    requireSetUp(
        broker.mutualTls(certificates.expired("expired")),
        "it rejected this client's certificate (TLS alert ",
        "a certificate that has not expired and that the server trusts");
    requireSetUp(
        broker.mutualTls(strangers.valid("stranger")), "it rejected this client's certificate");
    requireSetUp(
        Map.of("bootstrap.servers", sasl),
        "the port uses TLS, but security.protocol is PLAINTEXT",
        "Set security.protocol to SSL or SASL_SSL.");
    requireSetUp(
        with(bob, "bootstrap.servers", broker.openServer()),
        "the port uses PLAINTEXT, but security.protocol is SASL_SSL",
        "Check the port in bootstrap.servers. Set security.protocol to PLAINTEXT only if this port"
            + " must not use TLS.");
    requireOutage(
        with(client, "bootstrap.servers", sasl),
        "a server is listening there, but the request timed out",
        "If the port requires SASL, set security.protocol to SASL_SSL.");
    requireSetUp(
        without(broker.oauth(TokenServer.SECRET), "sasl.login.callback.handler.class"),
        "this client has no credentials",
        "set sasl.login.callback.handler.class to");
    requireOutage(
        Map.of("bootstrap.servers", "127.0.0.1:1"), "Connection refused. Check --bootstrap-server");
  }

  @Test
  void aBrokerWithABadCertificateIsNamed() throws Exception {
    for (Path store :
        new Path[] {certificates.expired("expired-broker"), certificates.ofAnotherHost("other")}) {
      try (SecuredBroker bad =
          new SecuredBroker(
              folder.resolve(store.getFileName().toString() + ".kafka"),
              certificates,
              store,
              tokens)) {
        requireSetUp(
            bad.plain("alice", "alice-secret"),
            store.getFileName().toString().startsWith("expired")
                ? "its certificate has expired (NotAfter: "
                : "its certificate is for a different host: No subject alternative names");
      }
    }
  }

  private void requireSetUp(Map<String, String> client, String... texts) throws Exception {
    require(ExitCode.SET_UP, client, texts);
  }

  private void requireOutage(Map<String, String> client, String... texts) throws Exception {
    require(ExitCode.OUTAGE, client, texts);
  }

  private void require(int exit, Map<String, String> client, String... texts) throws Exception {
    landscape.contracts("rejected", Orders.contract("rejected", "rejected", "shop.rejected"));
    landscape.pipeline("rejected");
    landscape.kafka(with(client, "default.api.timeout.ms", "2000"));
    assertThat(run(landscape, "dlq", "list", "rejected.dlq")).as(err).isEqualTo(exit);
    assertThat(err.lines()).as(err).hasSize(1);
    assertThat(err).contains(texts);
  }

  private static Map<String, String> with(Map<String, String> client, String key, String value) {
    Map<String, String> changed = new HashMap<>(client);
    changed.put(key, value);
    return changed;
  }

  private static Map<String, String> without(Map<String, String> client, String key) {
    Map<String, String> changed = new HashMap<>(client);
    changed.remove(key);
    return changed;
  }

  @Test
  void aRunningJobUsesRenewedCertificates() throws Exception {
    Path store = folder.resolve("renewed.p12");
    Files.copy(certificates.valid("client-2026"), store);
    Path next = certificates.valid("client-2027");
    broker.mayDoEverything("client-2026", true);
    begin("renewed", broker.mutualTls(store));
    send("renewed");
    try (LogLines log = new LogLines();
        EmbeddedFlink flink = landscape.start()) {
      requireAllIn("renewed", 1);
      Files.copy(next, store, StandardCopyOption.REPLACE_EXISTING);
      broker.mayDoEverything("client-2027", true);
      broker.restart();
      send("renewed");
      requireAllIn("renewed", 2);
      // who still had the old certificate would fail now
      broker.mayDoEverything("client-2026", false);
      send("renewed");
      requireAllIn("renewed", 3);
      requireCommands("renewed");
      assertThat(log.lines())
          .anyMatch(line -> line.message().startsWith("the keystore or truststore changed"))
          .noneMatch(line -> line.message().contains("Not authorized"));
      flink.cancel();
    }
  }

  @Test
  void aRunningJobUsesRenewedTokens() throws Exception {
    begin("tokens", broker.oauth(TokenServer.SECRET));
    send("tokens");
    try (EmbeddedFlink flink = landscape.start()) {
      requireAllIn("tokens", 1);
      int issued = tokens.issued();
      // the broker asks for a new login when a token expires
      Thread.sleep(TOKENS.plusSeconds(3).toMillis());
      send("tokens");
      requireAllIn("tokens", 2);
      requireCommands("tokens");
      assertThat(tokens.issued()).isGreaterThan(issued);
      flink.cancel();
    }
  }

  /** Kafka's own client would fail until its metadata expires. */
  @Test
  void aClientOfAJobRecoversSoonFromARejectedLogin() throws Exception {
    broker.password("dave", "dave-secret");
    broker.mayDoEverything("dave", true);
    try (KafkaAdmin admin = KafkaAdmin.forJob(broker.scram("dave", "dave-secret"))) {
      assertThat(canList(admin)).isTrue();
      broker.remove("dave");
      Awaitility.await().atMost(Landscape.PATIENCE).until(() -> !canList(admin));
      for (int i = 0; i < 20; i++) {
        assertThat(canList(admin)).isFalse();
      }
      broker.password("dave", "dave-secret");
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> canList(admin));
    }
  }

  private static boolean canList(KafkaAdmin admin) {
    try {
      var unused = admin.get("its topics", admin.client().listTopics().names());
      return true;
    } catch (OutageException e) {
      return false;
    }
  }

  @Test
  void aRejectedLoginOfARunningJobIsAnOutage() throws Exception {
    broker.password("carol", "carol-secret");
    broker.mayDoEverything("carol", true);
    begin("revoked", broker.scram("carol", "carol-secret"));
    send("revoked");
    try (LogLines log = new LogLines();
        EmbeddedFlink flink = landscape.start()) {
      requireAllIn("revoked", 1);
      broker.remove("carol");
      send("revoked");
      log.await("is not responding: ", "invalid credentials");
      broker.password("carol", "carol-secret");
      requireAllIn("revoked", 2);
      requireCommands("revoked");
      flink.cancel();
    }
  }
}
