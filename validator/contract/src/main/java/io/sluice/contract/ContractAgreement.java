package io.sluice.contract;

import io.sluice.problem.Problem;
import io.sluice.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks what contracts must agree on with each other. */
public final class ContractAgreement {

  private ContractAgreement() {}

  public static void check(List<Contract> contracts, Problems problems) {
    Map<String, Contract> names = new HashMap<>();
    for (Contract contract : contracts) {
      Contract same = names.putIfAbsent(contract.name(), contract);
      if (same != null && !contract.name().isEmpty()) {
        add(problems, contract, "the name '" + contract.name() + "' is taken by " + same.file());
      }
    }
    for (Pair pair : sharing(contracts)) {
      agree(pair.one(), pair.other(), problems);
      agree(pair.other(), pair.one(), problems);
    }
  }

  /** What is allowed and can still bring a record to two contracts, which is then a fault. */
  public static List<Problem> doubts(List<Contract> contracts) {
    Problems problems = new Problems();
    for (Pair pair : sharing(contracts)) {
      if (Overlap.of(pair.one(), pair.other()) == Overlap.POSSIBLE) {
        add(
            problems,
            pair.other(),
            "a record may match "
                + pair.one().file()
                + " too, which would make it a dead letter (ambiguous_contract); let both ask for"
                + " different values of one recordName, header or field");
      }
    }
    return problems.all();
  }

  private record Pair(Contract one, Contract other) {}

  private static List<Pair> sharing(List<Contract> contracts) {
    Map<String, List<Contract>> byTopic = new LinkedHashMap<>();
    List<Contract> patterns = new ArrayList<>();
    for (Contract contract : contracts) {
      contract
          .source()
          .topics()
          .forEach(topic -> byTopic.computeIfAbsent(topic, t -> new ArrayList<>()).add(contract));
      if (contract.source().topicPattern() != null) {
        patterns.add(contract);
      }
    }
    Set<Pair> pairs = new LinkedHashSet<>();
    byTopic.values().forEach(sharing -> addPairs(sharing, sharing, pairs));
    addPairs(patterns, contracts, pairs);
    return List.copyOf(pairs);
  }

  /** Each pair once, in the order of the files. */
  private static void addPairs(List<Contract> some, List<Contract> others, Set<Pair> pairs) {
    for (Contract one : some) {
      for (Contract other : others) {
        int order = one.file().compareTo(other.file());
        if (order != 0 && Overlap.shareTopic(one.source(), other.source())) {
          pairs.add(order < 0 ? new Pair(one, other) : new Pair(other, one));
        }
      }
    }
  }

  private static void agree(Contract one, Contract other, Problems problems) {
    if (!one.deadLetterTopic().equals(other.deadLetterTopic())) {
      add(problems, one, "has another dead-letter topic than " + other.file() + " for one topic");
    }
    if (one.value().format() != other.value().format()) {
      add(problems, one, "has another value format than " + other.file() + " for one topic");
    }
    if (!one.value().validation().equals(other.value().validation())) {
      add(
          problems,
          one,
          "has another 'engine' or 'formats' than " + other.file() + " for one topic");
    }
    if (one.key().format() != other.key().format()) {
      add(problems, one, "has another key format than " + other.file() + " for one topic");
    }
    if (one.source().unmatched() != other.source().unmatched()) {
      add(problems, one, "has another 'unmatched' than " + other.file() + " for one topic");
    }
    if (Overlap.of(one, other) == Overlap.CERTAIN) {
      add(
          problems,
          one,
          "matches the same records as " + other.file() + "; give each a 'match' of its own");
    }
  }

  private static void add(Problems problems, Contract contract, String message) {
    problems.add(new Problem(contract.file(), 1, 1, message));
  }
}
