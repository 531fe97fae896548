package io.sluice.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.letters.Causes.Cause;
import io.sluice.letters.State;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The counts of a replay, as kept in the journal. */
public final class Counts {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SEPARATOR = "\t";

  /** The maximum number of causes that are counted separately in a batch or a replay. */
  private static final int MOST_CAUSES = 100;

  private static final Cause OTHERS = new Cause("-", "-", "(others)", "-", "-");

  private final TreeMap<String, Long> numbers = new TreeMap<>();
  private final Map<Cause, Long> failing = new HashMap<>();

  void add(LetterDecision decision) {
    decision.tell(new Adding());
  }

  /** Adds one letter. */
  private final class Adding implements LetterDecision.Cases {
    @Override
    public void send(LetterDecision.Send send) {
      add("sent", 1);
      add("fixed", send.isFixed() ? 1 : 0);
    }

    @Override
    public void fails(LetterDecision.Fails fails) {
      add("failing", 1);
      fail(fails.cause(), 1);
    }

    @Override
    public void waits(LetterDecision.Waits waits) {
      add("waiting", 1);
    }

    @Override
    public void parks(LetterDecision.Parks parks) {
      add("parked", 1);
    }

    @Override
    public void skips(LetterDecision.Skips skips) {
      State state = skips.state();
      add(state == null ? "copies" : "already " + state.label(), 1);
    }
  }

  private void add(String name, long count) {
    if (count > 0) {
      numbers.merge(name, count, Long::sum);
    }
  }

  private void fail(Cause cause, long count) {
    boolean isKnown = failing.containsKey(cause) || failing.size() < MOST_CAUSES;
    failing.merge(isKnown ? cause : OTHERS, count, Long::sum);
  }

  void addAll(Counts others) {
    others.numbers.forEach(this::add);
    others.failing.forEach(this::fail);
  }

  /** A count by name: sent, failing, waiting, parked, copies, and so on. */
  public long of(String name) {
    return numbers.getOrDefault(name, 0L);
  }

  /** All nonzero counts by name. */
  public Map<String, Long> numbers() {
    return numbers;
  }

  /** The number of letters that were read. */
  public long total() {
    return numbers.entrySet().stream()
        .filter(entry -> !entry.getKey().equals("fixed"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** The causes of letters that still fail, most frequent first. */
  public List<Map.Entry<Cause, Long>> failing() {
    return failing.entrySet().stream()
        .sorted(Comparator.comparing((Map.Entry<Cause, Long> e) -> -e.getValue()))
        .toList();
  }

  ObjectNode toJson() {
    ObjectNode json = JSON.createObjectNode();
    numbers.forEach(json::put);
    if (!failing.isEmpty()) {
      ObjectNode causes = json.putObject("causes");
      failing.forEach(
          (cause, count) ->
              causes.put(
                  String.join(
                      SEPARATOR,
                      cause.contract(),
                      cause.stage(),
                      cause.code(),
                      cause.rule(),
                      cause.path()),
                  count));
    }
    return json;
  }

  /** The letters sent and parked in all rounds, and all other counts of the last round. */
  static Counts ofRounds(List<JsonNode> batches) {
    int last = batches.stream().mapToInt(batch -> batch.path("round").asInt()).max().orElse(0);
    Counts all = new Counts();
    for (JsonNode batch : batches) {
      Counts counts = of(batch.path("counts"));
      if (batch.path("round").asInt() != last) {
        counts.numbers.keySet().retainAll(List.of("sent", "fixed", "parked"));
        counts.failing.clear();
      }
      all.addAll(counts);
    }
    return all;
  }

  static Counts of(JsonNode json) {
    Counts counts = new Counts();
    json.properties()
        .forEach(
            entry -> {
              if (entry.getValue().isNumber()) {
                counts.add(entry.getKey(), entry.getValue().asLong());
              }
            });
    json.path("causes")
        .properties()
        .forEach(
            entry -> {
              String[] parts = entry.getKey().split(SEPARATOR, 5);
              if (parts.length == 5) {
                counts.fail(
                    new Cause(parts[0], parts[1], parts[2], parts[3], parts[4]),
                    entry.getValue().asLong());
              }
            });
    return counts;
  }
}
