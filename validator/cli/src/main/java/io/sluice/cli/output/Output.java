package io.sluice.cli.output;

import java.util.Locale;

/** Forms of a result. */
public enum Output {
  /** For people. */
  TEXT,
  /** For machines. */
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
