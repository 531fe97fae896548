package io.sluice.rules;

import io.sluice.expression.Outcome;
import io.sluice.problem.YamlNode;
import io.sluice.rules.CompiledCheck.Presence;
import io.sluice.type.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The vocabulary of checks: what each name compiles to. */
public final class Checks {

  private interface Compiler {
    CompiledCheck compile(YamlNode argument, Type type) throws Mismatch;
  }

  private static final Map<String, Compiler> COMPILERS = new TreeMap<>();

  static {
    COMPILERS.put("not_null", (argument, type) -> presence(argument, Presence.NOT_NULL));
    COMPILERS.put("required", (argument, type) -> presence(argument, Presence.REQUIRED));
    COMPILERS.put("in", (argument, type) -> Membership.in(argument.elements(), type));
    COMPILERS.put("not_in", (argument, type) -> Membership.notIn(argument.elements(), type));
    COMPILERS.put("const", (argument, type) -> Membership.in(List.of(argument), type));
    COMPILERS.put("gt", (argument, type) -> Comparison.compile(Comparison.Sign.GT, argument, type));
    COMPILERS.put(
        "gte", (argument, type) -> Comparison.compile(Comparison.Sign.GTE, argument, type));
    COMPILERS.put("lt", (argument, type) -> Comparison.compile(Comparison.Sign.LT, argument, type));
    COMPILERS.put(
        "lte", (argument, type) -> Comparison.compile(Comparison.Sign.LTE, argument, type));
    COMPILERS.put("between", Comparison::between);
    COMPILERS.put("min_len", TextChecks::minLength);
    COMPILERS.put("max_len", TextChecks::maxLength);
    COMPILERS.put("pattern", TextChecks::pattern);
    COMPILERS.put("prefix", TextChecks::prefix);
    COMPILERS.put("suffix", TextChecks::suffix);
    COMPILERS.put("format", Formats::compile);
    COMPILERS.put("type", TypeCheck::compile);
  }

  /** All names, as they are written in contracts. */
  public static final Set<String> NAMES = Set.copyOf(COMPILERS.keySet());

  private Checks() {}

  static CompiledCheck compile(String name, YamlNode argument, Type type) throws Mismatch {
    Compiler compiler = COMPILERS.get(name);
    if (compiler == null) {
      throw new Mismatch("there is no check '" + name + "'");
    }
    return compiler.compile(argument, type);
  }

  private static CompiledCheck presence(YamlNode argument, Presence presence) throws Mismatch {
    if (!argument.isBoolean() || !argument.text().equalsIgnoreCase("true")) {
      throw new Mismatch("this check takes 'true'; leave the rule out where it should not apply");
    }
    String expectation = presence == Presence.REQUIRED ? "be present" : "be present and not null";
    return new CompiledCheck(value -> Outcome.PASS, expectation, presence);
  }
}
