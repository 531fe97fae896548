package io.sluice.letters;

import java.util.Locale;

/** The state of a dead letter. */
public enum State {
  /** It was neither replayed nor discarded. */
  OPEN,
  /** It was replayed, and is not in a table yet or died again. */
  SENT,
  /** Its replay is in a table. */
  REPAIRED,
  /** It was closed, and nobody will replay it. */
  DISCARDED,
  /** The record itself is in a table after all. */
  VOID,
  /** It was replayed too many times. A copy is in the parking topic. */
  PARKED;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
