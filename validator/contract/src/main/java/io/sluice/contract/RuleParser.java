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

/** Reads the rules of a contract. What needs the schema is found when rules are compiled. */
final class RuleParser {

  /** What a rule may have beside its check. */
  private static final Set<String> MEMBERS =
      Set.of("id", "field", "when", "onFailure", "message", "doc", "tags", "dimension");

  private final ExpressionSyntax expressions;

  RuleParser(ExpressionSyntax expressions) {
    this.expressions = expressions;
  }

  /** The rules of a list, without those that have problems. */
  List<Contract.Rule> parse(List<YamlNode> list) {
    List<Contract.Rule> rules = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (YamlNode node : list) {
      Contract.Rule rule = rule(node);
      if (rule == null) {
        continue;
      }
      if (!ids.add(rule.id())) {
        node.problem("the rule id '" + rule.id() + "' appears twice; give one an 'id'");
      }
      rules.add(rule);
    }
    return rules;
  }

  private Contract.@Nullable Rule rule(YamlNode node) {
    if (!node.isMapping()) {
      node.problem("a rule is a mapping, as in '- field: amount'");
      return null;
    }
    CheckName check = check(node);
    YamlNode argument = check == null ? null : node.member(check.label());
    if (check == null || argument == null) {
      return null;
    }
    String field = node.text("field");
    if (field == null && check != CheckName.EXPR) {
      node.problem("this rule needs a 'field' for its check");
      return null;
    }
    String id = node.text("id");
    YamlNode given = node.member("id");
    if (given != null && id != null && id.isBlank()) {
      given.problem(
          field == null
              ? "'id' is empty; give the rule an id"
              : "'id' is empty; leave it out to use '" + field + "." + check.label() + "'");
      return null;
    }
    if (field == null && id == null) {
      node.problem("a rule with only an 'expr' needs an 'id'");
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

  /** The only check of a rule, or null with a problem. */
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
            ? "this rule checks nothing; add a check, as in 'gt: 0', or an 'expr'"
            : "this rule has " + checks.size() + " checks; one rule has one, so make more rules");
    return null;
  }

  private static void unknown(YamlNode node, String member) {
    String ours = Synonyms.find(member);
    Set<String> all = CheckName.labels();
    all.addAll(MEMBERS);
    node.problemAtKey(
        member,
        ours == null
            ? "there is no check '" + member + "'" + Suggestion.among(member, all)
            : "'" + member + "' is called '" + ours + "' here");
  }

  /** What can be told of a rule without its schema. */
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
        argument.problem("an 'expr' reads headers as headers['x-y']; leave 'field' out");
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

  /** Members that are for people, and that nothing else reads. */
  private static void requireTexts(YamlNode node) {
    node.text("doc");
    node.texts("tags");
    YamlNode message = node.member("message");
    if (message != null && message.isValue() && message.text().isBlank()) {
      message.problem("'message' is empty; leave it out for the check's own");
    }
    node.choice("dimension", Dimension.class, Dimension.CONFORMITY);
  }

  private void requireExpression(YamlNode node) {
    if (!node.isValue()) {
      node.problem("an expression is a text");
      return;
    }
    for (ExpressionSyntax.Mistake mistake : expressions.mistakes(node.text())) {
      node.add(node.at(mistake.line(), mistake.column(), mistake.message()));
    }
  }
}
