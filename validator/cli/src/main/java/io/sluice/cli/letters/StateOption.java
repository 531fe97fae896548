package io.sluice.cli.letters;

import io.sluice.letters.State;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** In which states letters are shown. */
final class StateOption {

  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      description = {
        "open (default), sent, repaired, discarded, void, parked; several with commas.",
        "sent: replayed, and not in a table yet, or died again, which its own letter tells."
      })
  private @Nullable Set<State> states;

  @Option(names = "--all", description = "In whatever state.")
  private boolean all;

  Set<State> states() {
    Set<State> given = states;
    if (all) {
      return EnumSet.allOf(State.class);
    }
    return given == null || given.isEmpty() ? EnumSet.of(State.OPEN) : given;
  }
}
