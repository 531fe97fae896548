package io.sluice.replay;

import io.sluice.letters.Causes.Cause;
import io.sluice.letters.State;
import io.sluice.raw.InMemoryRecord;
import org.jspecify.annotations.Nullable;

/** What is done with one letter. */
sealed interface Decision {

  /** The record is sent. */
  record Send(InMemoryRecord record, boolean isFixed) implements Decision {}

  /** The record would die again, or cannot be made. */
  record Fails(Cause cause) implements Decision {}

  /** A letter of the same key still fails, and this one comes later. */
  record Waits() implements Decision {}

  /** The letter was replayed too often and is moved aside. */
  record Parks() implements Decision {}

  /** The letter is not selected: null for a reason that is no state, as being a copy. */
  record Skips(@Nullable State state) implements Decision {}
}
