package io.sluice.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaText;
import io.sluice.wire.SchemaRef;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How answers are sorted into schema, no such schema, and outage. */
class ConfluentRegistryClientTest {

  private static final String PASSWORD = "changeit";
  private static final SchemaRef ID = new SchemaRef.Id(7);

  private HttpServer server;
  private String path = "";
  private String authorization = "";
  private int status = 200;
  private String body = "";
  private final Map<String, String> bodies = new ConcurrentHashMap<>();
  private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
  private boolean hangs;

  /** Long, unless a test is about it: a busy machine may need a while. */
  private int timeoutMillis = 20_000;

  @BeforeEach
  void start() throws IOException {
    // or each answer waits for a delayed acknowledgment
    System.setProperty("sun.net.httpserver.nodelay", "true");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      path = exchange.getRequestURI().getPath();
      String given = exchange.getRequestHeaders().getFirst("Authorization");
      authorization = given == null ? "" : given;
      if (hangs) {
        Thread.sleep(5_000);
      }
      byte[] bytes = bodies.getOrDefault(path, body).getBytes(StandardCharsets.UTF_8);
      int answered = statuses.getOrDefault(path, status);
      exchange.sendResponseHeaders(answered, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ConfluentRegistryClient client(Map<String, String> properties) {
    return new ConfluentRegistryClient(
        "http://127.0.0.1:" + server.getAddress().getPort(), properties, timeoutMillis);
  }

  private void requireOutage() {
    assertThatThrownBy(() -> client(Map.of()).fetch(ID)).isInstanceOf(RegistryOutage.class);
  }

  @Test
  void avroIsWhatHasNoType() throws RegistryOutage {
    body = "{\"schema\": \"\\\"int\\\"\"}";
    assertThat(client(Map.of()).fetch(ID))
        .isEqualTo(
            new RegistryAnswer.Found(new SchemaText(SchemaFormat.AVRO, "\"int\"", Map.of())));
    assertThat(path).isEqualTo("/schemas/ids/7");
  }

  @Test
  void guidsHaveAnAddressOfTheirOwn() throws RegistryOutage {
    UUID guid = UUID.fromString("89791762-2336-4186-9674-299b90a802e2");
    body = "{\"schema\": \"{}\", \"schemaType\": \"JSON\"}";
    assertThat(client(Map.of()).fetch(new SchemaRef.Guid(guid)))
        .isEqualTo(new RegistryAnswer.Found(new SchemaText(SchemaFormat.JSON, "{}", Map.of())));
    assertThat(path).isEqualTo("/schemas/guids/" + guid);
  }

  @Test
  void aVersionOfASubjectIsFoundByIdAndByGuid() throws RegistryOutage {
    UUID guid = UUID.fromString("89791762-2336-4186-9674-299b90a802e2");
    body = "{\"schema\": \"\\\"int\\\"\"}";
    bodies.put(
        "/schemas/ids/7/versions",
        "[{\"subject\": \"other-value\", \"version\": 9},"
            + "{\"subject\": \"orders-value\", \"version\": 2},"
            + "{\"subject\": \"orders-value\", \"version\": 3}]");
    bodies.put("/schemas/guids/" + guid + "/ids", "[{\"context\": \".\", \"id\": 7}]");
    for (SchemaRef one : List.of(ID, new SchemaRef.Guid(guid))) {
      assertThat(client(Map.of()).fetch(new SchemaRef.OfSubject(one, "orders-value")))
          .isEqualTo(
              new RegistryAnswer.Found(new SchemaText(SchemaFormat.AVRO, "\"int\"", Map.of(), 3)));
      assertThat(client(Map.of()).fetch(new SchemaRef.OfSubject(one, "none-value")))
          .isEqualTo(new RegistryAnswer.NoSuchSchema());
    }
  }

  @Test
  void onlyTheRegistrysOwnCodeMeansThatThereIsNone() throws RegistryOutage {
    status = 404;
    body = "{\"error_code\": 40403, \"message\": \"Schema not found\"}";
    assertThat(client(Map.of()).fetch(ID)).isEqualTo(new RegistryAnswer.NoSuchSchema());
    body = "{\"error_code\": 404, \"message\": \"HTTP 404 Not Found\"}";
    requireOutage();
    body = "<html>no such page</html>";
    requireOutage();
    body = "";
    requireOutage();
  }

  /** Apicurio 3 answers so to the call for GUIDs; so does a proxy, but not to other calls. */
  @Test
  void aRegistryThatAnswersOtherCallsLacksThisOne() throws RegistryOutage {
    status = 404;
    statuses.put("/schemas/types", 200);
    bodies.put("/schemas/types", "[\"AVRO\", \"JSON\"]");
    SchemaRef guid = new SchemaRef.Guid(UUID.fromString("89791762-2336-4186-9674-299b90a802e2"));
    for (String one : List.of("", "<html>", "{\"error_code\": 404, \"message\": \"HTTP 404\"}")) {
      body = one;
      assertThat(client(Map.of()).fetch(guid)).isEqualTo(new RegistryAnswer.NoSuchCall());
    }
    bodies.put("/schemas/types", "<html>please log in</html>");
    assertThatThrownBy(() -> client(Map.of()).fetch(guid)).isInstanceOf(RegistryOutage.class);
    statuses.put("/schemas/types", 503);
    assertThatThrownBy(() -> client(Map.of()).fetch(guid)).isInstanceOf(RegistryOutage.class);
  }

  @Test
  void aNegativeIdIsNoSchemasAndIsNotAskedFor() throws RegistryOutage {
    status = 500;
    assertThat(client(Map.of()).fetch(new SchemaRef.Id(-7)))
        .isEqualTo(new RegistryAnswer.NoSuchSchema());
    assertThat(path).isEmpty();
  }

  private void refer(String path, String subject) {
    bodies.put(
        path,
        "{\"schema\": \"{}\", \"subject\": \"s\", \"version\": 1, \"id\": 1, \"references\":"
            + " [{\"name\": \""
            + subject
            + "\", \"subject\": \""
            + subject
            + "\", \"version\": 1}]}");
  }

  @Test
  void schemasThatReferToEachOtherEnd() throws RegistryOutage {
    refer("/schemas/ids/7", "a");
    refer("/subjects/a/versions/1", "b");
    refer("/subjects/b/versions/1", "a");
    assertThat(client(Map.of()).fetch(ID))
        .isInstanceOfSatisfying(
            RegistryAnswer.Found.class,
            found -> assertThat(found.schema().references()).containsOnlyKeys("a", "b"));
  }

  @Test
  void aReferenceThatIsMissingOrThousandsOfThemMakeASchemaUnusable() throws RegistryOutage {
    refer("/schemas/ids/7", "a");
    statuses.put("/subjects/a/versions/1", 404);
    bodies.put("/subjects/a/versions/1", "{\"error_code\": 40401}");
    assertThat(client(Map.of()).fetch(ID))
        .isInstanceOfSatisfying(
            RegistryAnswer.Unusable.class,
            unusable -> assertThat(unusable.reason()).contains("version 1 of subject 'a'"));
    bodies.put("/subjects/a/versions/1", "<html>");
    requireOutage();
    for (int i = 0; i < 1_100; i++) {
      refer(i == 0 ? "/schemas/ids/7" : "/subjects/s" + i + "/versions/1", "s" + (i + 1));
    }
    assertThat(client(Map.of()).fetch(ID))
        .isInstanceOfSatisfying(
            RegistryAnswer.Unusable.class,
            unusable -> assertThat(unusable.reason()).contains("more than 1000"));
  }

  @Test
  void anAnswerOfAbsurdSizeIsUnusable() throws RegistryOutage {
    body = "{\"schema\": \"" + "x".repeat(21_000_000) + "\"}";
    assertThat(client(Map.of()).fetch(ID)).isInstanceOf(RegistryAnswer.Unusable.class);
  }

  @Test
  void everythingElseIsAnOutage() {
    for (int one : new int[] {401, 403, 429, 500, 502, 503}) {
      status = one;
      body = "{\"error_code\": " + one + "01}";
      requireOutage();
    }
    status = 200;
    body = "<html>please log in</html>";
    requireOutage();
    body = "{}";
    requireOutage();
    hangs = true;
    timeoutMillis = 500;
    requireOutage();
    server.stop(0);
    requireOutage();
  }

  @Test
  void authenticatesByTheClientsOwnProperties() throws RegistryOutage {
    body = "{\"schema\": \"\\\"int\\\"\"}";
    assertThat(
            client(
                    Map.of(
                        "basic.auth.credentials.source", "USER_INFO",
                        "basic.auth.user.info", "me:secret"))
                .fetch(ID))
        .isInstanceOf(RegistryAnswer.Found.class);
    assertThat(authorization).startsWith("Basic ");
  }

  @Test
  void trustsTheGivenCertificates(@TempDir Path folder) throws Exception {
    Path store = folder.resolve("store.p12");
    selfSigned(store);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer secure =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(context));
    secure.createContext("/", this::answer);
    secure.start();
    try {
      body = "{\"schema\": \"\\\"int\\\"\"}";
      String url = "https://127.0.0.1:" + secure.getAddress().getPort();
      for (String prefix : List.of("", "schema.registry.")) {
        Map<String, String> trust =
            Map.of(
                prefix + "ssl.truststore.location",
                store.toString(),
                prefix + "ssl.truststore.password",
                PASSWORD,
                prefix + "ssl.truststore.type",
                "PKCS12");
        assertThat(new ConfluentRegistryClient(url, trust, 20_000).fetch(ID))
            .isInstanceOf(RegistryAnswer.Found.class);
      }
      assertThatThrownBy(() -> new ConfluentRegistryClient(url, Map.of(), 20_000).fetch(ID))
          .isInstanceOf(RegistryOutage.class);
    } finally {
      secure.stop(0);
    }
  }

  private static void selfSigned(Path store) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
  }
}
