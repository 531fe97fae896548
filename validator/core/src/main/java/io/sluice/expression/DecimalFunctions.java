package io.sluice.expression;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.Operator;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * Order, arithmetic, and conversions of {@link Decimal}, in addition to CEL's for other numbers.
 */
@SuppressWarnings("Immutable") // the functions given here keep no state
final class DecimalFunctions {

  /** The checker's type of decimals. */
  static final CelType TYPE = OpaqueType.create("decimal");

  private final Map<String, List<CelOverloadDecl>> overloads = new LinkedHashMap<>();
  private final CelType result;
  private final List<CelFunctionBinding> bindings = new ArrayList<>();

  private record Kind(String name, CelType type, Class<?> values) {}

  private static final Kind DECIMAL = new Kind("decimal", TYPE, Decimal.class);
  private static final Kind INT = new Kind("int64", SimpleType.INT, Long.class);
  private static final Kind UINT = new Kind("uint64", SimpleType.UINT, UnsignedLong.class);
  private static final Kind DOUBLE = new Kind("double", SimpleType.DOUBLE, Double.class);

  private static final List<List<Kind>> PAIRS =
      List.of(
          List.of(DECIMAL, DECIMAL),
          List.of(DECIMAL, INT),
          List.of(INT, DECIMAL),
          List.of(DECIMAL, UINT),
          List.of(UINT, DECIMAL),
          List.of(DECIMAL, DOUBLE),
          List.of(DOUBLE, DECIMAL));

  /**
   * @param result the type of results for the checker
   */
  DecimalFunctions(CelType result) {
    this.result = result;
    for (Order.Sign sign : Order.Sign.values()) {
      order(sign);
    }
    arithmetic(Operator.ADD, BigDecimal::add);
    arithmetic(Operator.SUBTRACT, BigDecimal::subtract);
    arithmetic(Operator.MULTIPLY, BigDecimal::multiply);
    arithmetic(Operator.DIVIDE, (a, b) -> a.divide(b, MathContext.DECIMAL128));
    arithmetic(Operator.MODULO, BigDecimal::remainder);
    conversions();
  }

  Iterable<CelFunctionDecl> declarations() {
    return overloads.entrySet().stream()
        .map(entry -> CelFunctionDecl.newFunctionDeclaration(entry.getKey(), entry.getValue()))
        .toList();
  }

  List<CelFunctionBinding> bindings() {
    return bindings;
  }

  private void order(Order.Sign sign) {
    for (List<Kind> pair : PAIRS) {
      String id = declare(sign.operator(), pair, SimpleType.BOOL);
      bindings.add(
          CelFunctionBinding.from(id, pair.get(0).values(), pair.get(1).values(), sign::holds));
    }
  }

  private void arithmetic(Operator operator, BinaryOperator<BigDecimal> operation) {
    for (List<Kind> pair : PAIRS) {
      String id = declare(operator, pair, result);
      bindings.add(
          CelFunctionBinding.from(
              id,
              pair.get(0).values(),
              pair.get(1).values(),
              (a, b) -> Decimal.result(operation.apply(Decimal.exact(a), Decimal.exact(b)))));
    }
  }

  private String declare(Operator operator, List<Kind> pair, CelType of) {
    String id =
        operator.name().toLowerCase(java.util.Locale.ROOT)
            + "_"
            + pair.get(0).name()
            + "_"
            + pair.get(1).name();
    add(
        operator.getFunction(),
        CelOverloadDecl.newGlobalOverload(id, of, pair.get(0).type(), pair.get(1).type()));
    return id;
  }

  private void add(String function, CelOverloadDecl overload) {
    overloads.computeIfAbsent(function, name -> new ArrayList<>()).add(overload);
  }

  private void conversions() {
    add(
        Operator.NEGATE.getFunction(),
        CelOverloadDecl.newGlobalOverload("negate_decimal", result, TYPE));
    bindings.add(
        CelFunctionBinding.from(
            "negate_decimal", Decimal.class, a -> new Decimal(a.value().negate())));
    convert("decimal", "decimal_to_decimal", result, TYPE, Decimal.class, a -> a);
    convert(
        "decimal",
        "int64_to_decimal",
        result,
        SimpleType.INT,
        Long.class,
        a -> Decimal.result(Decimal.exact(a)));
    convert(
        "decimal",
        "uint64_to_decimal",
        result,
        SimpleType.UINT,
        UnsignedLong.class,
        a -> Decimal.result(Decimal.exact(a)));
    convert(
        "decimal",
        "double_to_decimal",
        result,
        SimpleType.DOUBLE,
        Double.class,
        a -> Decimal.result(Decimal.exact(a)));
    convert(
        "decimal",
        "string_to_decimal",
        result,
        SimpleType.STRING,
        String.class,
        DecimalFunctions::parse);
    convert(
        "double",
        "decimal_to_double",
        SimpleType.DOUBLE,
        TYPE,
        Decimal.class,
        a -> a.value().doubleValue());
    convert(
        "int",
        "decimal_to_int64",
        SimpleType.INT,
        TYPE,
        Decimal.class,
        a -> a.value().toBigInteger().longValueExact());
    convert(
        "uint",
        "decimal_to_uint64",
        SimpleType.UINT,
        TYPE,
        Decimal.class,
        a -> UnsignedLong.valueOf(a.value().toBigInteger()));
    convert(
        "string", "decimal_to_string", SimpleType.STRING, TYPE, Decimal.class, Decimal::toString);
  }

  private static Decimal parse(String text) {
    if (text.length() > 1_000) {
      throw new ArithmeticException("the text is too long for a number");
    }
    return Decimal.result(new BigDecimal(text));
  }

  private <T> void convert(
      String function,
      String id,
      CelType to,
      CelType from,
      Class<T> values,
      CelFunctionOverload.Unary<T> conversion) {
    add(function, CelOverloadDecl.newGlobalOverload(id, to, from));
    bindings.add(CelFunctionBinding.from(id, values, conversion));
  }
}
