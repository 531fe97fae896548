package io.sluice.cli.input;

import io.sluice.pipeline.Setup;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that names the configuration, for commands that do not talk to Kafka. */
public final class ConfigOption {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The pipeline's configuration file (default: sluice.yaml).")
  private @Nullable Path file;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  public ConfigOption() {}

  /**
   * Reads the configuration and its contracts.
   *
   * @param needs the purpose, for the message if there is no configuration
   * @throws io.sluice.failure.SetUpException if there is no configuration, or it has problems
   */
  public Setup setup(String needs) {
    return Setup.read(ConfigFile.require(file, spec, needs));
  }
}
