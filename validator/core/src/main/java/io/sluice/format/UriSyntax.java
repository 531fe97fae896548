package io.sluice.format;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * URIs, and IRIs, which can have non-ASCII letters.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986">RFC 3986</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3987">RFC 3987</a>
 */
public final class UriSyntax {

  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private static final String DELIMITERS = "!$&'()*+,;=";

  /** RFC 3986, appendix B; no component contains a line feed. */
  private static final Pattern PARTS =
      Pattern.compile("(?s)(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\\?([^#]*))?(?:#(.*))?");

  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");
  private static final Pattern FUTURE_ADDRESS =
      Pattern.compile("[vV][0-9A-Fa-f]+\\.[A-Za-z0-9._~!$&'()*+,;=:-]+");

  private final boolean isInternational;

  private UriSyntax(boolean isInternational) {
    this.isInternational = isInternational;
  }

  /** A URI: it has a scheme (section 3). */
  public static boolean isUri(String text) {
    return new UriSyntax(false).isReference(text, true);
  }

  /** A URI, or a relative reference (section 4.1). */
  public static boolean isReference(String text) {
    return new UriSyntax(false).isReference(text, false);
  }

  /** An IRI: it has a scheme. */
  public static boolean isIri(String text) {
    return new UriSyntax(true).isReference(text, true);
  }

  /** An IRI, or a relative reference. */
  public static boolean isIriReference(String text) {
    return new UriSyntax(true).isReference(text, false);
  }

  private boolean isReference(String text, boolean needsScheme) {
    Matcher parts = PARTS.matcher(text);
    if (!parts.matches()) {
      return false;
    }
    String scheme = parts.group(1);
    String path = parts.group(3);
    boolean isSchemeRight = scheme == null ? !needsScheme : SCHEME.matches(scheme);
    // the first segment of a relative path has no colon (section 4.2)
    boolean isFirstRight =
        scheme != null
            || parts.group(2) != null
            || path.indexOf(':') < 0
            || (path.indexOf('/') >= 0 && path.indexOf('/') < path.indexOf(':'));
    return isSchemeRight
        && isFirstRight
        && isAuthority(parts.group(2))
        && isMadeOf(path, DELIMITERS + ":@/", false)
        && isMadeOf(parts.group(4), DELIMITERS + ":@/?", true)
        && isMadeOf(parts.group(5), DELIMITERS + ":@/?", false);
  }

  private boolean isAuthority(@Nullable String authority) {
    if (authority == null) {
      return true;
    }
    int at = authority.indexOf('@');
    String user = at < 0 ? null : authority.substring(0, at);
    String place = authority.substring(at + 1);
    if (!isMadeOf(user, DELIMITERS + ":", false)) {
      return false;
    }
    int end = place.startsWith("[") ? place.indexOf(']') : -1;
    int colon = place.indexOf(':', Math.max(end, 0));
    String host = colon < 0 ? place : place.substring(0, colon);
    String port = colon < 0 ? "" : place.substring(colon + 1);
    return port.chars().allMatch(digit -> digit >= '0' && digit <= '9') && isHost(host);
  }

  private boolean isHost(String host) {
    if (!host.startsWith("[")) {
      return isMadeOf(host, DELIMITERS, false);
    }
    if (!host.endsWith("]")) {
      return false;
    }
    String address = host.substring(1, host.length() - 1);
    return Syntax.isIpv6(address) || FUTURE_ADDRESS.matches(address);
  }

  /** Whether a part has only unreserved characters, percent-encoded ones, and some others. */
  private boolean isMadeOf(@Nullable String part, String others, boolean isQuery) {
    int length = part == null ? 0 : part.length();
    for (int i = 0; part != null && i < length; ) {
      int character = part.codePointAt(i);
      if (character == '%') {
        if (i + 2 >= length || !isHex(part.charAt(i + 1)) || !isHex(part.charAt(i + 2))) {
          return false;
        }
        i += 3;
        continue;
      }
      boolean isIncluded =
          character < 128
              ? UNRESERVED.indexOf(character) >= 0 || others.indexOf(character) >= 0
              : isInternational && (isUcs(character) || (isQuery && isPrivate(character)));
      if (!isIncluded) {
        return false;
      }
      i += Character.charCount(character);
    }
    return true;
  }

  private static boolean isHex(char digit) {
    return digit < 128 && Character.digit(digit, 16) >= 0;
  }

  /** RFC 3987, section 2.2, {@code ucschar}. */
  private static boolean isUcs(int character) {
    return (character >= 0xA0 && character <= 0xD7FF)
        || (character >= 0xF900 && character <= 0xFDCF)
        || (character >= 0xFDF0 && character <= 0xFFEF)
        || (character >= 0x10000 && character < 0xE0000 && (character & 0xFFFF) <= 0xFFFD)
        || (character >= 0xE1000 && character <= 0xEFFFD);
  }

  /** RFC 3987, section 2.2, {@code iprivate}. */
  private static boolean isPrivate(int character) {
    return (character >= 0xE000 && character <= 0xF8FF)
        || (character >= 0xF0000 && (character & 0xFFFF) <= 0xFFFD);
  }
}
