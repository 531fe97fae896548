package io.sluice.pipeline;

import io.sluice.contract.Contract;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The topics of the contracts, with their tables and dead-letter topics. */
public final class Topics {

  /** The suffix that turns a topic's name into the name of its replay topic. */
  public static final String REPLAY = ".replay";

  /**
   * Kafka's limit for the length of a topic name, in characters.
   *
   * @see org.apache.kafka.common.internals.Topic
   */
  private static final int LONGEST_NAME = 249;

  private final List<Contract> contracts;

  /** Cached, because each report asks for them. The contracts of a topic never change. */
  private final Map<String, List<Contract>> matching = new ConcurrentHashMap<>();

  public Topics(List<Contract> contracts) {
    this.contracts = List.copyOf(contracts);
  }

  /** The topics that contracts list, without those that match a pattern. */
  public Set<String> named() {
    Set<String> named = new LinkedHashSet<>();
    contracts.forEach(contract -> named.addAll(contract.source().topics()));
    return named;
  }

  /** Whether a contract selects topics by pattern. */
  public boolean hasPatterns() {
    return contracts.stream().anyMatch(contract -> contract.source().topicPattern() != null);
  }

  /**
   * The contracts of a topic, resolved for it, in their order. Empty if no contract selects the
   * topic.
   */
  public List<Contract> contractsOf(String topic) {
    List<Contract> matching = matching(topic);
    return matching.isEmpty() && topic.endsWith(REPLAY)
        ? matching(topic.substring(0, topic.length() - REPLAY.length()))
        : matching;
  }

  /**
   * The topic whose records a replay topic repeats.
   *
   * @return null if the topic is not a replay topic
   */
  public @Nullable String replayedTopicOf(String topic) {
    boolean isReplay = topic.endsWith(REPLAY) && matching(topic).isEmpty() && isRead(topic);
    return isReplay ? topic.substring(0, topic.length() - REPLAY.length()) : null;
  }

  /** The replay topics of the named topics. They do not have to exist. */
  public Set<String> replayTopics() {
    Set<String> names = new LinkedHashSet<>();
    named().stream().filter(Topics::canBeReplayed).forEach(topic -> names.add(topic + REPLAY));
    return names;
  }

  /** Whether the topic's name is short enough for a replay topic. Kafka rejects longer names. */
  public static boolean canBeReplayed(String topic) {
    return topic.length() + REPLAY.length() <= LONGEST_NAME;
  }

  private List<Contract> matching(String topic) {
    return matching.computeIfAbsent(
        topic,
        name ->
            contracts.stream()
                .filter(contract -> selects(contract, name))
                .map(contract -> contract.at(name))
                .toList());
  }

  private boolean selects(Contract contract, String topic) {
    String pattern = contract.source().topicPattern();
    return contract.source().topics().contains(topic)
        || (pattern != null && !isOurs(topic) && Pattern.matches(pattern, topic));
  }

  /** Whether patterns must not match the topic, because it is Kafka's own or Sluice writes it. */
  private boolean isOurs(String topic) {
    return topic.startsWith("__") || topic.endsWith(REPLAY) || isWrittenBySluice(topic);
  }

  /** Whether a contract reads the topic. A contract can have been removed since the checkpoint. */
  public boolean isRead(String topic) {
    return !contractsOf(topic).isEmpty();
  }

  /** Whether it is a dead-letter topic, by its suffix or according to a contract. */
  public boolean isWrittenBySluice(String topic) {
    return topic.endsWith(".dlq")
        || contracts.stream()
            .anyMatch(contract -> Pattern.matches(asPattern(contract.deadLetterTopic()), topic));
  }

  private static String asPattern(String template) {
    StringBuilder pattern = new StringBuilder();
    int at = 0;
    for (int hole = template.indexOf("{topic}");
        hole >= 0;
        hole = template.indexOf("{topic}", at)) {
      pattern.append(Pattern.quote(template.substring(at, hole))).append(".+");
      at = hole + "{topic}".length();
    }
    return pattern.append(Pattern.quote(template.substring(at))).toString();
  }

  /** The dead-letter topic of a topic. All contracts of the topic agree on it. */
  public String deadLetterTopicOf(String topic) {
    String origin = replayedTopicOf(topic);
    String source = origin == null ? topic : origin;
    return contractsOf(topic).get(0).deadLetterTopic().replace("{topic}", source);
  }

  /** How contracts select topics, by the table name as the contract states it. */
  public Map<String, List<Selection>> selections() {
    Map<String, List<Selection>> selections = new TreeMap<>();
    contracts.forEach(
        contract ->
            selections
                .computeIfAbsent(contract.table().name(), table -> new ArrayList<>())
                .addAll(Selection.of(contract.source())));
    return selections;
  }

  /**
   * The tables that rows from a topic can go to, each with its name and the names that contracts
   * give it, which may contain {@code {topic}}.
   */
  public Map<String, Set<String>> declaredTables(String topic) {
    Map<String, Set<String>> tables = new LinkedHashMap<>();
    String origin = replayedTopicOf(topic);
    String selected = origin == null ? topic : origin;
    for (Contract contract : contracts) {
      if (selects(contract, selected)) {
        String table = contract.at(selected).table().name();
        Set<String> names = tables.computeIfAbsent(table, name -> new LinkedHashSet<>());
        names.add(table);
        names.add(contract.table().name());
      }
    }
    return tables;
  }

  /** The tables that rows from a topic can go to. */
  public Set<String> tablesOf(String topic) {
    Set<String> tables = new LinkedHashSet<>();
    contractsOf(topic).forEach(contract -> tables.add(contract.table().name()));
    return tables;
  }
}
