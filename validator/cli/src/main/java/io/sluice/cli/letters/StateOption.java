package io.sluice.cli.letters;

import io.sluice.letters.State;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that select dead letters by state. */
final class StateOption {

  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      description = {
        "Show letters in these states: open (default), sent, repaired, discarded, void, or parked.",
        "Separate states with commas. A sent letter was replayed, and is not in a table yet or died",
        "again; a record that died again has a letter of its own."
      })
  private @Nullable Set<State> states;

  @Option(names = "--all", description = "Show letters in all states.")
  private boolean all;

  Set<State> states() {
    Set<State> given = states;
    if (all) {
      return EnumSet.allOf(State.class);
    }
    return given == null || given.isEmpty() ? EnumSet.of(State.OPEN) : given;
  }
}
