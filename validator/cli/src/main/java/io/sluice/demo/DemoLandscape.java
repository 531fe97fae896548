package io.sluice.demo;

import io.sluice.lint.ContractFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The demo's broker, registry, configuration, and feed. */
public final class DemoLandscape implements AutoCloseable {

  private final Path folder;
  private final Path home;
  private final EmbeddedBroker broker;
  private final EmbeddedRegistry registry;
  private final Feed feed;

  private DemoLandscape(Path folder, Path home, EmbeddedBroker broker, EmbeddedRegistry registry) {
    this.folder = folder;
    this.home = home;
    this.broker = broker;
    this.registry = registry;
    this.feed =
        new Feed(Map.of("bootstrap.servers", broker.bootstrapServers()), registry.url(), home);
  }

  /**
   * Starts the broker and the registry.
   *
   * @param folder the folder for everything that the demo writes
   * @param home where rules/ and schemas/ are
   * @param registryServer folder of the registry's application
   */
  public static DemoLandscape start(Path folder, Path home, Path registryServer)
      throws IOException {
    EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), Map.of());
    try {
      EmbeddedRegistry registry =
          EmbeddedRegistry.start(registryServer, folder.resolve("registry"));
      return new DemoLandscape(folder, home, broker, registry);
    } catch (IOException e) {
      broker.close();
      throw e;
    }
  }

  /** Creates the topics and writes the configuration. */
  public Path setUp() throws Exception {
    feed.makeTopics();
    List<Path> contracts = ContractFiles.find(List.of(home.resolve("rules")));
    StringBuilder yaml = new StringBuilder("pipeline:\n  name: demo\n  startFrom: earliest\n");
    yaml.append("  checkpointEvery: 2s\n  parallelism: 2\n  contracts:\n");
    contracts.forEach(file -> yaml.append("    - \"").append(file).append("\"\n"));
    yaml.append("kafka:\n  bootstrap.servers: ").append(broker.bootstrapServers()).append('\n');
    yaml.append("registry:\n  url: ")
        .append(registry.url())
        .append("\n  timeout: 2s\n  confirmation: 2s\n");
    yaml.append("lake:\n  catalog:\n    type: jdbc\n    jdbc.schema-version: V1\n");
    yaml.append("    uri: \"jdbc:sqlite:").append(folder.resolve("catalog.db"));
    yaml.append("?busy_timeout=60000&journal_mode=WAL\"\n");
    yaml.append("    warehouse: \"").append(folder.resolve("warehouse").toUri()).append("\"\n");
    Path file = folder.resolve("sluice.yaml");
    Files.writeString(file, yaml);
    return file;
  }

  /** The feed of the streams. */
  public Feed feed() {
    return feed;
  }

  /** Sends real events again, with all incidents in turn. */
  public void plant(Incidents.Listener listener) throws Exception {
    new Incidents(feed, registry, folder, listener).run();
  }

  @Override
  public void close() {
    feed.close();
    registry.close();
    broker.close();
  }
}
