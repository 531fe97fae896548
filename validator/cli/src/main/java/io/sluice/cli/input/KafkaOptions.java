package io.sluice.cli.input;

import io.sluice.config.SluiceConfig;
import io.sluice.failure.SetUpException;
import io.sluice.pipeline.Setup;
import io.sluice.registry.ConfluentRegistryClient;
import io.sluice.registry.RegistryClient;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that name Kafka and the registry, one by one or by a configuration file. */
final class KafkaOptions {

  @Option(
      names = "--bootstrap-server",
      paramLabel = "HOST:PORT",
      description = "Kafka brokers to connect to, as in Kafka's own tools.")
  private @Nullable String bootstrapServer;

  @Option(
      names = "--command-config",
      paramLabel = "FILE",
      description = "A file of Kafka client properties, as in Kafka's own tools.")
  private @Nullable Path commandConfig;

  @Mixin private RegistryOption registry;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "Take brokers, client properties, and the registry from a pipeline's sluice.yaml.")
  private @Nullable Path config;

  private @Nullable SluiceConfig read;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  KafkaOptions() {}

  /**
   * Kafka's client properties.
   *
   * @throws SetUpException if no broker is named
   */
  Map<String, String> properties() throws IOException {
    Map<String, String> properties = new HashMap<>();
    if (config != null) {
      properties.putAll(config(config).kafka());
    }
    if (commandConfig != null) {
      if (!Files.isRegularFile(commandConfig)) {
        throw new SetUpException("--command-config: file '" + commandConfig + "' does not exist");
      }
      Properties file = new Properties();
      try (Reader in = Files.newBufferedReader(commandConfig)) {
        file.load(in);
      }
      file.stringPropertyNames().forEach(name -> properties.put(name, file.getProperty(name)));
    }
    if (bootstrapServer != null) {
      properties.put("bootstrap.servers", bootstrapServer);
    }
    if (!properties.containsKey("bootstrap.servers")) {
      throw new SetUpException(
          "no Kafka broker is given; use --bootstrap-server HOST:PORT or --config sluice.yaml");
    }
    return properties;
  }

  /** The registry, or null if none is named. */
  @Nullable RegistryClient registry() {
    RegistryClient named = registry.client();
    if (named != null) {
      return named;
    }
    SluiceConfig.Registry ofConfig = config == null ? null : config(config).registry();
    String url = ofConfig == null ? null : ofConfig.url();
    return ofConfig == null || url == null
        ? null
        : new ConfluentRegistryClient(
            url, ofConfig.properties(), (int) ofConfig.timeout().toMillis());
  }

  private SluiceConfig config(Path file) {
    SluiceConfig known = read;
    if (known == null) {
      known = Setup.read(file).config();
      read = known;
    }
    return known;
  }
}
