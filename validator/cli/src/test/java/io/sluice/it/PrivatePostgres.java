package io.sluice.it;

import io.sluice.demo.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL server of a test's own, from the Debian package. */
final class PrivatePostgres implements AutoCloseable {

  static final String USER = "sluice";
  static final String PASSWORD = "se'cret :/@ä";

  private final Path bin;
  private final Path home;
  private final int port;

  private PrivatePostgres(Path bin, Path home, int port) {
    this.bin = bin;
    this.home = home;
    this.port = port;
  }

  /** Says loudly where it is not. */
  static boolean isInstalled() {
    boolean installed = binaries().isPresent();
    if (!installed) {
      System.err.println("SKIPPED: PostgreSQL is not installed (Debian package postgresql)");
    }
    return installed;
  }

  /** The newest installed binaries: empty where the package is absent. */
  private static Optional<Path> binaries() {
    Path debian = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(debian)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(debian)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.naturalOrder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PrivatePostgres start() throws IOException {
    Path bin = binaries().orElseThrow();
    // not below JUnit's @TempDir: that one is rwx------ of root, which postgres may not enter.
    // Short, as the socket's path may have 107 bytes only.
    Path home = Files.createTempDirectory(Path.of("/tmp"), "pg");
    int port = FreePorts.find(1).get(0);
    PrivatePostgres server = new PrivatePostgres(bin, home, port);
    try {
      Path password = Files.writeString(home.resolve("password"), PASSWORD + "\n");
      Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
      server.give(home, password);
      server.run(
          List.of(
              "initdb",
              "--pgdata=" + home.resolve("data"),
              "--username=" + USER,
              "--pwfile=" + password,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale=C",
              "--no-sync",
              "--no-instructions"));
      Files.writeString(
          home.resolve("data/postgresql.auto.conf"),
          String.join(
              "\n",
              "listen_addresses = '127.0.0.1'",
              "port = " + port,
              "unix_socket_directories = '" + home + "'",
              "fsync = off",
              "full_page_writes = off",
              "shared_buffers = 16MB",
              "max_connections = 30",
              ""));
      server.resume();
      return server;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void give(Path... files) throws IOException {
    if (isRoot()) {
      UserPrincipal postgres =
          home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres");
      for (Path file : files) {
        Files.setOwner(file, postgres);
      }
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private void run(List<String> command) throws IOException {
    List<String> whole = new ArrayList<>();
    if (isRoot()) {
      // postgres refuses root; no login shell, no PAM, unlike su
      whole.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
    }
    whole.add(bin.resolve(command.get(0)).toString());
    whole.addAll(command.subList(1, command.size()));
    ProcessBuilder builder = new ProcessBuilder(whole).directory(home.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    // to a file: the server inherits what pg_ctl has, so that a pipe would never end
    Path out = Files.createTempFile("pg", ".out");
    builder.redirectErrorStream(true).redirectOutput(out.toFile());
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(command.get(0) + " did not end");
      }
      if (process.exitValue() != 0) {
        throw new IOException(command.get(0) + " failed: " + Files.readString(out));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      Files.deleteIfExists(out);
    }
  }

  Map<String, String> catalog(Path warehouse) {
    return Map.of(
        "type",
        "jdbc",
        "uri",
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
        "jdbc.user",
        USER,
        "jdbc.password",
        PASSWORD,
        "jdbc.schema-version",
        "V1",
        "warehouse",
        warehouse.toUri().toString());
  }

  /** Ends all connections at once, as an outage does; {@link #resume} brings it back. */
  void crash() throws IOException {
    run(
        List.of(
            "pg_ctl", "stop", "--wait", "--mode=immediate", "--pgdata=" + home.resolve("data")));
  }

  void resume() throws IOException {
    run(
        List.of(
            "pg_ctl",
            "start",
            "--wait",
            "--pgdata=" + home.resolve("data"),
            "--log=" + home.resolve("log")));
  }

  @Override
  public void close() throws IOException {
    try {
      if (Files.exists(home.resolve("data/postmaster.pid"))) {
        crash();
      }
    } finally {
      try (Stream<Path> all = Files.walk(home)) {
        for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
