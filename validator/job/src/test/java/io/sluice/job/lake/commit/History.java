package io.sluice.job.lake.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What happens in a simulation, from a seed. Steps carry plain numbers that are taken modulo what
 * there is, so any of them can be left out of a history and the rest still means something.
 */
record History(long seed, boolean isLatest, List<Step> steps) {

  /** What can happen. */
  enum What {
    PRODUCE,
    PRODUCE_MORE,
    OPEN_TRANSACTION,
    END_TRANSACTION,
    POLL,
    POLL_MORE,
    POLL_ALL,
    CHECKPOINT,
    CHECKPOINT_AGAIN,
    CHECKPOINT_THAT_ENDS_EARLY,
    IDLE_CHECKPOINTS,
    CRASH,
    START_WITHOUT_STATE,
    START_FROM_LATEST,
    START_FROM_OLDER,
    START_THAT_CRASHES,
    MOVE_CONTRACT,
    COPY_CONTRACT,
    EDIT_SOURCE,
    CREATE_TOPIC,
    ADD_PARTITION,
    DELETE_TOPIC,
    RECREATE_TOPIC,
    DROP_TABLE,
    RECREATE_TABLE,
    ROLL_BACK_TABLE,
    REMOVE_READ,
    REMOVE_ANY,
    COMPACT,
    EXPIRE_GROUPS,
    HOLD,
    RELEASE
  }

  /** One step. */
  record Step(What what, int a, int b) {
    @Override
    public String toString() {
      return what + "(" + a + "," + b + ")";
    }
  }

  /** How often each of them happens, in proportion and in their order. */
  private static final int[] WEIGHTS = {
    10, 6, 3, 4, 6, 6, 8, 8, 4, 5, 3, 3, 8, 4, 2, 2, 2, 1, 2, 3, 2, 1, 1, 1, 1, 1, 4, 1, 2, 2, 2, 2
  };

  static History of(long seed) {
    Random random = new Random(seed);
    boolean latest = random.nextBoolean();
    int total = 0;
    for (int weight : WEIGHTS) {
      total += weight;
    }
    List<Step> steps = new ArrayList<>();
    steps.add(new Step(What.START_WITHOUT_STATE, 0, random.nextInt(64)));
    for (int left = 8 + random.nextInt(30); left > 0; left--) {
      int at = random.nextInt(total);
      int what = 0;
      while (at >= WEIGHTS[what]) {
        at -= WEIGHTS[what++];
      }
      steps.add(new Step(What.values()[what], random.nextInt(1 << 10), random.nextInt(1 << 10)));
    }
    return new History(seed, latest, steps);
  }

  History without(int step) {
    List<Step> fewer = new ArrayList<>(steps);
    fewer.remove(step);
    return new History(seed, isLatest, fewer);
  }

  @Override
  public String toString() {
    return "seed " + seed + ", startFrom " + (isLatest ? "latest" : "earliest") + ": " + steps;
  }
}
