package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.output.ExitCode;
import io.sluice.cli.run.EmbeddedFlink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry with TLS: each way to log in, and each way to fail. */
class SecuredRegistryIT extends CommandRuns {

  private static final String BASIC =
      "Basic " + Base64.getEncoder().encodeToString("me:secret".getBytes(StandardCharsets.UTF_8));

  private Landscape landscape;
  private FaultyRegistry registry;

  private void begin(Landscape parts, FaultyRegistry secured) throws Exception {
    landscape = parts;
    registry = secured;
    landscape.topic("orders", 1);
    landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
    int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
    for (int i = 1; i <= 5; i++) {
      landscape.send("orders", 0, Orders.order(id, i));
    }
    landscape.flush();
  }

  private void require(int exit, Map<String, String> properties, String... texts) throws Exception {
    landscape.registryBehind(registry.url(), properties);
    assertThat(check()).as(out + err).isEqualTo(exit);
    List.of(texts).forEach(text -> assertThat(err).contains(text));
    if (exit != ExitCode.FINE) {
      assertThat(err.lines()).as(err).hasSize(1);
      assertThat(err).doesNotContain("me:secret", "other:wrong", "static-token");
    }
    assertThat(run(landscape, "run", "--dry-run")).as(err).isEqualTo(exit);
    List.of(texts).forEach(text -> assertThat(err).contains(text));
  }

  private int check() throws Exception {
    String contract = landscape.folder().resolve("rules/orders.yaml").toString();
    return run(landscape, "check", "--topic", "orders", "--contract", contract);
  }

  private static Map<String, String> with(Map<String, String> properties, String... more) {
    Map<String, String> all = new HashMap<>(properties);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return all;
  }

  private static Map<String, String> basic(Map<String, String> trust, String user) {
    return with(trust, "basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", user);
  }

  private static Map<String, String> tokens(Map<String, String> trust, TokenServer server) {
    return with(
        trust,
        "bearer.auth.credentials.source",
        "OAUTHBEARER",
        "bearer.auth.issuer.endpoint.url",
        server.tokenUrl(),
        "bearer.auth.client.id",
        TokenServer.CLIENT,
        "bearer.auth.client.secret",
        TokenServer.SECRET,
        "bearer.auth.scope",
        "schemas",
        "bearer.auth.cache.expiry.buffer.seconds",
        "1");
  }

  @Test
  void eachWayToLogInWorksAndEachRejectionIsNamed(@TempDir Path folder) throws Exception {
    Certificates certificates = Certificates.in(folder.resolve("our authority"));
    Certificates strangers = Certificates.in(folder.resolve("another authority"));
    Map<String, String> trust = certificates.trust();
    try (TokenServer server = new TokenServer(Duration.ofMinutes(5));
        Landscape parts = new Landscape(folder);
        FaultyRegistry secured =
            new FaultyRegistry(
                parts.registryUrl(), certificates.context(certificates.valid("registry")))) {
      begin(parts, secured);
      registry.requireCredentials(BASIC::equals);
      require(ExitCode.FINE, basic(trust, "me:secret"));
      String at = "the registry at " + registry.url() + " rejected this client's credentials";
      require(ExitCode.SET_UP, basic(trust, "other:wrong"), at + " (HTTP status 401)");
      require(ExitCode.SET_UP, trust, at);
      registry.requireCredentials("Bearer static-token"::equals);
      Map<String, String> token =
          with(
              trust,
              "bearer.auth.credentials.source",
              "STATIC_TOKEN",
              "bearer.auth.token",
              "static-token");
      require(ExitCode.FINE, token);
      require(ExitCode.SET_UP, with(token, "bearer.auth.token", "old"), at);
      registry.requireCredentials(server::acceptsHeader);
      require(ExitCode.FINE, tokens(trust, server));
      require(
          ExitCode.SET_UP,
          with(tokens(trust, server), "bearer.auth.client.secret", "wrong"),
          "the token server for the registry at ",
          "Check bearer.auth.client.id and bearer.auth.client.secret");
      require(
          ExitCode.OUTAGE,
          with(
              tokens(trust, server), "bearer.auth.issuer.endpoint.url", "http://127.0.0.1:1/token"),
          "the token server for the registry at ",
          "Connection refused");
      registry.requireCredentials(header -> true);
      registry.requireCertificate(true);
      // this server closes the connection instead of sending an alert; SecuredKafkaIT has alerts
      require(ExitCode.OUTAGE, trust, "cannot be reached: ");
      require(ExitCode.FINE, with(trust, store(certificates.valid("client"))));
      require(
          ExitCode.OUTAGE, with(trust, store(certificates.expired("old"))), "cannot be reached: ");
      registry.requireCertificate(false);
      require(
          ExitCode.SET_UP,
          with(trust, "ssl.truststore.location", strangers.authority().toString()),
          "cannot connect to the registry at " + registry.url(),
          "its certificate is not signed by an authority that this client trusts");
      Path missing = folder.resolve("missing.p12");
      require(
          ExitCode.SET_UP,
          with(trust, "ssl.truststore.location", missing.toString()),
          "rejected its properties: ",
          "missing.p12 does not exist",
          "Check registry.properties.");
    }
  }

  private static String[] store(Path file) {
    return new String[] {
      "ssl.keystore.location",
      file.toString(),
      "ssl.keystore.password",
      Certificates.PASSWORD,
      "ssl.key.password",
      Certificates.PASSWORD
    };
  }

  @Test
  void aBadCertificateOfTheRegistryIsNamed(@TempDir Path folder) throws Exception {
    Certificates certificates = Certificates.in(folder.resolve("our authority"));
    try (Landscape parts = new Landscape(folder)) {
      try (FaultyRegistry expired =
          new FaultyRegistry(
              parts.registryUrl(), certificates.context(certificates.expired("expired")))) {
        begin(parts, expired);
        require(ExitCode.SET_UP, certificates.trust(), "its certificate has expired (NotAfter: ");
      }
      try (FaultyRegistry other =
          new FaultyRegistry(
              parts.registryUrl(), certificates.context(certificates.ofAnotherHost("other")))) {
        registry = other;
        require(ExitCode.SET_UP, certificates.trust(), "its certificate is for a different host");
      }
    }
  }

  /** Schemas that are fetched later need the renewed certificate and a new token. */
  @Test
  void aRunningJobUsesRenewedCertificatesAndTokens(@TempDir Path folder) throws Exception {
    Certificates certificates = Certificates.in(folder.resolve("our authority"));
    Path store = folder.resolve("renewed.p12");
    Files.copy(certificates.expired("old"), store);
    try (TokenServer server = new TokenServer(Duration.ofSeconds(4));
        Landscape parts = new Landscape(folder);
        LogLines log = new LogLines();
        FaultyRegistry secured =
            new FaultyRegistry(
                parts.registryUrl(), certificates.context(certificates.valid("registry")))) {
      begin(parts, secured);
      registry.requireCredentials(server::acceptsHeader);
      landscape.registryBehind(
          registry.url(), tokens(with(certificates.trust(), store(store)), server));
      try (EmbeddedFlink flink = landscape.start()) {
        landscape.awaitSettled("orders");
        registry.requireCertificate(true);
        registry.become(FaultyRegistry.Mode.REFUSED);
        registry.become(FaultyRegistry.Mode.WORKING);
        Schema next = withNote();
        int id = landscape.register("orders-value", "AVRO", next.toString());
        landscape.send("orders", 0, Orders.order(id, "later", 1, "EUR"));
        landscape.flush();
        log.await("topic orders is held (outage)");
        Files.copy(certificates.valid("new"), store, StandardCopyOption.REPLACE_EXISTING);
        landscape.awaitSettled("orders");
        assertThat(landscape.rows("shop.orders")).hasSize(6);
        assertThat(landscape.read("orders.dlq")).isEmpty();
        assertThat(server.issued()).isGreaterThan(1);
        flink.cancel();
      }
    }
  }

  /** The same records, with a schema that the registry has not given out yet. */
  private static Schema withNote() {
    return SchemaBuilder.record("Order")
        .namespace(Orders.SCHEMA.getNamespace())
        .doc("a later version")
        .fields()
        .requiredString("id")
        .requiredDouble("amount")
        .optionalString("currency")
        .endRecord();
  }
}
