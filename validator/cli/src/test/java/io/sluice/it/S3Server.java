package io.sluice.it;

import io.sluice.demo.FreePorts;
import io.sluice.demo.Processes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** S3Proxy over a folder, in a process of its own. */
final class S3Server implements AutoCloseable {

  private static final String BUCKET = "lake";
  private static final String KEY = "sluice";
  private static final String SECRET = "sluice-secret";

  private final Process process;
  private final int port;

  private S3Server(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts a server.
   *
   * @param folder where it keeps what is stored
   */
  static S3Server start(Path folder) throws IOException {
    int port = FreePorts.find(1).get(0);
    Path jar = Path.of(System.getProperty("sluice.s3proxy"));
    Path buckets = folder.resolve("s3");
    // a folder is a bucket
    Files.createDirectories(buckets.resolve(BUCKET));
    Path config =
        Files.writeString(
            folder.resolve("s3proxy.conf"),
            String.join(
                "\n",
                "s3proxy.endpoint=http://127.0.0.1:" + port,
                "s3proxy.authorization=aws-v2-or-v4",
                "s3proxy.identity=" + KEY,
                "s3proxy.credential=" + SECRET,
                "jclouds.provider=filesystem-nio2",
                "jclouds.filesystem.basedir=" + buckets,
                ""));
    Path log = folder.resolve("s3proxy.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-DLOG_LEVEL=warn",
                "-jar",
                jar.toString(),
                "--properties",
                config.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    S3Server server = new S3Server(process, port);
    long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!server.answers()) {
      if (!process.isAlive() || System.nanoTime() > until) {
        server.close();
        throw new IOException("no S3 server: " + Files.readString(log));
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        server.close();
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
    return server;
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Settings of a catalog whose files are here, beside those of where its pointers are. */
  Map<String, String> catalog(Map<String, String> pointers) {
    Map<String, String> properties = new HashMap<>(pointers);
    properties.putAll(
        Map.of(
            "io-impl",
            "org.apache.iceberg.aws.s3.S3FileIO",
            "warehouse",
            "s3://" + BUCKET + "/warehouse",
            "s3.endpoint",
            "http://127.0.0.1:" + port,
            "s3.path-style-access",
            "true",
            "s3.access-key-id",
            KEY,
            "s3.secret-access-key",
            SECRET,
            "client.region",
            "us-east-1"));
    return properties;
  }

  @Override
  public void close() {
    Processes.stop(process);
  }
}
