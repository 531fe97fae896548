package io.sluice.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority for one test, and what it signs. */
final class Certificates {

  static final String PASSWORD = "changeit";

  private static final String LOOPBACK = "san=dns:localhost,ip:127.0.0.1";

  private final Path folder;
  private final Path all;

  private Certificates(Path folder) {
    this.folder = folder;
    this.all = folder.resolve("all.p12");
  }

  /** Creates an authority, named as its folder, which has its certificates and keys. */
  static Certificates in(Path folder) throws Exception {
    Files.createDirectories(folder);
    Certificates certificates = new Certificates(folder);
    certificates.keytool(
        "ca", "CN=" + folder.getFileName(), "-ext", "bc:c=ca:true", "-validity", "3650");
    return certificates;
  }

  /** A store with a key for this machine's loopback address, and its certificate. */
  Path valid(String name) throws Exception {
    return signed(name, LOOPBACK, "-1d");
  }

  /** The same, with a certificate that expired yesterday. */
  Path expired(String name) throws Exception {
    return signed(name, LOOPBACK, "-31d");
  }

  /** The same, with a certificate for another host. */
  Path ofAnotherHost(String name) throws Exception {
    return signed(name, "san=dns:broker.example.org", "-1d");
  }

  private Path signed(String name, String san, String start) throws Exception {
    keytool(name, "CN=" + name, "-signer", "ca", "-ext", san, "-startdate", start);
    KeyStore source = load(all);
    KeyStore store = empty();
    store.setKeyEntry(
        name,
        source.getKey(name, PASSWORD.toCharArray()),
        PASSWORD.toCharArray(),
        source.getCertificateChain(name));
    return save(store, name);
  }

  /** A store with the certificate of this authority. */
  Path authority() throws Exception {
    Certificate certificate = load(all).getCertificate("ca");
    KeyStore store = empty();
    store.setCertificateEntry("ca", certificate);
    return save(store, "authority");
  }

  /** Kafka's client properties to trust this authority. */
  Map<String, String> trust() throws Exception {
    return Map.of(
        "ssl.truststore.location", authority().toString(), "ssl.truststore.password", PASSWORD);
  }

  /** What serves TLS with a store's key, and trusts this authority. */
  SSLContext context(Path store) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(load(store), PASSWORD.toCharArray());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(load(authority()));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private void keytool(String alias, String name, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-keystore",
                all.toString(),
                "-storepass",
                PASSWORD));
    command.addAll(Arrays.asList(more));
    if (!command.contains("-validity")) {
      command.addAll(List.of("-validity", "30"));
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IOException("keytool: " + said);
    }
  }

  private Path save(KeyStore store, String name) throws IOException, GeneralSecurityException {
    Path file = folder.resolve(name + ".p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }
}
