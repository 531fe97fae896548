package io.sluice.cli.letters;

import io.sluice.failure.SetUpException;
import io.sluice.letters.LetterAccess;
import io.sluice.letters.State;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that select dead letters by state. */
final class StateOption {

  private static final Set<State> OF_TABLES = Set.of(State.VOID, State.REPAIRED);

  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      description =
          "Show letters in these states, separated by commas: open (default), sent, repaired,"
              + " discarded, void, parked. 'sent': replayed, but not in a table yet, or dead again.")
  private @Nullable Set<State> states;

  @Option(names = "--all", description = "Show letters in all states.")
  private boolean all;

  /**
   * The requested states.
   *
   * @throws SetUpException if none of them can be determined
   */
  Set<State> states(LetterAccess access) {
    Set<State> given = states;
    if (all) {
      return EnumSet.allOf(State.class);
    }
    if (given == null || given.isEmpty()) {
      return EnumSet.of(State.OPEN);
    }
    if (!access.hasTables() && OF_TABLES.containsAll(given)) {
      throw new SetUpException(
          "only the tables show which letters are void or repaired, but no configuration lists"
              + " the tables. Use --config FILE.");
    }
    return given;
  }
}
