package io.sluice.cli.input;

import io.sluice.config.ConfigParser;
import io.sluice.config.SluiceConfig;
import io.sluice.failure.Problems;
import io.sluice.failure.SetUpException;
import io.sluice.kafka.KafkaAdmin;
import io.sluice.letters.LetterAccess;
import io.sluice.letters.RegistryAccess;
import io.sluice.pipeline.Setup;
import io.sluice.registry.ConfluentRegistryClient;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The options of every command that talks to Kafka: the addresses of Kafka and of the registry, or
 * a configuration that contains them. An option overrides the configuration.
 */
public final class KafkaOptions {

  @Option(
      names = "--bootstrap-server",
      paramLabel = "HOST:PORT",
      description = "Kafka brokers to connect to. Overrides the configuration.")
  private @Nullable String bootstrapServer;

  @Option(
      names = "--command-config",
      paramLabel = "FILE",
      description = "Properties file for Kafka clients. Overrides the configuration.")
  private @Nullable Path commandConfig;

  @Mixin private RegistryOption registry;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The pipeline's configuration file (default: sluice.yaml, if it exists).")
  private @Nullable Path config;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  public KafkaOptions() {}

  /**
   * Kafka's client properties. Does not need a configuration.
   *
   * @throws SetUpException if no broker is given
   */
  public Map<String, String> properties() {
    Path file = ConfigFile.of(config);
    return requireBroker(override(file == null ? Map.of() : readConfig(file).kafka()));
  }

  /** The registry, or null if none is given. Does not need a configuration. */
  public @Nullable ConfluentRegistryClient registry() {
    Path file = ConfigFile.of(config);
    return file == null ? registry.client() : RegistryAccess.client(override(readConfig(file)));
  }

  /**
   * Access to dead letters; without a configuration, only to the data in Kafka.
   *
   * @throws SetUpException if no broker is given
   * @throws io.sluice.failure.OutageException if Kafka does not respond
   */
  public LetterAccess letters() {
    Path file = ConfigFile.of(config);
    Setup setup = file == null ? null : override(Setup.read(file));
    Map<String, String> kafka =
        setup == null ? requireBroker(override(Map.of())) : setup.config().kafka();
    KafkaAdmin.requireAnswer(kafka);
    return new LetterAccess(kafka, setup);
  }

  /**
   * The configuration and its contracts.
   *
   * @param needs the purpose, for the message if there is no configuration
   * @throws SetUpException if there is no configuration, or it has problems
   */
  public Setup setup(String needs) {
    return override(Setup.read(ConfigFile.require(config, spec, needs)));
  }

  /**
   * The same, for commands that cannot work without Kafka.
   *
   * @throws io.sluice.failure.OutageException if Kafka does not respond
   */
  public Setup setupWithKafka(String needs) {
    Setup setup = setup(needs);
    KafkaAdmin.requireAnswer(setup.config().kafka());
    return setup;
  }

  /** Reads a configuration without its contracts. */
  private static SluiceConfig readConfig(Path file) {
    Problems problems = new Problems();
    SluiceConfig read = new ConfigParser(problems, System.getenv()).parse(file);
    problems.throwIfAny();
    if (read == null) {
      throw new IllegalStateException("no configuration and no problem");
    }
    return read;
  }

  private Setup override(Setup setup) {
    return new Setup(override(setup.config()), setup.contracts());
  }

  private SluiceConfig override(SluiceConfig of) {
    SluiceConfig.Registry named = of.registry();
    String url = registry.url();
    return new SluiceConfig(
        of.pipeline(),
        override(of.kafka()),
        new SluiceConfig.Registry(
            url == null ? named.url() : url,
            named.properties(),
            named.timeout(),
            named.confirmation(),
            named.absence(),
            named.retry()),
        of.lake(),
        of.limits(),
        of.flink());
  }

  private Map<String, String> override(Map<String, String> kafka) {
    Map<String, String> properties = new LinkedHashMap<>(kafka);
    if (commandConfig != null) {
      properties.putAll(read(commandConfig));
    }
    if (bootstrapServer != null) {
      properties.put("bootstrap.servers", bootstrapServer);
    }
    return properties;
  }

  private static Map<String, String> requireBroker(Map<String, String> kafka) {
    if (!kafka.containsKey("bootstrap.servers")) {
      throw new SetUpException(
          "no Kafka broker is specified, and this directory has no "
              + ConfigFile.DEFAULT
              + ". Use --bootstrap-server HOST:PORT or --config FILE.");
    }
    return kafka;
  }

  private static Map<String, String> read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new SetUpException("--command-config: file '" + file + "' does not exist");
    }
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    } catch (IOException | IllegalArgumentException e) {
      throw new SetUpException(
          "cannot read the --command-config file '"
              + file
              + "' as a UTF-8 properties file: "
              + e.getMessage());
    }
    Map<String, String> read = new LinkedHashMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (ConfigParser.MANAGED.contains(name)) {
        throw new SetUpException(
            "the --command-config file '"
                + file
                + "' sets '"
                + name
                + "', which Sluice sets itself. Remove it from the file.");
      }
      read.put(name, properties.getProperty(name));
    }
    return read;
  }
}
