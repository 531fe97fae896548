package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commit that a rules version leads back to. */
public class GitCommitTest {

  private static String git(Path folder, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("git", "-C", folder.toString(), "-c", "user.name=t", "-c", "user.email=t@t"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.strip();
  }

  private static boolean isInstalled() {
    try {
      return new ProcessBuilder("git", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void coversTheFilesThatAContractNames(@TempDir Path folder) throws Exception {
    assumeTrue(isInstalled(), "Git is not installed");
    Path contract = folder.resolve("orders.yaml");
    Path shared = folder.resolve("money.yaml");
    Files.writeString(contract, "a");
    Files.writeString(shared, "a");
    assertThat(GitCommit.of(contract, Set.of("money.yaml"))).as("no repository").isNull();
    git(folder, "init", "-q");
    git(folder, "add", ".");
    git(folder, "commit", "-q", "-m", "one");
    String first = git(folder, "rev-parse", "HEAD");
    assertThat(GitCommit.of(contract, Set.of("money.yaml"))).isEqualTo(first);
    Files.writeString(shared, "b");
    assertThat(GitCommit.of(contract, Set.of("money.yaml"))).as("changed since").isNull();
    assertThat(GitCommit.of(contract, Set.of())).isEqualTo(first);
    git(folder, "commit", "-q", "-a", "-m", "two");
    assertThat(GitCommit.of(contract, Set.of("money.yaml")))
        .isEqualTo(git(folder, "rev-parse", "HEAD"));
    assertThat(GitCommit.of(contract, Set.of())).isEqualTo(first);
  }
}
