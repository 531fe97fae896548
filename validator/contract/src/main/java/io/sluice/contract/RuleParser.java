package io.sluice.contract;

import io.sluice.contract.Contract.OnFailure;
import io.sluice.failure.FilePlace;
import io.sluice.failure.Suggestion;
import io.sluice.path.Path;
import io.sluice.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rules of a contract. Problems that depend on the schema are found when rules are
 * compiled.
 */
final class RuleParser {

  /** The keys that a rule can have besides its check. */
  private static final Set<String> MEMBERS =
      Set.of("id", "field", "when", "onFailure", "message", "doc", "tags", "dimension");

  private final ExpressionSyntax expressions;

  RuleParser(ExpressionSyntax expressions) {
    this.expressions = expressions;
  }

  /** The rules of a list, except those with problems. */
  List<Contract.Rule> parse(List<YamlNode> list) {
    List<Contract.Rule> rules = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (YamlNode node : list) {
      Contract.Rule rule = rule(node);
      if (rule == null) {
        continue;
      }
      if (!ids.add(rule.id())) {
        node.problem(
            "the rule ID '"
                + rule.id()
                + "' is used twice; give one of the rules its"
                + " own 'id'");
      }
      rules.add(rule);
    }
    return rules;
  }

  private Contract.@Nullable Rule rule(YamlNode node) {
    if (!node.isMapping()) {
      node.problem("a rule must be a mapping, such as '- field: amount'");
      return null;
    }
    CheckName check = check(node);
    YamlNode argument = check == null ? null : node.member(check.label());
    if (check == null || argument == null) {
      return null;
    }
    String field = node.text("field");
    if (field == null && check != CheckName.EXPR) {
      node.problem("this rule has a check but no 'field'; add the field to check");
      return null;
    }
    String id = node.text("id");
    YamlNode given = node.member("id");
    if (given != null && id != null && id.isBlank()) {
      given.problem(
          field == null
              ? "'id' is empty; give the rule an ID"
              : "'id' is empty; remove it to use '" + field + "." + check.label() + "'");
      return null;
    }
    if (field == null && id == null) {
      node.problem("a rule with only an 'expr' requires an 'id'");
      return null;
    }
    if (!isUsable(node, field, check, argument)) {
      return null;
    }
    return new Contract.Rule(
        id == null ? field + "." + check.label() : id,
        field,
        check,
        Arguments.of(check, argument),
        node.text("when"),
        node.choice("onFailure", OnFailure.class, OnFailure.REJECT),
        node.text("message"),
        new Contract.Places(
            node.place(), place(node, "field"), argument.place(), place(node, "when")));
  }

  private static @Nullable FilePlace place(YamlNode node, String member) {
    YamlNode value = node.member(member);
    return value == null || value.isNull() ? null : value.place();
  }

  /** The single check of a rule, or null with a problem. */
  private static @Nullable CheckName check(YamlNode node) {
    List<CheckName> checks = new ArrayList<>();
    for (String member : node.members().keySet()) {
      CheckName check = CheckName.of(member);
      if (check != null) {
        checks.add(check);
      } else if (!MEMBERS.contains(member)) {
        unknown(node, member);
        return null;
      }
    }
    if (checks.size() == 1) {
      return checks.get(0);
    }
    node.problem(
        checks.isEmpty()
            ? "this rule has no check; add one, such as 'gt: 0', or an 'expr'"
            : "this rule has "
                + checks.size()
                + " checks, but a rule can have only one; write"
                + " a separate rule for each check");
    return null;
  }

  private static void unknown(YamlNode node, String member) {
    String ours = Synonyms.find(member);
    Set<String> all = CheckName.labels();
    all.addAll(MEMBERS);
    node.problemAtKey(
        member,
        ours == null
            ? "unknown check '" + member + "'" + Suggestion.among(member, all)
            : "'" + member + "' is not a Sluice name; use '" + ours + "'");
  }

  /** Checks a rule as far as possible without its schema. */
  private boolean isUsable(
      YamlNode node, @Nullable String field, CheckName check, YamlNode argument) {
    int before = node.problems();
    if (field != null) {
      try {
        Path.parse(field);
      } catch (IllegalArgumentException e) {
        YamlNode at = node.member("field");
        (at == null ? node : at).problem(String.valueOf(e.getMessage()));
      }
      if (check == CheckName.EXPR && field.startsWith("$headers")) {
        argument.problem("an 'expr' reads headers with headers['x-y']; remove 'field'");
      }
    }
    Arguments.require(check, argument);
    if (check == CheckName.EXPR && argument.isValue()) {
      requireExpression(argument);
    }
    requireTexts(node);
    YamlNode when = node.member("when");
    if (when != null) {
      requireExpression(when);
    }
    return node.problems() == before;
  }

  /** Reads the members that only inform readers. */
  private static void requireTexts(YamlNode node) {
    node.text("doc");
    node.texts("tags");
    YamlNode message = node.member("message");
    if (message != null && message.isValue() && message.text().isBlank()) {
      message.problem("'message' is empty; remove it to use the check's default message");
    }
    node.choice("dimension", Dimension.class, Dimension.CONFORMITY);
  }

  private void requireExpression(YamlNode node) {
    if (!node.isValue()) {
      node.problem("an expression must be text");
      return;
    }
    for (ExpressionSyntax.Mistake mistake : expressions.mistakes(node.text())) {
      node.add(node.at(mistake.line(), mistake.column(), mistake.message()));
    }
  }
}
