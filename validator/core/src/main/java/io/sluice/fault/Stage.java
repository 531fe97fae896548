package io.sluice.fault;

/** The stages that a record passes through. Processing stops at the first stage that fails. */
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

  /** The name in headers, metrics, and messages. */
  public String label() {
    return label;
  }
}
