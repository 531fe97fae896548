package io.sluice.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of YAML's core schema.
 *
 * @see <a href="https://yaml.org/spec/1.2.2/#1032-tag-resolution">YAML 1.2.2, section 10.3.2</a>
 */
public final class YamlNumber {

  private static final Pattern FINITE =
      Pattern.compile(
          "[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
              + "|[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  private YamlNumber() {}

  /**
   * The number that a text means without quotes. Returns null if it is not a number, is infinite or
   * NaN, or has an exponent of more than 32 bits.
   */
  public static @Nullable BigDecimal parse(String text) {
    if (!FINITE.matcher(text).matches()) {
      return null;
    }
    if (text.startsWith("0x")) {
      return new BigDecimal(new BigInteger(text.substring(2), 16));
    }
    if (text.startsWith("0o")) {
      return new BigDecimal(new BigInteger(text.substring(2), 8));
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      // an exponent of more than 32 bits
      return null;
    }
  }
}
