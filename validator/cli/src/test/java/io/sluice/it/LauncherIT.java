package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The launcher's class path has all that the tests' has: what is only there for tests is not. */
class LauncherIT {

  @Test
  void lintsTheSamples() throws Exception {
    Path root = Path.of(System.getProperty("sluice.root")).toAbsolutePath().normalize();
    Process process =
        new ProcessBuilder(root.resolve("sluice").toString(), "lint", "rules")
            .directory(root.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
