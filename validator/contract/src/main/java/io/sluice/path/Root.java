package io.sluice.path;

/** What a path starts from. */
public enum Root {
  MESSAGE(""),
  KEY("$key"),
  HEADERS("$headers");

  private final String prefix;

  Root(String prefix) {
    this.prefix = prefix;
  }

  /** How the root is written; empty for the message. */
  public String prefix() {
    return prefix;
  }
}
