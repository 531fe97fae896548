package io.sluice.pattern;

import io.sluice.pattern.Program.Look;
import io.sluice.pattern.Program.Op;
import java.util.Arrays;

/**
 * Runs a program with backreferences by trying one alternative after another, as ECMA-262
 * describes. Such searches can take exponential time, so the number of steps is limited.
 */
final class Backtracking {

  /** Marks a stack entry as a register to restore, not an alternative to try. */
  private static final int RESTORE = -1;

  private final int[] input;
  private final int[] registers;
  private int steps;
  private int[] stack = new int[96];
  private int top;

  private Backtracking(int[] input, int registers, int steps) {
    this.input = input;
    this.registers = new int[registers];
    this.steps = steps;
    Arrays.fill(this.registers, -1);
  }

  /**
   * Searches.
   *
   * @param steps the maximum number of steps
   * @throws TooManySteps if no answer is found within the limit
   */
  static boolean find(Program program, int[] input, int steps) {
    Backtracking search = new Backtracking(input, program.registers(), steps);
    for (int at = 0; at <= input.length; at++) {
      if (search.run(program, at)) {
        return true;
      }
    }
    return false;
  }

  /** Whether there is a match from a place on. The registers keep what the match stored. */
  private boolean run(Program program, int start) {
    int base = top;
    int step = 0;
    int at = start;
    while (true) {
      if (--steps < 0) {
        throw new TooManySteps();
      }
      Op op = program.ops[step];
      int a = program.a[step];
      boolean isAlive = true;
      switch (op) {
        case CHARS -> {
          int index = program.isBackward ? at - 1 : at;
          isAlive =
              index >= 0 && index < input.length && program.sets.get(a).contains(input[index]);
          at += program.isBackward ? -1 : 1;
          step++;
        }
        case FORK -> {
          push(program.b[step], at, 0);
          step = a;
        }
        case JUMP -> step = a;
        case PLACE -> {
          isAlive = Program.isAt(program.places.get(a), input, at);
          step++;
        }
        case LOOK -> {
          isAlive = look(program.looks.get(a), at);
          step++;
        }
        case STORE -> {
          store(a, at);
          step++;
        }
        case PROGRESS -> {
          isAlive = registers[a] != at;
          step++;
        }
        case FORGET -> {
          steps -= program.b[step] - a;
          for (int register = a; register < program.b[step]; register++) {
            store(register, -1);
          }
          step++;
        }
        case REFERENCE -> {
          int end = again(program.references.get(a), at, program.isBackward);
          isAlive = end >= 0;
          at = end;
          step++;
        }
        case MATCH -> {
          keepRestores(base);
          return true;
        }
      }
      if (!isAlive) {
        while (top > base && stack[top - 3] == RESTORE) {
          top -= 3;
          registers[stack[top + 1]] = stack[top + 2];
        }
        if (top == base) {
          return false;
        }
        top -= 3;
        step = stack[top];
        at = stack[top + 1];
      }
    }
  }

  /** A look-around is never entered again, but what it stored can still be restored. */
  private boolean look(Look look, int at) {
    int base = top;
    boolean isThere = run(look.program(), at);
    if (!look.isNegative()) {
      return isThere;
    }
    while (top > base) {
      top -= 3;
      registers[stack[top + 1]] = stack[top + 2];
    }
    return !isThere;
  }

  private void keepRestores(int base) {
    int kept = base;
    for (int i = base; i < top; i += 3) {
      if (stack[i] == RESTORE) {
        stack[kept] = RESTORE;
        stack[kept + 1] = stack[i + 1];
        stack[kept + 2] = stack[i + 2];
        kept += 3;
      }
    }
    top = kept;
  }

  private void store(int register, int value) {
    push(RESTORE, register, registers[register]);
    registers[register] = value;
  }

  private void push(int first, int second, int third) {
    if (top + 3 > stack.length) {
      stack = Arrays.copyOf(stack, stack.length * 2);
    }
    stack[top] = first;
    stack[top + 1] = second;
    stack[top + 2] = third;
    top += 3;
  }

  /**
   * The end of a backreference match here, or -1. A group that is not set matches the empty text.
   */
  private int again(Node.BackReference reference, int at, boolean isBackward) {
    for (int group : reference.groups()) {
      int start = registers[2 * group];
      int end = registers[2 * group + 1];
      if (start < 0 || end < 0) {
        continue;
      }
      int length = end - start;
      int from = isBackward ? at - length : at;
      if (from < 0 || from + length > input.length) {
        return -1;
      }
      Folding folding = reference.folding();
      for (int i = 0; i < length; i++) {
        int one = input[start + i];
        int other = input[from + i];
        if (one != other && folding.of(one) != folding.of(other)) {
          return -1;
        }
      }
      steps -= length;
      return isBackward ? from : from + length;
    }
    return at;
  }

  /** A search exceeded its limit. */
  static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private TooManySteps() {
      super("the pattern took too many steps on this text", null, false, false);
    }
  }
}
