package io.sluice.config;

import io.sluice.docs.GeneratedPart;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {

  @Test
  void thePageIsUpToDate() {
    GeneratedPart.require("config.md", "sluice.yaml", ConfigReference.markdown());
  }
}
