package io.sluice.contract;

import io.sluice.config.Durations;
import io.sluice.yaml.YamlNumber;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The argument of a check, as a plain value. */
public sealed interface Argument {

  /** As messages say it: as it is written. */
  String text();

  /** The single values that it has. */
  List<Constant> constants();

  /** The number that it is; null where it is none. */
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

  /** A text: a pattern, a name, a path, and an expression too. */
  record Text(String text) implements Constant {}

  /** A text with a place that nothing fills: neither a text to compare with, nor a number. */
  record Placeholder(String text) implements Constant {}

  /**
   * A number of YAML's core schema.
   *
   * @param text its digits as they are written, which say more than its value: {@code 1.50}
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
   * @param text as it is written, since {@code True} is also a text to look for
   */
  record Flag(String text) implements Constant {

    static final Flag TRUE = new Flag("true");

    public boolean value() {
      return Boolean.parseBoolean(text);
    }
  }

  /** How many of something there are. */
  record Count(int count) implements Constant {
    @Override
    public String text() {
      return Integer.toString(count);
    }
  }

  /**
   * A duration.
   *
   * @param text as people write it: {@code 7d}
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

  /** All values from one to another, both included. */
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
