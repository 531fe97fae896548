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
          "Where <subject>/v<N>.avsc or .json are (default: the folder schemas beside a folder"
              + " above the contract).")
  private @Nullable Path folder;

  /**
   * Null where each contract has its own beside it.
   *
   * @throws SetUpException where there is no such folder
   */
  public @Nullable SchemaFolder folder() {
    if (folder == null) {
      return null;
    }
    if (!Files.isDirectory(folder)) {
      throw new SetUpException("there is no folder '" + folder + "' for --schemas");
    }
    return new SchemaFolder(folder);
  }
}
