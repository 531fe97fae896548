package io.sluice.job.lake.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.sluice.job.lake.commit.Simulation.Outcome;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Drives the real code that starts, marks, and settles through random histories of everything that
 * can happen around it. {@code -Dsimulator.seed=N} begins with another seed.
 */
@NullUnmarked // a null that should not be there fails the simulation
class StartSimulatorTest {

  private static final int DEFAULT = 20_000;
  private static final long SEED = Long.getLong("simulator.seed", 1);

  @Test
  void everyRecordHasOnePlace() {
    play(DEFAULT);
  }

  @Test
  @Tag("full")
  void everyRecordHasOnePlaceInAMillionHistories() {
    play(1_000_000);
  }

  private static void play(int histories) {
    long conflicts = 0;
    long starts = 0;
    long checked = 0;
    long begin = System.nanoTime();
    for (long seed = SEED; seed < SEED + histories; seed++) {
      History history = History.of(seed);
      try {
        Outcome outcome = Simulation.play(history, Wiring.REAL);
        conflicts += outcome.conflicts();
        starts += outcome.starts();
        checked += outcome.checked();
      } catch (RuntimeException e) {
        History small = shrink(history, Wiring.REAL);
        fail(failure(small, Wiring.REAL) + "\n" + small + "\nfirst: " + e + "\n" + history, e);
      }
    }
    System.out.printf(
        "start simulator: %,d histories from seed %d, %,d starts, %,d conflicts, all of them right,"
            + " %,d records looked for, %d s%n",
        histories, SEED, starts, conflicts, checked, (System.nanoTime() - begin) / 1_000_000_000);
    assertThat(conflicts).isPositive();
  }

  @ParameterizedTest
  @EnumSource(value = Wiring.class, mode = EnumSource.Mode.EXCLUDE, names = "REAL")
  void aPlantedBugIsFound(Wiring bug) {
    for (long seed = SEED; seed < SEED + DEFAULT; seed++) {
      History history = History.of(seed);
      if (failure(history, bug) != null) {
        History small = shrink(history, bug);
        System.out.printf(
            "start simulator: %s is found after %,d histories: %s%n  %s%n",
            bug, seed - SEED + 1, failure(small, bug), small);
        return;
      }
    }
    fail(bug + " is not found");
  }

  /** What goes wrong, or null. */
  private static String failure(History history, Wiring wiring) {
    try {
      Outcome unused = Simulation.play(history, wiring);
      return null;
    } catch (RuntimeException e) {
      return e.toString();
    }
  }

  /** Leaves out steps as long as something still goes wrong. */
  private static History shrink(History history, Wiring wiring) {
    History small = history;
    for (int step = small.steps().size() - 1; step >= 0; step--) {
      History smaller = small.without(step);
      if (failure(smaller, wiring) != null) {
        small = smaller;
        step = Math.min(step, small.steps().size());
      }
    }
    return small;
  }
}
