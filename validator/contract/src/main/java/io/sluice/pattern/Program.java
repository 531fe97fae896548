package io.sluice.pattern;

import com.ibm.icu.text.UnicodeSet;
import java.util.ArrayList;
import java.util.List;

/**
 * A pattern compiled to steps for {@link Automaton} and {@link Backtracking}. Repetitions are
 * written out, so no step counts iterations.
 */
final class Program {

  /** The operations of steps. */
  enum Op {
    /** Takes a character of {@code sets[a]}. */
    CHARS,
    /** Continues at {@code a}, or else at {@code b}. */
    FORK,
    JUMP,
    /**
     * Continues if the place is the edge with ordinal {@code a}; its word characters are {@code
     * sets[b]}.
     */
    PLACE,
    /** Continues if {@code looks[a]} allows it. */
    LOOK,
    /** Stores the position in register {@code a}. */
    STORE,
    /**
     * Continues unless register {@code a} holds the position, that is, unless the iteration took
     * nothing.
     */
    PROGRESS,
    /** Clears the registers from {@code a} to {@code b}, exclusive. */
    FORGET,
    /** Matches the text of {@code references[a]} again. */
    REFERENCE,
    MATCH
  }

  /** A look-ahead or look-behind with its own steps. */
  record Look(Program program, boolean isBehind, boolean isNegative) {}

  /** The maximum number of steps. Patterns with more steps are rejected. */
  static final int MOST_STEPS = 100_000;

  final boolean isBackward;
  final boolean hasReferences;
  final List<UnicodeSet> sets = new ArrayList<>();
  final List<Node.Place> places = new ArrayList<>();
  final List<Look> looks = new ArrayList<>();
  final List<Node.BackReference> references = new ArrayList<>();
  Op[] ops = new Op[4];
  int[] a = new int[4];
  int[] b = new int[4];
  int size;

  /** The number of capture registers, two for each group. The registers of iterations follow. */
  private int registers;

  /** The number of steps in the whole pattern, including all look-arounds. */
  private final int[] all;

  private Program(boolean isBackward, boolean hasReferences, int registers, int[] all) {
    this.isBackward = isBackward;
    this.hasReferences = hasReferences;
    this.registers = registers;
    this.all = all;
  }

  /**
   * Writes the steps of a pattern.
   *
   * @param isBackward whether the steps go from the end to the start
   * @param groups the highest number of a group
   * @param hasReferences whether captures matter
   */
  static Program of(Node pattern, boolean isBackward, int groups, boolean hasReferences)
      throws PatternException {
    Program program = new Program(isBackward, hasReferences, 2 * (groups + 1), new int[1]);
    program.write(pattern);
    program.add(Op.MATCH, 0, 0);
    return program;
  }

  int registers() {
    return registers;
  }

  private int add(Op op, int first, int second) throws PatternException {
    if (++all[0] > MOST_STEPS) {
      throw new PatternException(
          "it compiles to more than "
              + MOST_STEPS
              + " steps; repeat smaller parts, or repeat them fewer times",
          0,
          true);
    }
    if (size == ops.length) {
      ops = java.util.Arrays.copyOf(ops, size * 2);
      a = java.util.Arrays.copyOf(a, size * 2);
      b = java.util.Arrays.copyOf(b, size * 2);
    }
    ops[size] = op;
    a[size] = first;
    b[size] = second;
    return size++;
  }

  private int set(UnicodeSet set) {
    sets.add(set);
    return sets.size() - 1;
  }

  private void write(Node node) throws PatternException {
    if (node instanceof Node.Chars chars) {
      add(Op.CHARS, set(chars.set()), 0);
    } else if (node instanceof Node.Sequence sequence) {
      List<Node> parts = sequence.parts();
      for (int i = 0; i < parts.size(); i++) {
        write(parts.get(isBackward ? parts.size() - 1 - i : i));
      }
    } else if (node instanceof Node.Choice choice) {
      write(choice);
    } else if (node instanceof Node.Group group) {
      write(group);
    } else if (node instanceof Node.BackReference reference) {
      references.add(reference);
      add(Op.REFERENCE, references.size() - 1, 0);
    } else if (node instanceof Node.Look look) {
      write(look);
    } else if (node instanceof Node.Place place) {
      places.add(place);
      add(Op.PLACE, places.size() - 1, 0);
    } else if (node instanceof Node.Repeat repeat) {
      write(repeat);
    }
  }

  private void write(Node.Choice choice) throws PatternException {
    List<Integer> jumps = new ArrayList<>();
    List<Node> branches = choice.branches();
    for (int i = 0; i < branches.size(); i++) {
      boolean isLast = i == branches.size() - 1;
      int fork = isLast ? -1 : add(Op.FORK, size + 1, 0);
      write(branches.get(i));
      if (!isLast) {
        jumps.add(add(Op.JUMP, 0, 0));
        b[fork] = size;
      }
    }
    jumps.forEach(jump -> a[jump] = size);
  }

  private void write(Node.Group group) throws PatternException {
    int start = 2 * group.number();
    if (hasReferences) {
      add(Op.STORE, isBackward ? start + 1 : start, 0);
    }
    write(group.body());
    if (hasReferences) {
      add(Op.STORE, isBackward ? start : start + 1, 0);
    }
  }

  /** If captures do not matter, a look-ahead is searched from the end of the text. */
  private void write(Node.Look look) throws PatternException {
    Program body = new Program(hasReferences == look.isBehind(), hasReferences, registers, all);
    body.write(look.body());
    body.add(Op.MATCH, 0, 0);
    registers = Math.max(registers, body.registers);
    looks.add(new Look(body, look.isBehind(), look.isNegative()));
    add(Op.LOOK, looks.size() - 1, 0);
  }

  private void write(Node.Repeat repeat) throws PatternException {
    for (int i = 0; i < repeat.least(); i++) {
      int before = size;
      round(repeat);
      if (size == before) {
        // an iteration without steps changes nothing, no matter how often it is repeated
        return;
      }
    }
    if (repeat.most() == Node.UNBOUNDED) {
      int fork = fork(repeat);
      optional(repeat);
      add(Op.JUMP, fork, 0);
      leave(fork, repeat);
      return;
    }
    List<Integer> forks = new ArrayList<>();
    for (int i = repeat.least(); i < repeat.most(); i++) {
      forks.add(fork(repeat));
      optional(repeat);
    }
    forks.forEach(fork -> leave(fork, repeat));
  }

  private int fork(Node.Repeat repeat) throws PatternException {
    return repeat.isGreedy() ? add(Op.FORK, size + 1, 0) : add(Op.FORK, 0, size + 1);
  }

  private void leave(int fork, Node.Repeat repeat) {
    if (repeat.isGreedy()) {
      b[fork] = size;
    } else {
      a[fork] = size;
    }
  }

  private void round(Node.Repeat repeat) throws PatternException {
    if (hasReferences && repeat.lastGroup() > repeat.firstGroup()) {
      add(Op.FORGET, 2 * repeat.firstGroup(), 2 * repeat.lastGroup());
    }
    write(repeat.body());
  }

  /** An iteration beyond the minimum, which must take something. */
  private void optional(Node.Repeat repeat) throws PatternException {
    if (!hasReferences) {
      round(repeat);
      return;
    }
    int register = registers++;
    add(Op.STORE, register, 0);
    round(repeat);
    add(Op.PROGRESS, register, 0);
  }

  /** Whether a position is an edge. */
  static boolean isAt(Node.Place place, int[] input, int at) {
    UnicodeSet word = place.word();
    return switch (place.edge()) {
      case START -> at == 0;
      case END -> at == input.length;
      case LINE_START -> at == 0 || CharacterSets.isLineEnd(input[at - 1]);
      case LINE_END -> at == input.length || CharacterSets.isLineEnd(input[at]);
      case WORD -> isWord(word, input, at - 1) != isWord(word, input, at);
      case NOT_WORD -> isWord(word, input, at - 1) == isWord(word, input, at);
    };
  }

  private static boolean isWord(UnicodeSet word, int[] input, int at) {
    return at >= 0 && at < input.length && word.contains(input[at]);
  }
}
