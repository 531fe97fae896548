package io.sluice.letters;

import java.util.Locale;

/** What became of a dead letter. */
public enum State {
  /** Nobody has done anything yet. */
  OPEN,
  /** It was replayed and is not in a table, not yet or since it died again. */
  SENT,
  /** Its replay is in a table. */
  REPAIRED,
  /** Nobody will replay it. */
  DISCARDED,
  /** The record itself is in a table after all. */
  VOID,
  /** It was replayed too often and moved aside. */
  PARKED;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
