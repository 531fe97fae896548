package io.sluice.rules;

import io.sluice.expression.Outcome;
import io.sluice.problem.YamlNode;
import io.sluice.type.EnumType;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks against a list of constants. */
final class Membership {

  private Membership() {}

  static CompiledCheck in(List<YamlNode> constants, Type type) throws Mismatch {
    Set<Object> allowed = constants(constants, type);
    return CompiledCheck.of(
        (value, event) -> test(allowed, value, true), "be one of " + list(constants));
  }

  static CompiledCheck notIn(List<YamlNode> constants, Type type) throws Mismatch {
    Set<Object> forbidden = constants(constants, type);
    return CompiledCheck.of(
        (value, event) -> test(forbidden, value, false), "not be one of " + list(constants));
  }

  private static String list(List<YamlNode> constants) {
    return constants.stream().map(YamlNode::text).collect(Collectors.joining(", "));
  }

  private static Outcome test(Set<Object> constants, Object value, boolean wanted) {
    if (!(value instanceof Number) && !(value instanceof String) && !(value instanceof Boolean)) {
      return Outcome.ERROR;
    }
    return Check.of(constants.contains(Same.form(value)) == wanted);
  }

  private static Set<Object> constants(List<YamlNode> nodes, Type type) throws Mismatch {
    Set<Object> constants = new HashSet<>();
    for (YamlNode node : nodes) {
      constants.add(constant(node, type));
    }
    return constants;
  }

  /** A constant in the form in which {@link Same} gives values that equal it. */
  static Object constant(YamlNode node, Type type) throws Mismatch {
    boolean text = type == Scalar.STRING || type == Scalar.UUID || type instanceof EnumType;
    if (text && node.isText()) {
      return node.text();
    }
    if (text) {
      throw new Mismatch("the field is text, but " + node.text() + " is not; write it in quotes");
    }
    if (type == Scalar.BOOLEAN || (type == Scalar.JSON && node.isBoolean())) {
      if (!node.isBoolean()) {
        throw new Mismatch("'" + node.text() + "' is not true or false");
      }
      return Boolean.valueOf(node.text());
    }
    if (type == Scalar.JSON && node.isText()) {
      return node.text();
    }
    BigDecimal number = node.number();
    if (!Comparison.isNumeric(type)) {
      throw Mismatch.ofType("text, numbers, and booleans", type);
    }
    if (number == null) {
      throw new Mismatch(Words.notNumber(node) + "; the field is " + Words.a(type));
    }
    return number.stripTrailingZeros();
  }
}
