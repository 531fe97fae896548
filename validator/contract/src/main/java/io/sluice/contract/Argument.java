package io.sluice.contract;

import io.sluice.config.Durations;
import io.sluice.yaml.YamlNumber;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The argument of a check as a plain value. */
public sealed interface Argument {

  /** The text for messages, as written in the contract. */
  String text();

  /** The single values in this argument. */
  List<Constant> constants();

  /** The numeric value, or null if this is not a number. */
  default @Nullable BigDecimal number() {
    return null;
  }

  /** A single value. */
  sealed interface Constant extends Argument {
    @Override
    default List<Constant> constants() {
      return List.of(this);
    }
  }

  /** Text: a pattern, a name, a path, or an expression. */
  record Text(String text) implements Constant {}

  /**
   * Text with a placeholder that has no value. It can be neither compared with nor read as a
   * number.
   */
  record Placeholder(String text) implements Constant {}

  /**
   * A number of YAML's core schema.
   *
   * @param text the digits as written, because they carry more than the value, such as {@code 1.50}
   */
  record Numeral(String text) implements Constant {
    @Override
    public @Nullable BigDecimal number() {
      return YamlNumber.parse(text);
    }
  }

  /**
   * True or false.
   *
   * @param text the text as written, because {@code True} can also be a text to compare with
   */
  record Flag(String text) implements Constant {

    static final Flag TRUE = new Flag("true");

    public boolean value() {
      return Boolean.parseBoolean(text);
    }
  }

  /** A count. */
  record Count(int count) implements Constant {
    @Override
    public String text() {
      return Integer.toString(count);
    }
  }

  /**
   * A duration.
   *
   * @param text the duration as written, such as {@code 7d}
   */
  record Span(String text) implements Constant {

    public Duration duration() {
      Duration duration = Durations.parse(text);
      if (duration == null) {
        throw new IllegalStateException("'" + text + "' is not a duration");
      }
      return duration;
    }
  }

  /** A list of values. */
  record Items(List<Constant> constants) implements Argument {
    @Override
    public String text() {
      return constants.stream().map(Constant::text).collect(Collectors.joining(", "));
    }
  }

  /** A range of values, with both ends included. */
  record Range(Constant least, Constant most) implements Argument {
    @Override
    public String text() {
      return least.text() + " and " + most.text();
    }

    @Override
    public List<Constant> constants() {
      return List.of(least, most);
    }
  }
}
