package io.sluice.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Finds the Git commit that contains the current content of files. */
public final class GitCommit {

  private static final long PATIENCE_SECONDS = 5;

  private GitCommit() {}

  /**
   * The last commit that changed the file or a file that it refers to. Null without Git, outside a
   * repository, or if a file has uncommitted changes.
   *
   * @param named relative to the file's folder
   */
  static @Nullable String of(Path file, Collection<String> named) {
    Path folder = file.toAbsolutePath().getParent();
    List<String> all = new ArrayList<>(named);
    all.add(String.valueOf(file.getFileName()));
    String changed = ask(folder, with(all, "status", "--porcelain", "--"));
    String commit = ask(folder, with(all, "log", "-1", "--format=%H", "--"));
    return commit == null || commit.isEmpty() || changed == null || !changed.isEmpty()
        ? null
        : commit;
  }

  private static List<String> with(List<String> files, String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(files);
    return arguments;
  }

  /** The output of Git, or null if it fails for any reason. */
  private static @Nullable String ask(@Nullable Path folder, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", "" + folder));
    command.addAll(arguments);
    try {
      Process git =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!git.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        git.destroyForcibly();
        return null;
      }
      return git.exitValue() == 0 ? said : null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (IOException e) {
      // Git is not installed; the ledger keeps the text of the contract anyway
      return null;
    }
  }
}
