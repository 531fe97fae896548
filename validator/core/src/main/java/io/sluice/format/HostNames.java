package io.sluice.format;

import com.google.re2j.Pattern;
import com.ibm.icu.text.IDNA;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.UnicodeSet;
import java.util.stream.Stream;

/**
 * Host names, plain and internationalized.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1123#section-2.1">RFC 1123, section 2.1</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5890">RFC 5890</a>
 */
public final class HostNames {

  private static final int LONGEST = 253;

  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

  /** RFC 5890: the two letters before the hyphens define the rest; only {@code xn} is defined. */
  private static final Pattern RESERVED = Pattern.compile("[A-Za-z0-9]{2}--.*");

  /**
   * RFC 5892, section 2.6: allowed regardless of their properties; some depend on their neighbors.
   */
  private static final UnicodeSet ALLOWED =
      new UnicodeSet(
              "[\\u00DF\\u03C2\\u06FD\\u06FE\\u0F0B\\u3007\\u00B7\\u0375\\u05F3\\u05F4\\u30FB"
                  + "\\u200C\\u200D\\u0660-\\u0669\\u06F0-\\u06F9]")
          .add('-')
          .add('.')
          .freeze();

  /** RFC 5892, section 2.6: not allowed, regardless of their properties. */
  private static final UnicodeSet DISALLOWED =
      new UnicodeSet("[\\u0640\\u07FA\\u302E\\u302F\\u3031-\\u3035\\u303B]").freeze();

  /** RFC 5892, section 2.1. */
  private static final UnicodeSet LETTERS_AND_DIGITS =
      new UnicodeSet("[[:Ll:][:Lu:][:Lo:][:Nd:][:Lm:][:Mn:][:Mc:]]").freeze();

  private static final IDNA NAMES =
      IDNA.getUTS46Instance(
          IDNA.USE_STD3_RULES
              | IDNA.CHECK_BIDI
              | IDNA.CHECK_CONTEXTJ
              | IDNA.CHECK_CONTEXTO
              | IDNA.NONTRANSITIONAL_TO_ASCII
              | IDNA.NONTRANSITIONAL_TO_UNICODE);

  private HostNames() {}

  private static Stream<String> labels(String text) {
    return Stream.of(text.split("\\.", -1));
  }

  /** Labels of letters, digits, and interior hyphens. */
  public static boolean isPlain(String text) {
    return text.length() <= LONGEST && labels(text).allMatch(LABEL::matches);
  }

  /** The same, but labels that start with {@code xn--} must be Punycode. */
  public static boolean isHostName(String text) {
    return isPlain(text)
        && labels(text).allMatch(label -> !RESERVED.matches(label) || isEncoded(label));
  }

  private static boolean isEncoded(String label) {
    if (!label.regionMatches(true, 0, "xn--", 0, 4)) {
      return false;
    }
    IDNA.Info info = new IDNA.Info();
    StringBuilder letters = NAMES.labelToUnicode(label, new StringBuilder(), info);
    return !info.hasErrors() && isAllowed(letters);
  }

  /** With letters beyond ASCII, RFC 5892, in the form in which they are stored. */
  public static boolean isInternational(String text) {
    return Normalizer2.getNFCInstance().isNormalized(text) && isMappable(text);
  }

  /** With letters beyond ASCII, in any form that represents a name. */
  static boolean isMappable(String text) {
    String plain = text.replace('\u3002', '.').replace('\uFF0E', '.').replace('\uFF61', '.');
    if (plain.chars().allMatch(character -> character < 128)) {
      return isHostName(plain);
    }
    if (plain.length() > LONGEST || labels(plain).anyMatch(label -> label.length() > 63)) {
      return false;
    }
    IDNA.Info info = new IDNA.Info();
    StringBuilder ascii = NAMES.nameToASCII(plain, new StringBuilder(), info);
    return !info.hasErrors()
        && !plain.endsWith(".")
        && isAllowed(Normalizer2.getNFCInstance().normalize(plain))
        && isHostName(ascii.toString());
  }

  /** RFC 5892, section 3: a letter or digit that compatibility and case folding do not change. */
  private static boolean isAllowed(CharSequence name) {
    return name.codePoints()
        .allMatch(
            one ->
                ALLOWED.contains(one)
                    || (LETTERS_AND_DIGITS.contains(one)
                        && !DISALLOWED.contains(one)
                        && isStable(one)));
  }

  private static boolean isStable(int character) {
    String text = Character.toString(character);
    return character < 128 || Normalizer2.getNFKCCasefoldInstance().normalize(text).equals(text);
  }
}
