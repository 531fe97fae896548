package io.sluice.pattern;

import io.sluice.pattern.Program.Look;
import io.sluice.pattern.Program.Op;
import java.util.BitSet;

/**
 * Runs a program without backreferences, in time proportional to its steps and the length of the
 * text, by keeping all states at once. Evaluates each look-ahead and look-behind first, for all
 * places in the text.
 */
final class Automaton {

  private final int[] input;

  private Automaton(int[] input) {
    this.input = input;
  }

  static boolean find(Program program, int[] input) {
    return !new Automaton(input).run(program, true).isEmpty();
  }

  /**
   * The places where matches end, or, for a backward program, where they start.
   *
   * @param isEnough whether one match is enough
   */
  private BitSet run(Program program, boolean isEnough) {
    BitSet[] looks = new BitSet[program.looks.size()];
    for (int i = 0; i < looks.length; i++) {
      Look look = program.looks.get(i);
      looks[i] = run(look.program(), false);
      if (look.isNegative()) {
        looks[i].flip(0, input.length + 1);
      }
    }
    BitSet matches = new BitSet();
    States now = new States(program.size);
    States next = new States(program.size);
    int step = program.isBackward ? -1 : 1;
    int at = program.isBackward ? input.length : 0;
    for (int count = 0; count <= input.length; count++, at += step) {
      if (enter(program, now, 0, at, looks)) {
        matches.set(at);
        if (isEnough) {
          return matches;
        }
      }
      boolean isLast = count == input.length;
      int character = isLast ? -1 : input[program.isBackward ? at - 1 : at];
      next.clear();
      for (int i = 0; i < now.size && !isLast; i++) {
        int state = now.all[i];
        if (program.ops[state] == Op.CHARS
            && program.sets.get(program.a[state]).contains(character)
            && enter(program, next, state + 1, at + step, looks)) {
          matches.set(at + step);
          if (isEnough) {
            return matches;
          }
        }
      }
      States free = now;
      now = next;
      next = free;
    }
    return matches;
  }

  /**
   * Adds a state with everything that it leads to without a character. Returns whether that is a
   * match.
   */
  private boolean enter(Program program, States states, int first, int at, BitSet[] looks) {
    int begin = states.size;
    states.add(first);
    boolean isMatch = false;
    for (int i = begin; i < states.size; i++) {
      int state = states.all[i];
      switch (program.ops[state]) {
        case JUMP -> states.add(program.a[state]);
        case FORK -> {
          states.add(program.a[state]);
          states.add(program.b[state]);
        }
        case PLACE -> {
          if (Program.isAt(program.places.get(program.a[state]), input, at)) {
            states.add(state + 1);
          }
        }
        case LOOK -> {
          if (looks[program.a[state]].get(at)) {
            states.add(state + 1);
          }
        }
        case MATCH -> isMatch = true;
        case CHARS -> {}
        default -> throw new IllegalStateException("step " + program.ops[state]);
      }
    }
    return isMatch;
  }

  /** A set of states that is fast to clear. */
  private static final class States {
    private final int[] all;
    private final int[] places;
    private int size;

    private States(int most) {
      all = new int[most];
      places = new int[most];
    }

    private void add(int state) {
      int place = places[state];
      if (place >= size || all[place] != state) {
        places[state] = size;
        all[size++] = state;
      }
    }

    private void clear() {
      size = 0;
    }
  }
}
