package io.sluice.bench;

import io.sluice.demo.EmbeddedRegistry;
import java.nio.file.Files;
import java.nio.file.Path;

/** A broker in a separate process and a registry, for the duration of a benchmark. */
final class Landscape {

  /** A benchmark. */
  interface Benchmark {
    /**
     * Runs the benchmark.
     *
     * @param records the number of records to send
     * @param rounds the number of runs of each job
     */
    void run(Runs runs, int records, int rounds) throws Exception;
  }

  private Landscape() {}

  /**
   * Runs a benchmark and ends the process.
   *
   * @param arguments the command's arguments: the registry server's folder, records, and rounds
   */
  static void main(String[] arguments, Benchmark benchmark) throws Exception {
    Path folder = Files.createTempDirectory("sluice-bench");
    try (BrokerProcess broker = BrokerProcess.start(folder.resolve("kafka"));
        EmbeddedRegistry registry =
            EmbeddedRegistry.start(Path.of(arguments[0]), folder.resolve("registry"))) {
      benchmark.run(
          new Runs(folder, broker.bootstrapServers(), registry.url()),
          Integer.parseInt(arguments[1]),
          Integer.parseInt(arguments[2]));
    }
    System.exit(0);
  }
}
