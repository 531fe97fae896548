package io.sluice.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The differences between two contracts, by path: {@code table.evolution}, {@code
 * rules[amount.gt].argument}. Positions, comments, and the order of keys do not count. The spelling
 * of numbers and the order of lists do.
 */
public final class ContractDifference {

  private static final String RULES = "rules";

  private final Set<String> paths = new TreeSet<>();

  private ContractDifference() {}

  /** The sorted paths of all differences; empty if there are none. */
  public static List<String> between(Contract one, Contract other) {
    ContractDifference difference = new ContractDifference();
    JsonNode first = ContractJson.content(one);
    JsonNode second = ContractJson.content(other);
    difference.members("", first, second);
    difference.rules(first.path(RULES), second.path(RULES));
    return List.copyOf(difference.paths);
  }

  private void members(String path, JsonNode one, JsonNode other) {
    Set<String> names = new TreeSet<>();
    one.fieldNames().forEachRemaining(names::add);
    other.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      String inside = path.isEmpty() ? name : path + "." + name;
      JsonNode first = one.path(name);
      JsonNode second = other.path(name);
      if (first.isObject() && second.isObject()) {
        members(inside, first, second);
      } else if (!first.equals(second) && !inside.equals(RULES)) {
        paths.add(inside);
      }
    }
  }

  /** Matches rules by their IDs. A change of order counts as one difference. */
  private void rules(JsonNode one, JsonNode other) {
    Map<String, JsonNode> first = byId(one);
    Map<String, JsonNode> second = byId(other);
    Set<String> ids = new TreeSet<>(first.keySet());
    ids.addAll(second.keySet());
    for (String id : ids) {
      rule(RULES + "[" + id + "]", first.get(id), second.get(id));
    }
    if (!common(first, second).equals(common(second, first))) {
      paths.add(RULES);
    }
  }

  private void rule(String path, @Nullable JsonNode one, @Nullable JsonNode other) {
    if (one == null || other == null) {
      paths.add(path);
      return;
    }
    for (String member : List.of("field", "check", "argument", "when", "onFailure", "message")) {
      if (!one.path(member).equals(other.path(member))) {
        paths.add(path + "." + member);
      }
    }
  }

  private static Map<String, JsonNode> byId(JsonNode rules) {
    Map<String, JsonNode> byId = new LinkedHashMap<>();
    rules.forEach(rule -> byId.put(rule.path("id").asText(), rule));
    return byId;
  }

  /** The IDs of some rules that the other rules also have, in their order. */
  private static List<String> common(Map<String, JsonNode> some, Map<String, JsonNode> others) {
    List<String> common = new ArrayList<>(some.keySet());
    common.retainAll(others.keySet());
    return common;
  }
}
