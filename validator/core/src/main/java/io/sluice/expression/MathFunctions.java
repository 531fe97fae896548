package io.sluice.expression;

import com.google.common.math.DoubleMath;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Additions to CEL's math extension library: {@link Decimal}s, {@code greatest} and {@code least}
 * of mixed number types without rounding, and integers where the library accepts only doubles.
 */
@SuppressWarnings("Immutable") // the functions given here keep no state
final class MathFunctions {

  /** At this value and above, doubles have no fraction. */
  private static final double WHOLE = 0x1p52;

  private final Map<String, List<CelOverloadDecl>> overloads = new LinkedHashMap<>();
  private final List<CelFunctionBinding> bindings = new ArrayList<>();
  private final CelType decimal;

  private record Kind(String name, CelType type, Class<?> values) {}

  private static final Kind DECIMAL = new Kind("decimal", DecimalFunctions.TYPE, Decimal.class);

  private static final List<Kind> OTHERS =
      List.of(
          new Kind("int", SimpleType.INT, Long.class),
          new Kind("uint", SimpleType.UINT, UnsignedLong.class),
          new Kind("double", SimpleType.DOUBLE, Double.class));

  /**
   * @param result the type of decimal results for the checker
   */
  MathFunctions(CelType result) {
    this.decimal = result;
    extreme("math.@max", "math_@max", 1);
    extreme("math.@min", "math_@min", -1);
    rounding("ceil", RoundingMode.CEILING);
    rounding("floor", RoundingMode.FLOOR);
    rounding("round", RoundingMode.HALF_UP);
    rounding("trunc", RoundingMode.DOWN);
    ofDecimal("abs", decimal, value -> new Decimal(value.value().abs()));
    ofDecimal("sign", decimal, value -> new Decimal(BigDecimal.valueOf(value.value().signum())));
    ofDecimal("sqrt", decimal, value -> Decimal.result(value.value().sqrt(MathContext.DECIMAL128)));
    constant("isNaN", false);
    constant("isInf", false);
    constant("isFinite", true);
  }

  /** Replaces the library's functions for doubles, which cannot round beyond 64 bits. */
  static List<CelFunctionBinding> doubles() {
    return List.of(
        CelFunctionBinding.from(
            "math_round_double",
            Double.class,
            value ->
                Math.abs(value) < WHOLE
                    ? (double) DoubleMath.roundToLong(value, RoundingMode.HALF_UP)
                    : value),
        CelFunctionBinding.from(
            "math_trunc_double",
            Double.class,
            value -> value < 0 ? Math.ceil(value) : Math.floor(value)));
  }

  List<CelFunctionDecl> declarations() {
    return overloads.entrySet().stream()
        .map(entry -> CelFunctionDecl.newFunctionDeclaration(entry.getKey(), entry.getValue()))
        .toList();
  }

  List<CelFunctionBinding> bindings() {
    return bindings;
  }

  private <T> void bind(
      String function,
      String id,
      CelType to,
      CelType from,
      Class<T> values,
      CelFunctionOverload.Unary<T> operation) {
    declare(function, CelOverloadDecl.newGlobalOverload(id, to, from));
    bindings.add(CelFunctionBinding.from(id, values, operation));
  }

  private void declare(String function, CelOverloadDecl overload) {
    overloads.computeIfAbsent(function, name -> new ArrayList<>()).add(overload);
  }

  private void ofDecimal(String name, CelType to, CelFunctionOverload.Unary<Decimal> operation) {
    bind(
        "math." + name,
        "math_" + name + "_decimal",
        to,
        DecimalFunctions.TYPE,
        Decimal.class,
        operation);
  }

  private void rounding(String name, RoundingMode mode) {
    ofDecimal(name, decimal, value -> new Decimal(value.value().setScale(0, mode)));
    ofIntegers(name, null);
  }

  private void constant(String name, boolean result) {
    ofDecimal(name, SimpleType.BOOL, value -> result);
    ofIntegers(name, result);
  }

  /** Returns the integer itself if there is no other result. */
  private void ofIntegers(String name, @Nullable Boolean result) {
    for (Kind kind : OTHERS.subList(0, 2)) {
      bind(
          "math." + name,
          "math_" + name + "_" + kind.name(),
          result == null ? kind.type() : SimpleType.BOOL,
          kind.type(),
          kind.values(),
          value -> result == null ? value : result);
    }
  }

  /** Keeps the library's overloads with one argument; all others compare exactly. */
  private void extreme(String function, String prefix, int sign) {
    ofDecimalAlone(function, prefix);
    for (Kind one : OTHERS) {
      for (Kind other : OTHERS) {
        bindings.add(pair(prefix, one, other, sign));
      }
      for (List<Kind> pair : List.of(List.of(DECIMAL, one), List.of(one, DECIMAL))) {
        declarePair(function, prefix, pair.get(0), pair.get(1));
        bindings.add(pair(prefix, pair.get(0), pair.get(1), sign));
      }
    }
    declarePair(function, prefix, DECIMAL, DECIMAL);
    bindings.add(pair(prefix, DECIMAL, DECIMAL, sign));
    bindings.add(
        CelFunctionBinding.from(
            prefix + "_list_dyn", Collection.class, list -> ofList(list, sign)));
  }

  private void ofDecimalAlone(String function, String prefix) {
    bind(
        function,
        prefix + "_decimal",
        decimal,
        DecimalFunctions.TYPE,
        Decimal.class,
        value -> value);
  }

  private void declarePair(String function, String prefix, Kind one, Kind other) {
    declare(
        function,
        CelOverloadDecl.newGlobalOverload(
            id(prefix, one, other), SimpleType.DYN, one.type(), other.type()));
  }

  private static String id(String prefix, Kind one, Kind other) {
    return prefix + "_" + one.name() + "_" + other.name();
  }

  private static CelFunctionBinding pair(String prefix, Kind one, Kind other, int sign) {
    return CelFunctionBinding.from(
        id(prefix, one, other), one.values(), other.values(), (a, b) -> extreme(a, b, sign));
  }

  private static Object extreme(Object one, Object other, int sign) {
    if (!Order.isNumber(one) || !Order.isNumber(other)) {
      throw new IllegalArgumentException("math.greatest and math.least accept only numbers");
    }
    if (Order.isNaN(one) || Order.isNaN(other)) {
      return Double.NaN;
    }
    return Order.numbers(one, other) * sign >= 0 ? one : other;
  }

  private static Object ofList(Collection<?> list, int sign) {
    if (list.isEmpty()) {
      throw new IllegalArgumentException("an empty list has no greatest or least value");
    }
    Object result = list.iterator().next();
    for (Object element : list) {
      result = extreme(result, element, sign);
    }
    return result;
  }
}
