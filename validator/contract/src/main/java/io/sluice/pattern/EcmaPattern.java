package io.sluice.pattern;

import com.google.re2j.Pattern;
import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.util.VersionInfo;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An ECMA-262 regular expression, which JSON Schema uses for {@code pattern} and {@code
 * patternProperties} (Core 2020-12, section 6.4). It is read with the flag {@code u} or, if that
 * fails, without it. Thread-safe.
 *
 * <p>RE2/J runs the patterns that it can express exactly. Look-around runs in linear time too. Only
 * patterns with backreferences use backtracking, with a limited number of steps.
 *
 * @see <a href="https://tc39.es/ecma262/#sec-regexp-regular-expression-objects">ECMA-262,
 *     RegExp</a>
 */
public final class EcmaPattern {

  /**
   * The maximum length of a pattern in UTF-16 units. Longer patterns would use too much memory when
   * compiled.
   */
  public static final int LONGEST = 20_000;

  /** The step limit for a search with backreferences. */
  public static final int MOST_STEPS = 1_000_000;

  private final String source;
  private final boolean isUnicode;
  private final @Nullable String withoutUnicode;
  private final @Nullable Pattern linear;
  private final Program program;

  private EcmaPattern(String source, boolean isUnicode, @Nullable String withoutUnicode)
      throws PatternException {
    this.source = source;
    this.isUnicode = isUnicode;
    this.withoutUnicode = withoutUnicode;
    Node root = Parser.parse(source, isUnicode);
    boolean hasReferences = References.in(root);
    this.program = Program.of(root, false, References.groups(root), hasReferences);
    this.linear = hasReferences ? null : Re2Words.of(root);
  }

  /**
   * Compiles.
   *
   * @throws PatternException if the pattern is not valid in ECMA-262, or too large
   */
  public static EcmaPattern compile(String source) throws PatternException {
    if (source.length() > LONGEST) {
      throw new PatternException(
          "it has " + source.length() + " characters, but at most " + LONGEST + " are allowed",
          LONGEST,
          true);
    }
    try {
      return new EcmaPattern(source, true, null);
    } catch (PatternException withUnicode) {
      if (withUnicode.isTooLarge()) {
        throw withUnicode;
      }
      try {
        return new EcmaPattern(source, false, withUnicode.getMessage());
      } catch (PatternException without) {
        throw without.isTooLarge() ? tooLarge(withUnicode, without) : withUnicode;
      }
    }
  }

  private static PatternException tooLarge(PatternException withUnicode, PatternException without) {
    return new PatternException(
        "read without the 'u' flag (" + withUnicode.getMessage() + "), " + without.getMessage(),
        without.index(),
        true);
  }

  /**
   * Whether the pattern matches any part of a text.
   *
   * @throws TooComplex if a pattern with backreferences needs too many steps
   */
  public boolean find(String text) {
    Pattern simple = linear;
    if (simple != null && (isUnicode || !hasPairs(text))) {
      return simple.matcher(text).find();
    }
    return findStepByStep(text);
  }

  /** The same without RE2/J. */
  boolean findStepByStep(String text) {
    int[] input = (isUnicode ? text.codePoints() : text.chars()).toArray();
    if (!program.hasReferences) {
      return Automaton.find(program, input);
    }
    try {
      return Backtracking.find(program, input, MOST_STEPS);
    } catch (Backtracking.TooManySteps e) {
      throw new TooComplex();
    }
  }

  /**
   * Whether a text is a valid pattern with the flag {@code u}, regardless of the cost to run it. A
   * text that is too long to check counts as valid.
   */
  public static boolean isPattern(String source) {
    if (source.length() > LONGEST) {
      return true;
    }
    try {
      Node unused = Parser.parse(source, true);
      return true;
    } catch (PatternException e) {
      return e.isTooLarge();
    }
  }

  /** Whether the text contains a character that takes two code units. */
  private static boolean hasPairs(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Why the pattern is not valid with the flag {@code u} and is read without it; otherwise null.
   */
  public @Nullable String withoutUnicode() {
    return withoutUnicode;
  }

  /** The Unicode version of the properties, such as {@code 17.0}. */
  public static String unicodeVersion() {
    VersionInfo version = UCharacter.getUnicodeVersion();
    return version.getMajor() + "." + version.getMinor();
  }

  @Override
  public String toString() {
    return source;
  }

  /** A search took more than {@link #MOST_STEPS} steps. */
  public static final class TooComplex extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private TooComplex() {
      super("the pattern took more than " + MOST_STEPS + " steps on this text", null, false, false);
    }
  }

  /** The features that a pattern uses. */
  private static final class References {

    static boolean in(Node node) {
      return node instanceof Node.BackReference || children(node).anyMatch(References::in);
    }

    static int groups(Node node) {
      int own = node instanceof Node.Group group ? group.number() : 0;
      return Math.max(own, children(node).mapToInt(References::groups).max().orElse(0));
    }

    private static Stream<Node> children(Node node) {
      if (node instanceof Node.Sequence sequence) {
        return sequence.parts().stream();
      }
      if (node instanceof Node.Choice choice) {
        return choice.branches().stream();
      }
      Node one =
          node instanceof Node.Group group
              ? group.body()
              : node instanceof Node.Look look
                  ? look.body()
                  : node instanceof Node.Repeat repeat ? repeat.body() : null;
      return Stream.ofNullable(one);
    }
  }
}
