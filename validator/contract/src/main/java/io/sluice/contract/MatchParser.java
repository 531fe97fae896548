package io.sluice.contract;

import io.sluice.path.Path;
import io.sluice.path.Root;
import io.sluice.path.Step;
import io.sluice.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code match}: which records in a mixed topic belong to a contract. */
final class MatchParser {

  private MatchParser() {}

  static Contract.Match parse(YamlNode node) {
    Contract.Match match =
        new Contract.Match(node.text("recordName"), pairs(node, "header"), fields(node));
    if (match.isEverything()) {
      node.problem("'match' requires a condition: recordName, header, or field");
    }
    node.refuseEmpty("recordName");
    node.refuseOthers();
    return match;
  }

  private static Map<String, String> fields(YamlNode node) {
    YamlNode mapping = node.member("field");
    if (mapping != null) {
      mapping.members().forEach(MatchParser::requireNamedField);
    }
    return pairs(node, "field");
  }

  private static void requireNamedField(String field, YamlNode value) {
    try {
      Path path = Path.parse(field);
      boolean isNamed = path.steps().stream().allMatch(Step.Name.class::isInstance);
      if (!isNamed || path.root() != Root.MESSAGE) {
        value.problem("'" + field + "' must be a field of the event, such as a.b");
      }
    } catch (IllegalArgumentException e) {
      value.problem(String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, String> pairs(YamlNode node, String member) {
    Map<String, String> pairs = new LinkedHashMap<>();
    YamlNode mapping = node.member(member);
    if (mapping != null) {
      mapping.members().forEach((name, value) -> pairs.put(name, value.text()));
    }
    return pairs;
  }
}
