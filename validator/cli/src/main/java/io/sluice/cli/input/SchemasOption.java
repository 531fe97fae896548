package io.sluice.cli.input;

import io.sluice.failure.SetUpException;
import io.sluice.language.SchemaFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the folder of schemas in Git. */
public final class SchemasOption {

  @Option(
      names = "--schemas",
      paramLabel = "FOLDER",
      description =
          "The folder that contains schemas as <subject>/v<N>.avsc or .json (default: the nearest"
              + " 'schemas' folder at or above the contract's folder).")
  private @Nullable Path folder;

  /**
   * The given folder, or null to use the one near each contract.
   *
   * @throws SetUpException if the folder does not exist
   */
  public @Nullable SchemaFolder folder() {
    if (folder == null) {
      return null;
    }
    if (!Files.isDirectory(folder)) {
      throw new SetUpException("--schemas: folder '" + folder + "' does not exist");
    }
    return new SchemaFolder(folder);
  }
}
