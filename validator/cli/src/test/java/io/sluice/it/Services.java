package io.sluice.it;

import io.sluice.demo.EmbeddedBroker;
import io.sluice.demo.EmbeddedRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A broker and a registry, wherever they run. */
interface Services extends AutoCloseable {

  String bootstrapServers();

  /** Where the registry speaks Confluent's API. */
  String registryUrl();

  @Override
  void close();

  /** In this process and in one of its own; needs nothing but Java. */
  static Services embedded(Path folder, Map<String, String> brokerProperties) throws IOException {
    EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), brokerProperties);
    EmbeddedRegistry registry =
        EmbeddedRegistry.start(
            Path.of(System.getProperty("sluice.registry")), folder.resolve("registry"));
    return new Services() {
      @Override
      public String bootstrapServers() {
        return broker.bootstrapServers();
      }

      @Override
      public String registryUrl() {
        return registry.url();
      }

      @Override
      public void close() {
        registry.close();
        broker.close();
      }
    };
  }
}
