package io.sluice.demo;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A real schema registry (Apicurio) in a separate process that ends with this one. */
public final class EmbeddedRegistry implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Process process;
  private final String url;
  private final Thread hook;

  private EmbeddedRegistry(Process process, String url) {
    this.process = process;
    this.url = url;
    this.hook = new Thread(process::destroyForcibly, "sluice-registry-end");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Starts a registry.
   *
   * @param application the folder with Apicurio's runner jar and its lib folder
   * @param folder the folder for its log and temporary files
   */
  public static EmbeddedRegistry start(Path application, Path folder) throws IOException {
    return start(application, folder, FreePorts.find(1).get(0));
  }

  /** Starts a registry on a given port, so that a registry can return at its old address. */
  public static EmbeddedRegistry start(Path application, Path folder, int port) throws IOException {
    Path jar = runner(application);
    Files.createDirectories(folder);
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder,
                "-jar",
                jar.toString())
            .redirectErrorStream(true)
            .redirectOutput(new File(folder.toFile(), "registry.log"));
    String host = "127.0.0.1";
    builder.environment().put("QUARKUS_HTTP_HOST", host);
    builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
    builder.environment().put("QUARKUS_MANAGEMENT_HOST", host);
    builder.environment().put("QUARKUS_MANAGEMENT_PORT", "0");
    String base = "http://" + host + ":" + port;
    EmbeddedRegistry registry = new EmbeddedRegistry(builder.start(), base + "/apis/ccompat/v7");
    registry.awaitReady(base + "/health/ready", folder);
    return registry;
  }

  private static Path runner(Path application) throws IOException {
    try (var files = Files.list(application)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
          .findFirst()
          .orElseThrow(
              () -> new IOException("found no runner jar of the registry in " + application));
    }
  }

  private void awaitReady(String address, Path folder) throws IOException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(2)).build();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      try {
        Thread.sleep(200);
        if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // not listening yet
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    close();
    throw new IOException("the schema registry did not start; see " + folder + "/registry.log");
  }

  /** The address of its Confluent-compatible interface. */
  public String url() {
    return url;
  }

  /** Suspends the registry: it accepts calls but does not respond until {@link #resume}. */
  void suspend() throws IOException, InterruptedException {
    signal("-STOP");
  }

  /** Resumes the registry. */
  void resume() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    if (new ProcessBuilder("kill", signal, pid).inheritIO().start().waitFor() != 0) {
      throw new IOException("could not send signal " + signal + " to the registry's process");
    }
  }

  @Override
  public void close() {
    Processes.stop(process);
    if (!Thread.currentThread().equals(hook)) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // the shutdown has begun, and the hook does no harm
      }
    }
  }
}
