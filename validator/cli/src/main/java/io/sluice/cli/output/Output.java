package io.sluice.cli.output;

import java.util.Locale;

/** Forms of a result. */
public enum Output {
  /** Text for people. */
  TEXT,
  /** JSON for machines. */
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
