package io.sluice.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks Git which commit has a file as it is. */
final class GitCommit {

  private static final long PATIENCE_SECONDS = 5;

  private GitCommit() {}

  /** The last commit of a file; null without Git, outside of a repository, or where it changed. */
  static @Nullable String of(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    String name = String.valueOf(file.getFileName());
    String changed = ask(folder, List.of("status", "--porcelain", "--", name));
    String commit = ask(folder, List.of("log", "-1", "--format=%H", "--", name));
    return commit == null || commit.isEmpty() || changed == null || !changed.isEmpty()
        ? null
        : commit;
  }

  /** What Git prints, or null where it fails for whatever reason. */
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
      // there is no git; the text of the contract is kept in any case
      return null;
    }
  }
}
