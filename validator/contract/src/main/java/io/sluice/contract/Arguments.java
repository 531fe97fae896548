package io.sluice.contract;

import io.sluice.config.Durations;
import io.sluice.path.Path;
import io.sluice.path.Step;
import io.sluice.pattern.EcmaPattern;
import io.sluice.pattern.PatternException;
import io.sluice.yaml.YamlNode;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the arguments of checks as far as possible without the schema. */
final class Arguments {

  /** More than any record can contain. */
  private static final BigDecimal LONGEST = new BigDecimal("999999999");

  private Arguments() {}

  static void require(CheckName check, YamlNode argument) {
    if (check.takes() == CheckName.Takes.LIST) {
      requireList(check, argument);
      return;
    }
    if (!argument.isValue() || !fits(check.takes(), argument)) {
      argument.problem(
          "'" + check.label() + "' takes " + check.takes().words() + hint(check.takes(), argument));
      return;
    }
    switch (check.takes()) {
      case VALUE -> requireFinite(check, argument);
      case REGEX -> requireRegex(argument);
      case PATH -> requirePath(argument);
      default -> {
        // nothing else can be checked without the schema
      }
    }
  }

  /** The value of an argument without problems. */
  static Argument of(CheckName check, YamlNode argument) {
    return switch (check.takes()) {
      case TRUE -> Argument.Flag.TRUE;
      case NUMBER -> new Argument.Numeral(argument.text());
      case LENGTH -> new Argument.Count(Integer.parseInt(argument.text()));
      case DURATION -> new Argument.Span(argument.text());
      case TRUE_OR_DURATION ->
          argument.isBoolean() ? Argument.Flag.TRUE : new Argument.Span(argument.text());
      case TEXT, REGEX, NAME, PATH, EXPRESSION -> new Argument.Text(argument.text());
      case VALUE -> constant(argument);
      case LIST -> list(check, argument.elements().stream().map(Arguments::constant).toList());
    };
  }

  private static Argument list(CheckName check, List<Argument.Constant> constants) {
    return check == CheckName.BETWEEN
        ? new Argument.Range(constants.get(0), constants.get(1))
        : new Argument.Items(constants);
  }

  private static Argument.Constant constant(YamlNode value) {
    if (value.isNumber()) {
      return new Argument.Numeral(value.text());
    }
    if (value.isBoolean()) {
      return new Argument.Flag(value.text());
    }
    return value.isText()
        ? new Argument.Text(value.text())
        : new Argument.Placeholder(value.text());
  }

  private static String hint(CheckName.Takes kind, YamlNode argument) {
    if (argument.isBoolean() && argument.text().equalsIgnoreCase("false")) {
      return "; to turn the check off, remove the rule";
    }
    if (argument.isQuoted() && fits(kind, argument.unquoted())) {
      return "; remove the quotes";
    }
    BigDecimal number = argument.number();
    if (argument.isNumber() && number == null) {
      return kind == CheckName.Takes.TRUE ? "" : "; " + unusable(argument);
    }
    if (kind != CheckName.Takes.LENGTH || number == null || number.signum() < 0) {
      return "";
    }
    if (number.compareTo(LONGEST) > 0) {
      return "; the maximum is " + LONGEST;
    }
    return number.stripTrailingZeros().scale() <= 0
        ? "; write it as " + number.toBigIntegerExact()
        : "";
  }

  private static boolean fits(CheckName.Takes argument, YamlNode node) {
    return switch (argument) {
      case TRUE -> isTrue(node);
      case NUMBER -> isPositive(node.number());
      case LENGTH -> node.isNumber() && node.text().matches("\\d{1,9}");
      case DURATION -> Durations.parse(node.text()) != null;
      case TRUE_OR_DURATION -> isTrue(node) || Durations.parse(node.text()) != null;
      case VALUE, LIST, TEXT, REGEX, NAME, PATH, EXPRESSION -> true;
    };
  }

  private static boolean isTrue(YamlNode node) {
    return node.isBoolean() && node.text().equalsIgnoreCase("true");
  }

  private static boolean isPositive(@Nullable BigDecimal number) {
    return number != null && number.signum() > 0;
  }

  /** Rejects {@code .inf} and {@code .nan}: they are never useful as a bound or a value. */
  private static void requireFinite(CheckName check, YamlNode value) {
    if (value.isNumber() && value.number() == null) {
      value.problem(
          "'"
              + check.label()
              + "' cannot use "
              + value.text()
              + (isInfinite(value)
                  ? "; to reject infinite numbers and NaN, use 'finite: true'"
                  : "; its exponent is too large"));
    }
  }

  /** The reason why a number cannot be used in calculations. */
  private static String unusable(YamlNode number) {
    return number.text()
        + (isInfinite(number) ? " is not a finite number" : " has an exponent that is too large");
  }

  private static boolean isInfinite(YamlNode number) {
    return number.text().chars().noneMatch(Character::isDigit);
  }

  private static void requireList(CheckName check, YamlNode argument) {
    if (!argument.isList()) {
      argument.problem(
          "'" + check.label() + "' requires a list of values, such as [" + example(check) + "]");
      return;
    }
    int size = argument.elements().size();
    if (check == CheckName.BETWEEN && size != 2) {
      argument.problem(
          "'between' requires two values, the minimum and the maximum, such as [0, 100]");
    } else if (size == 0) {
      argument.problem("the list is empty; add at least one value");
    }
    for (YamlNode element : argument.elements()) {
      if (!element.isValue()) {
        element.problem(
            element.isNull()
                ? "'"
                    + check.label()
                    + "' cannot use null, because checks pass on null; to reject null, use"
                    + " 'not_null: true'"
                : "'"
                    + check.label()
                    + "' accepts only single values; a value cannot be a list or a mapping");
      } else {
        requireFinite(check, element);
      }
    }
  }

  private static String example(CheckName check) {
    return check == CheckName.BETWEEN ? "0, 100" : "EUR, USD";
  }

  private static void requireRegex(YamlNode argument) {
    try {
      EcmaPattern unused = EcmaPattern.compile(argument.text());
    } catch (PatternException e) {
      argument.problem("the pattern is " + e.fault());
    }
  }

  private static void requirePath(YamlNode argument) {
    try {
      Path path = Path.parse(argument.text());
      if (path.steps().stream().filter(Step.Each.class::isInstance).count() > 1) {
        argument.problem("the path of the other field can have at most one [*]");
      }
    } catch (IllegalArgumentException e) {
      argument.problem(String.valueOf(e.getMessage()));
    }
  }
}
