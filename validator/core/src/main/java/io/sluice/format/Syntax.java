package io.sluice.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.google.common.base.CharMatcher;
import com.google.common.net.InetAddresses;
import java.io.IOException;
import java.math.BigDecimal;

/** Tests of formats that a pattern alone cannot recognize. */
final class Syntax {

  private static final JsonFactory JSON = new JsonFactory();

  /** The length of 19 digits with separators between all of them. */
  private static final int LONGEST_CARD = 37;

  private Syntax() {}

  /** Accepts only ASCII, because the library also accepts digits of other scripts. */
  static boolean isIpv6(String text) {
    return CharMatcher.ascii().matchesAllOf(text)
        && text.indexOf(':') >= 0
        && text.indexOf('%') < 0
        && InetAddresses.isInetAddress(text);
  }

  static boolean isCidr(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("0|[1-9][0-9]{0,2}")) {
      return false;
    }
    int bits = Integer.parseInt(text.substring(slash + 1));
    String address = text.substring(0, slash);
    return (FixedForms.isIpv4(address) && bits <= 32) || (isIpv6(address) && bits <= 128);
  }

  static boolean isJson(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  static boolean isBetween(String text, int most) {
    if (!text.matches("[+-]?[0-9]{1,3}(\\.[0-9]{1,400})?")) {
      return false;
    }
    return new BigDecimal(text).abs().compareTo(BigDecimal.valueOf(most)) <= 0;
  }

  static boolean isCreditCard(String text) {
    if (text.length() > LONGEST_CARD || !text.matches("[0-9]([ -]?[0-9])*")) {
      return false;
    }
    String digits = text.replaceAll("[ -]", "");
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int weighed = i % 2 == 0 ? digit : digit * 2;
      sum += weighed > 9 ? weighed - 9 : weighed;
    }
    return digits.length() >= 12 && digits.length() <= 19 && sum % 10 == 0;
  }
}
