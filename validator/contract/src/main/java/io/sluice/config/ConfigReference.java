package io.sluice.config;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The reference of sluice.yaml, as Markdown. */
public final class ConfigReference {

  private ConfigReference() {}

  public static String markdown() {
    return Arrays.stream(ConfigKey.values())
        .map(ConfigKey::row)
        .collect(
            Collectors.joining(
                "\n", "| key | holds | default | meaning |\n|---|---|---|---|\n", "\n"));
  }
}
