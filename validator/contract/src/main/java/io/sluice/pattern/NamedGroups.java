package io.sluice.pattern;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The named groups of a pattern, and the references to them. */
final class NamedGroups {

  private final Map<String, List<Integer>> named = new HashMap<>();

  /** The position of the first reference to each name. */
  private final Map<String, Integer> referred = new HashMap<>();

  /** The names of groups that can match together with the part that is being parsed. */
  private Set<String> taken = new HashSet<>();

  /**
   * Names a group. Returns false if another group that can match together with it has the same
   * name.
   */
  boolean add(String name, int number) {
    if (!taken.add(name)) {
      return false;
    }
    named.computeIfAbsent(name, any -> new ArrayList<>()).add(number);
    return true;
  }

  /**
   * The groups that a reference names. They are known only after all groups are read, because a
   * reference can come before its group.
   */
  List<Integer> refer(String name, int at) {
    referred.putIfAbsent(name, at);
    return new AbstractList<>() {
      @Override
      public Integer get(int index) {
        return named.getOrDefault(name, List.of()).get(index);
      }

      @Override
      public int size() {
        return named.getOrDefault(name, List.of()).size();
      }
    };
  }

  /** Rejects references to names that no group has. */
  void requireReferred() throws PatternException {
    for (Map.Entry<String, Integer> name : referred.entrySet()) {
      if (!named.containsKey(name.getKey())) {
        throw new PatternException(
            "there is no group named '" + name.getKey() + "'", name.getValue());
      }
    }
  }

  /** Begins a choice. Groups in different branches can have the same name. */
  Branches branches() {
    return new Branches();
  }

  /** The branches of one choice. */
  final class Branches {
    private final Set<String> before = taken;
    private final Set<String> after = new HashSet<>(before);

    private Branches() {}

    /** Begins a branch. */
    void next() {
      after.addAll(taken);
      taken = new HashSet<>(before);
    }

    /** Ends the choice: what follows can match together with any branch. */
    void end() {
      after.addAll(taken);
      taken = after;
    }
  }
}
