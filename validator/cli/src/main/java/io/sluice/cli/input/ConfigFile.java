package io.sluice.cli.input;

import io.sluice.failure.SetUpException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** The configuration file that a command uses: the given one, or the default if it exists. */
final class ConfigFile {

  static final Path DEFAULT = Path.of("sluice.yaml");

  private ConfigFile() {}

  /** The given file, or the default file if it exists, or null. */
  static @Nullable Path of(@Nullable Path given) {
    return given == null && Files.exists(DEFAULT) ? DEFAULT : given;
  }

  /**
   * The same, for commands that cannot work without one.
   *
   * @param needs the purpose of the configuration
   * @throws SetUpException if none is given and the default does not exist
   */
  static Path require(@Nullable Path given, CommandSpec command, String needs) {
    Path file = of(given);
    if (file == null) {
      throw new SetUpException(
          command.qualifiedName()
              + " requires a configuration that specifies "
              + needs
              + ", but this directory has no "
              + DEFAULT
              + ". Specify the file with --config FILE, or create one with 'sluice init'.");
    }
    return file;
  }
}
