package io.sluice.contract;

import io.sluice.failure.Problem;
import io.sluice.failure.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Checks that contracts that share a topic agree with each other. */
public final class ContractAgreement {

  private ContractAgreement() {}

  public static void check(List<Contract> contracts, Problems problems) {
    Map<String, Contract> names = new HashMap<>();
    for (Contract contract : contracts) {
      Contract same = names.putIfAbsent(contract.name(), contract);
      if (same != null && !contract.name().isEmpty()) {
        add(
            problems,
            contract,
            List.of("name"),
            "the name '"
                + contract.name()
                + "' is already used by "
                + same.file()
                + "; choose a different name");
      }
    }
    for (Pair pair : sharing(contracts)) {
      agree(pair.one(), pair.other(), problems);
      agree(pair.other(), pair.one(), problems);
    }
  }

  /**
   * Finds contracts that are allowed but can still match the same record, which is then a fault.
   */
  public static List<Problem> doubts(List<Contract> contracts) {
    Problems problems = new Problems();
    for (Pair pair : sharing(contracts)) {
      if (Overlap.of(pair.one(), pair.other()) == Overlap.POSSIBLE) {
        add(
            problems,
            pair.other(),
            MATCH,
            "a record can match both this contract and "
                + pair.one().file()
                + "; it then becomes a dead letter (ambiguous_contract). In both contracts,"
                + " match on the same property (recordName, a header, or a field), with different"
                + " values");
      }
    }
    return problems.all();
  }

  /**
   * A setting that must be the same for all records of a topic.
   *
   * @param path the keys of the setting in a contract
   */
  private record Setting(List<String> path, Function<Contract, String> value) {

    String name() {
      return "'" + String.join(".", path) + "'";
    }

    /**
     * Whether the contracts conflict. If neither contract sets the value, another setting causes
     * the difference and is reported instead.
     */
    boolean differs(Contract one, Contract other) {
      return !value.apply(one).equals(value.apply(other))
          && (one.keys().has(path) || other.keys().has(path));
    }

    String words(Contract contract) {
      return value.apply(contract) + (contract.keys().has(path) ? "" : " (by default)");
    }
  }

  private static final List<String> MATCH = List.of("source", "match");

  private static final List<Setting> SETTINGS =
      List.of(
          new Setting(List.of("deadLetter", "topic"), Contract::deadLetterTopic),
          new Setting(List.of("value", "format"), one -> one.value().format().name()),
          new Setting(List.of("value", "engine"), one -> label(one.value().validation().engine())),
          new Setting(
              List.of("value", "formats"),
              one -> label(ValueParser.Formats.of(one.value().validation()))),
          new Setting(List.of("key", "format"), one -> label(one.key().format())),
          new Setting(List.of("source", "unmatched"), one -> label(one.source().unmatched())));

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
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
        if (order != 0 && Overlap.sharedTopic(one.source(), other.source()) != null) {
          pairs.add(order < 0 ? new Pair(one, other) : new Pair(other, one));
        }
      }
    }
  }

  private static void agree(Contract one, Contract other, Problems problems) {
    String topic = Overlap.sharedTopic(one.source(), other.source());
    for (Setting setting : SETTINGS) {
      if (setting.differs(one, other)) {
        add(
            problems,
            one,
            setting.path(),
            setting.name()
                + " is "
                + setting.words(one)
                + " here and "
                + setting.words(other)
                + " in "
                + other.file()
                + "; both contracts read "
                + topic
                + ", so give them the same value");
      }
    }
    if (Overlap.of(one, other) == Overlap.CERTAIN) {
      add(
          problems,
          one,
          MATCH,
          "matches the same records from "
              + topic
              + " as "
              + other.file()
              + "; give each contract its own 'source.match'");
    }
  }

  /**
   * If no key of the path is written, the problem points to the keys that make the contracts share
   * a topic.
   */
  private static void add(Problems problems, Contract contract, List<String> path, String message) {
    String topics = contract.source().topicPattern() == null ? "topics" : "topicPattern";
    boolean isWritten = contract.keys().has(path.subList(0, 1));
    problems.add(contract.keys().at(isWritten ? path : List.of("source", topics), message));
  }
}
