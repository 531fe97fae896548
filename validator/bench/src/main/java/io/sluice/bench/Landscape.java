package io.sluice.bench;

import io.sluice.demo.EmbeddedRegistry;
import java.nio.file.Files;
import java.nio.file.Path;

/** A broker in a process of its own and a registry, for as long as a benchmark takes. */
final class Landscape {

  /** A benchmark. */
  interface Benchmark {
    /**
     * Runs it.
     *
     * @param records how many are sent
     * @param rounds how often each job runs
     */
    void run(Runs runs, int records, int rounds) throws Exception;
  }

  private Landscape() {}

  /**
   * Runs a benchmark and ends the process.
   *
   * @param arguments of the command: folder of the registry's server, records, rounds
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
