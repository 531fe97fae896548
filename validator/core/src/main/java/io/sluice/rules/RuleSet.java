package io.sluice.rules;

import io.sluice.contract.Contract;
import io.sluice.decode.Event;
import io.sluice.failure.Problem;
import io.sluice.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All rules of a contract, compiled for one schema. */
public final class RuleSet {

  private final List<CompiledRule> rules;
  private final List<Problem> problems;

  private RuleSet(List<CompiledRule> rules, List<Problem> problems) {
    this.rules = rules;
    this.problems = problems;
  }

  /**
   * Compiles rules. A rule that cannot be applied to the schema is kept and reports {@code
   * rule_error} on every record. It is also listed in {@link #problems()}.
   *
   * @param message the shape of all events
   * @param key the shape of their keys
   * @param declared the declarations in the schema, which define the numbers that are decimals in
   *     expressions
   */
  public static RuleSet compile(Contract contract, Type message, Type key, Type declared) {
    List<Problem> problems = new ArrayList<>();
    RuleCompiler compiler = new RuleCompiler(message, key, declared, problems);
    List<CompiledRule> rules = contract.rules().stream().map(compiler::compile).toList();
    return new RuleSet(rules, problems);
  }

  /** Rules that do not match the schema, for authors. */
  public List<Problem> problems() {
    return problems;
  }

  /** Checks an event. Returns null if every rule passes. */
  public @Nullable RuleResult evaluate(Event event) {
    RuleResult result = null;
    for (CompiledRule rule : rules) {
      result = rule.evaluate(event, result);
    }
    return result;
  }
}
