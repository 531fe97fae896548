package io.sluice.contract;

import io.sluice.problem.Problem;
import io.sluice.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks what contracts must agree on with each other. */
public final class ContractAgreement {

  private ContractAgreement() {}

  public static void check(List<Contract> contracts, Problems problems) {
    Map<String, Contract> names = new HashMap<>();
    Map<String, List<Contract>> byTopic = new LinkedHashMap<>();
    for (Contract contract : contracts) {
      Contract same = names.putIfAbsent(contract.name(), contract);
      if (same != null) {
        add(problems, contract, "the name '" + contract.name() + "' is taken by " + same.file());
      }
      for (String topic : contract.source().topics()) {
        byTopic.computeIfAbsent(topic, t -> new ArrayList<>()).add(contract);
      }
    }
    Set<List<String>> compared = new HashSet<>();
    for (List<Contract> sharing : byTopic.values()) {
      for (Contract one : sharing) {
        for (Contract other : sharing) {
          // two contracts may share several topics
          if (!one.file().equals(other.file()) && compared.add(List.of(one.file(), other.file()))) {
            agree(one, other, problems);
          }
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
    if (one.source().match().equals(other.source().match())) {
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
