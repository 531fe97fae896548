package io.sluice.fault;

/** Where in its way a record is. Checking stops at the first stage that fails. */
public enum Stage {
  WIRE("wire"),
  SCHEMA("schema"),
  DECODE("decode"),
  CONFORM("conform"),
  RULES("rules"),
  TABLE("table");

  private final String label;

  Stage(String label) {
    this.label = label;
  }

  /** The name used in headers, metrics and messages. */
  public String label() {
    return label;
  }
}
