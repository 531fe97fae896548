package io.sluice.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;

/** The same tests on a broker and a registry in containers; skipped where no Docker engine is. */
class GateOnContainersIT extends GateIT {

  @BeforeAll
  static void requireDocker() {
    boolean available = ContainerServices.areAvailable();
    if (!available) {
      System.err.println("SKIPPED: GateOnContainersIT, since there is no Docker engine");
    }
    assumeTrue(available, "there is no Docker engine");
  }

  @Override
  Landscape landscape(Path folder) throws IOException {
    return new Landscape(folder, new ContainerServices());
  }
}
