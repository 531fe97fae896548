package io.sluice.cli.input;

import io.sluice.pipeline.Setup;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the configuration, for commands that do not talk to Kafka. */
public final class ConfigOption {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      defaultValue = "sluice.yaml",
      description = "The configuration file of the pipeline (default: ${DEFAULT-VALUE}).")
  private Path file;

  @SuppressWarnings("NullAway.Init") // picocli fills the field in
  public ConfigOption() {}

  /** Reads the configuration and its contracts. */
  public Setup setup() {
    return Setup.read(file);
  }
}
