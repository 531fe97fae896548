package io.sluice.path;

/** The starting point of a path. */
public enum Root {
  MESSAGE(""),
  KEY("$key"),
  HEADERS("$headers");

  private final String prefix;

  Root(String prefix) {
    this.prefix = prefix;
  }

  /** The notation of the root; empty for the message. */
  public String prefix() {
    return prefix;
  }
}
