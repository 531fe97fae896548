package io.sluice.format;

import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/**
 * Email addresses.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2">RFC 5321, section 4.1.2</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6531#section-3.3">RFC 6531, section 3.3</a>
 */
public final class Addresses {

  /** Octets, RFC 5321, section 4.5.3.1. */
  private static final int LONGEST_LOCAL_PART = 64;

  private static final int LONGEST = 254;

  private static final Pattern LOCAL =
      Pattern.compile(
          "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\x{80}-\\x{10FFFF}-]+"
              + "(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\x{80}-\\x{10FFFF}-]+)*"
              + "|\"(?:[ !#-\\[\\]-~\\x{80}-\\x{10FFFF}]|\\\\[ -~])*\"");

  private Addresses() {}

  /** A mailbox in ASCII. */
  public static boolean isMailbox(String text) {
    return text.chars().allMatch(character -> character < 128)
        && isMailbox(text, HostNames::isHostName);
  }

  /** A mailbox that may have letters beyond ASCII. */
  public static boolean isInternational(String text) {
    return isMailbox(text, HostNames::isMappable);
  }

  private static boolean isMailbox(String text, Predicate<String> isHost) {
    int at = text.lastIndexOf('@');
    if (at < 0 || text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      return false;
    }
    String local = text.substring(0, at);
    String domain = text.substring(at + 1);
    return local.getBytes(StandardCharsets.UTF_8).length <= LONGEST_LOCAL_PART
        && LOCAL.matches(local)
        && (domain.startsWith("[") ? isLiteral(domain) : isHost.test(domain));
  }

  private static boolean isLiteral(String domain) {
    if (!domain.endsWith("]")) {
      return false;
    }
    String address = domain.substring(1, domain.length() - 1);
    return address.regionMatches(true, 0, "IPv6:", 0, 5)
        ? Syntax.isIpv6(address.substring(5))
        : FixedForms.isIpv4(address);
  }
}
