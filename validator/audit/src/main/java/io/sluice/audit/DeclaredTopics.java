package io.sluice.audit;

import io.sluice.contract.Contract;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The topics that contracts declare, evaluated with the audit's own code. */
final class DeclaredTopics {

  private static final String REPLAY = ".replay";
  private static final String HOLE = "{topic}";

  private final List<Contract> contracts;
  private final Map<String, List<Contract>> known = new ConcurrentHashMap<>();

  DeclaredTopics(List<Contract> contracts) {
    this.contracts = List.copyOf(contracts);
  }

  /** The topics that contracts read, including replay topics; some may not exist. */
  Set<String> among(Set<String> existing) {
    Set<String> topics = new TreeSet<>();
    contracts.forEach(contract -> topics.addAll(contract.source().topics()));
    existing.stream().filter(topic -> !contractsOf(topic).isEmpty()).forEach(topics::add);
    return topics;
  }

  /** The contracts of a topic; a replay topic has the contracts of its origin. */
  List<Contract> contractsOf(String topic) {
    return known.computeIfAbsent(
        topic,
        name -> {
          List<Contract> own = selecting(name);
          return own.isEmpty() && name.endsWith(REPLAY) ? selecting(withoutReplay(name)) : own;
        });
  }

  private List<Contract> selecting(String topic) {
    return contracts.stream()
        .filter(contract -> selects(contract, topic))
        .map(contract -> contract.at(topic))
        .toList();
  }

  private boolean selects(Contract contract, String topic) {
    String pattern = contract.source().topicPattern();
    return contract.source().topics().contains(topic)
        || (pattern != null && !isOurs(topic) && Pattern.matches(pattern, topic));
  }

  /** Whether patterns must not match a topic: Kafka's own topics, and topics that Sluice writes. */
  private boolean isOurs(String topic) {
    return topic.startsWith("__")
        || topic.endsWith(REPLAY)
        || topic.endsWith(".dlq")
        || contracts.stream().anyMatch(contract -> fits(contract.deadLetterTopic(), topic));
  }

  private static boolean fits(String template, String topic) {
    int hole = template.indexOf(HOLE);
    if (hole < 0) {
      return template.equals(topic);
    }
    String after = template.substring(hole + HOLE.length());
    return topic.length() > hole + after.length()
        && topic.startsWith(template.substring(0, hole))
        && topic.endsWith(after);
  }

  /** The origin of a replay topic; null for other topics. */
  @Nullable String originOf(String topic) {
    return topic.endsWith(REPLAY) && selecting(topic).isEmpty() && !contractsOf(topic).isEmpty()
        ? withoutReplay(topic)
        : null;
  }

  private static String withoutReplay(String topic) {
    return topic.substring(0, topic.length() - REPLAY.length());
  }

  /** The dead-letter topics of a topic; there may be several if contracts have changed. */
  Set<String> deadLetterTopicsOf(String topic) {
    String origin = originOf(topic);
    Set<String> letters = new TreeSet<>();
    for (Contract contract : contractsOf(topic)) {
      letters.add(contract.deadLetterTopic().replace(HOLE, origin == null ? topic : origin));
    }
    return letters;
  }

  /** The tables that rows of a topic may be in. */
  Set<String> tablesOf(String topic) {
    Set<String> tables = new TreeSet<>();
    contractsOf(topic).forEach(contract -> tables.add(contract.table().name()));
    return tables;
  }
}
