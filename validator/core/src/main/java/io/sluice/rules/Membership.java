package io.sluice.rules;

import io.sluice.contract.Argument.Constant;
import io.sluice.contract.Argument.Flag;
import io.sluice.contract.Argument.Text;
import io.sluice.expression.Outcome;
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

  static CompiledCheck in(List<Constant> constants, Type type) throws Mismatch {
    Set<Object> allowed = constants(constants, type);
    return CompiledCheck.of(
        (value, event) -> test(allowed, value, true), "be one of " + list(constants));
  }

  static CompiledCheck notIn(List<Constant> constants, Type type) throws Mismatch {
    Set<Object> forbidden = constants(constants, type);
    return CompiledCheck.of(
        (value, event) -> test(forbidden, value, false), "not be one of " + list(constants));
  }

  private static String list(List<Constant> constants) {
    return constants.stream().map(Constant::text).collect(Collectors.joining(", "));
  }

  private static Outcome test(Set<Object> constants, Object value, boolean wanted) {
    if (!(value instanceof Number) && !(value instanceof String) && !(value instanceof Boolean)) {
      return Outcome.ERROR;
    }
    return Check.of(constants.contains(Same.form(value)) == wanted);
  }

  private static Set<Object> constants(List<Constant> written, Type type) throws Mismatch {
    Set<Object> constants = new HashSet<>();
    for (Constant one : written) {
      constants.add(value(one, type));
    }
    return constants;
  }

  /** A constant in the form that {@link Same} uses for equal values. */
  static Object value(Constant constant, Type type) throws Mismatch {
    boolean text = type == Scalar.STRING || type == Scalar.UUID || type instanceof EnumType;
    if (text && constant instanceof Text) {
      return constant.text();
    }
    if (text) {
      throw new Mismatch(
          "the field is text, but " + constant.text() + " is not; write it in quotes");
    }
    if (type == Scalar.BOOLEAN || (type == Scalar.JSON && constant instanceof Flag)) {
      if (!(constant instanceof Flag flag)) {
        throw new Mismatch("'" + constant.text() + "' is not true or false");
      }
      return flag.value();
    }
    if (type == Scalar.JSON && constant instanceof Text) {
      return constant.text();
    }
    BigDecimal number = constant.number();
    if (!Comparison.isNumeric(type)) {
      throw Mismatch.ofType("text, numbers, and booleans", type);
    }
    if (number == null) {
      throw new Mismatch(Words.notNumber(constant) + "; the field is " + Words.a(type));
    }
    return number.stripTrailingZeros();
  }
}
