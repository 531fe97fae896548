package io.sluice.it;

import io.sluice.demo.EmbeddedBroker;
import io.sluice.demo.FreePorts;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A broker that grants only what its access rights say, with a port for each kind of client: SASL
 * over TLS, TLS with client certificates, and a port without any of it, whose user may do
 * everything.
 */
final class SecuredBroker implements AutoCloseable {

  private final Path folder;
  private final Map<String, String> properties;
  private final Certificates certificates;
  private final TokenServer tokens;
  private final int open;
  private final int controller;
  private final int sasl;
  private final int tls;
  private EmbeddedBroker broker;

  /**
   * @param store the key and certificate of the broker
   */
  SecuredBroker(Path folder, Certificates certificates, Path store, TokenServer tokens)
      throws Exception {
    this.folder = folder;
    this.certificates = certificates;
    this.tokens = tokens;
    List<Integer> ports = FreePorts.find(4);
    open = ports.get(0);
    controller = ports.get(1);
    sasl = ports.get(2);
    tls = ports.get(3);
    // Kafka's clients and brokers ask only what this property lists
    System.setProperty(
        "org.apache.kafka.sasl.oauthbearer.allowed.urls",
        tokens.tokenUrl() + "," + tokens.keysUrl());
    properties = properties(store, certificates.authority());
    broker = EmbeddedBroker.start(folder, open, controller, properties);
  }

  /** Stops the broker and starts it again, so that all clients connect again. */
  void restart() {
    broker.close();
    broker = EmbeddedBroker.start(folder, open, controller, properties);
  }

  private Map<String, String> properties(Path store, Path authority) {
    String users = "required username=\"admin\" password=\"x\" user_alice=\"alice-secret\";";
    Map<String, String> properties = new HashMap<>();
    properties.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d,SASL_SSL://127.0.0.1:%d,SSL://127.0.0.1:%d"
            .formatted(open, controller, sasl, tls));
    properties.put(
        "advertised.listeners",
        "PLAINTEXT://127.0.0.1:%d,SASL_SSL://127.0.0.1:%d,SSL://127.0.0.1:%d"
            .formatted(open, sasl, tls));
    properties.put(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL,SSL:SSL");
    properties.put("inter.broker.listener.name", "PLAINTEXT");
    properties.put("authorizer.class.name", RightsIT.AUTHORIZER);
    properties.put("super.users", "User:ANONYMOUS");
    properties.put("ssl.keystore.location", store.toString());
    properties.put("ssl.keystore.password", Certificates.PASSWORD);
    properties.put("ssl.truststore.location", authority.toString());
    properties.put("ssl.truststore.password", Certificates.PASSWORD);
    properties.put("listener.name.ssl.ssl.client.auth", "required");
    properties.put("listener.name.ssl.ssl.principal.mapping.rules", "RULE:^CN=(.*?)$/$1/");
    properties.put("listener.name.sasl_ssl.connections.max.reauth.ms", "4000");
    String listener = "listener.name.sasl_ssl.";
    properties.put(listener + "sasl.enabled.mechanisms", "SCRAM-SHA-512,PLAIN,OAUTHBEARER");
    properties.put(
        listener + "scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    properties.put(
        listener + "plain.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule " + users);
    properties.put(
        listener + "oauthbearer.sasl.jaas.config",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;");
    properties.put(
        listener + "oauthbearer.sasl.server.callback.handler.class",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler");
    properties.put(listener + "oauthbearer.sasl.oauthbearer.jwks.endpoint.url", tokens.keysUrl());
    properties.put(listener + "oauthbearer.sasl.oauthbearer.expected.audience", "kafka");
    return properties;
  }

  /** The port whose user may do everything. */
  String openServer() {
    return "127.0.0.1:" + open;
  }

  String saslServer() {
    return "127.0.0.1:" + sasl;
  }

  String tlsServer() {
    return "127.0.0.1:" + tls;
  }

  Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", openServer()));
  }

  /** Sets the SCRAM password of a user, or creates the user. */
  void password(String user, String password) throws Exception {
    try (Admin admin = admin()) {
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password)))
          .all()
          .get();
    }
  }

  /** Lets a user do everything, or no longer. */
  void mayDoEverything(String user, boolean may) throws Exception {
    try (Admin admin = admin()) {
      List<AclBinding> rights =
          List.of(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID).stream()
              .map(type -> new ResourcePattern(type, "*", PatternType.LITERAL))
              .map(
                  resource ->
                      new AclBinding(
                          resource,
                          new AccessControlEntry(
                              "User:" + user, "*", AclOperation.ALL, AclPermissionType.ALLOW)))
              .toList();
      if (may) {
        admin.createAcls(rights).all().get();
      } else {
        admin.deleteAcls(rights.stream().map(AclBinding::toFilter).toList()).all().get();
      }
    }
  }

  /** Removes a user. */
  void remove(String user) throws Exception {
    try (Admin admin = admin()) {
      admin
          .alterUserScramCredentials(
              List.of(new UserScramCredentialDeletion(user, ScramMechanism.SCRAM_SHA_512)))
          .all()
          .get();
    }
  }

  /** The properties of a client with a password. */
  Map<String, String> scram(String user, String password) throws Exception {
    return sasl(
        "SCRAM-SHA-512",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
            + user
            + "\" password=\""
            + password
            + "\";");
  }

  /** The properties of a client that sends its password to the broker. */
  Map<String, String> plain(String user, String password) throws Exception {
    return sasl(
        "PLAIN",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\""
            + user
            + "\" password=\""
            + password
            + "\";");
  }

  /** The properties of a client with tokens. */
  Map<String, String> oauth(String secret) throws Exception {
    Map<String, String> properties =
        sasl(
            "OAUTHBEARER",
            "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;");
    properties.put(
        "sasl.login.callback.handler.class",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler");
    properties.put("sasl.oauthbearer.token.endpoint.url", tokens.tokenUrl());
    properties.put("sasl.oauthbearer.client.credentials.client.id", TokenServer.CLIENT);
    properties.put("sasl.oauthbearer.client.credentials.client.secret", secret);
    return properties;
  }

  private Map<String, String> sasl(String mechanism, String module) throws Exception {
    Map<String, String> properties = new HashMap<>(certificates.trust());
    properties.put("bootstrap.servers", saslServer());
    properties.put("security.protocol", "SASL_SSL");
    properties.put("sasl.mechanism", mechanism);
    properties.put("sasl.jaas.config", module);
    return properties;
  }

  /** The properties of a client with a certificate. */
  Map<String, String> mutualTls(Path store) throws Exception {
    Map<String, String> properties = new HashMap<>(certificates.trust());
    properties.put("bootstrap.servers", tlsServer());
    properties.put("security.protocol", "SSL");
    properties.put("ssl.keystore.location", store.toString());
    properties.put("ssl.keystore.password", Certificates.PASSWORD);
    return properties;
  }

  @Override
  public void close() {
    broker.close();
  }
}
