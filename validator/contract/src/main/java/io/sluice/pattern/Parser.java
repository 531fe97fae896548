package io.sluice.pattern;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.UnicodeSet;
import io.sluice.pattern.Node.Edge;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses patterns: with the flag {@code u} by the strict grammar, without it by that of Annex B.
 *
 * @see <a href="https://tc39.es/ecma262/#sec-patterns">ECMA-262, Patterns</a>
 * @see <a href="https://tc39.es/ecma262/#sec-regular-expressions-patterns">Annex B.1.2</a>
 */
final class Parser {

  /** Deeper groups would exhaust the stack. */
  private static final int DEEPEST = 200;

  private final Scanner in;
  private final boolean isUnicode;
  private final Classes classes;
  private final int allGroups;
  private final boolean hasNames;
  private final Map<String, List<Integer>> named = new HashMap<>();
  private final Map<String, Integer> referred = new HashMap<>();

  /** Names of groups that can match together with what is parsed now. */
  private Set<String> taken = new HashSet<>();

  private int groups;
  private int depth;
  private Flags flags = Flags.NONE;

  /** What modifiers such as {@code (?i:} switch on. */
  record Flags(boolean ignoresCase, boolean isMultiline, boolean isDotAll) {
    static final Flags NONE = new Flags(false, false, false);

    Folding folding(boolean isUnicode) {
      return !ignoresCase ? Folding.NONE : isUnicode ? Folding.UNICODE : Folding.CAPITALS;
    }
  }

  private Parser(String pattern, boolean isUnicode) {
    this.in = new Scanner(pattern, isUnicode);
    this.isUnicode = isUnicode;
    Groups counted = Groups.of(pattern);
    this.allGroups = counted.count();
    this.hasNames = counted.hasNames();
    this.classes = new Classes(in, isUnicode, hasNames);
  }

  static Node parse(String pattern, boolean isUnicode) throws PatternException {
    Parser parser = new Parser(pattern, isUnicode);
    Node all = parser.choice();
    if (parser.in.peek() != Scanner.END) {
      throw new PatternException("there is a ')' without its '('", parser.in.at());
    }
    for (Map.Entry<String, Integer> name : parser.referred.entrySet()) {
      if (!parser.named.containsKey(name.getKey())) {
        throw new PatternException(
            "there is no group called '" + name.getKey() + "'", name.getValue());
      }
    }
    return all;
  }

  private Node choice() throws PatternException {
    List<Node> branches = new ArrayList<>();
    Set<String> before = taken;
    Set<String> after = new HashSet<>(before);
    do {
      taken = new HashSet<>(before);
      branches.add(sequence());
      after.addAll(taken);
    } while (in.take("|"));
    taken = after;
    return branches.size() == 1 ? branches.get(0) : new Node.Choice(branches);
  }

  private Node sequence() throws PatternException {
    List<Node> parts = new ArrayList<>();
    for (int next = in.peek();
        next != Scanner.END && next != '|' && next != ')';
        next = in.peek()) {
      parts.add(term());
    }
    return parts.size() == 1 ? parts.get(0) : new Node.Sequence(parts);
  }

  private Node term() throws PatternException {
    int before = groups;
    Node place = place();
    if (place != null) {
      return place;
    }
    boolean isBehind = in.startsWith("(?<=") || in.startsWith("(?<!");
    boolean isAhead = in.startsWith("(?=") || in.startsWith("(?!");
    Node atom = atom();
    // Annex B lets a look-ahead be repeated
    return isBehind || (isAhead && isUnicode) ? atom : quantified(atom, before);
  }

  private @Nullable Node place() {
    if (in.take("^")) {
      return edge(flags.isMultiline() ? Edge.LINE_START : Edge.START);
    }
    if (in.take("$")) {
      return edge(flags.isMultiline() ? Edge.LINE_END : Edge.END);
    }
    if (in.take("\\b")) {
      return edge(Edge.WORD);
    }
    return in.take("\\B") ? edge(Edge.NOT_WORD) : null;
  }

  private Node edge(Edge edge) {
    return new Node.Place(edge, classes.word(flags));
  }

  private Node quantified(Node atom, int before) throws PatternException {
    int at = in.at();
    long least;
    long most;
    if (in.take("*")) {
      least = 0;
      most = Node.UNBOUNDED;
    } else if (in.take("+")) {
      least = 1;
      most = Node.UNBOUNDED;
    } else if (in.take("?")) {
      least = 0;
      most = 1;
    } else {
      long[] bounds = bounds();
      if (bounds == null) {
        return atom;
      }
      least = bounds[0];
      most = bounds[1];
    }
    if (least > most) {
      throw new PatternException("the smaller number comes first in { }", at);
    }
    boolean isGreedy = !in.take("?");
    return new Node.Repeat(atom, (int) least, (int) most, isGreedy, before + 1, groups + 1);
  }

  /** Takes {@code {n}}, {@code {n,}} or {@code {n,m}}; takes nothing and gives null otherwise. */
  private long @Nullable [] bounds() {
    int start = in.at();
    if (in.take("{")) {
      long least = in.number(10, Integer.MAX_VALUE);
      long most = least;
      if (least >= 0 && in.take(",")) {
        most = in.number(10, Integer.MAX_VALUE);
        most = most < 0 ? Node.UNBOUNDED : most;
      }
      if (least >= 0 && in.take("}")) {
        return new long[] {least, most};
      }
    }
    in.goTo(start);
    return null;
  }

  private Node atom() throws PatternException {
    int at = in.at();
    if (in.startsWith("(")) {
      return group();
    }
    if (in.startsWith("\\")) {
      return escape();
    }
    if (in.startsWith("[")) {
      return new Node.Chars(classes.bracketed(flags));
    }
    if (in.startsWith("{") && bounds() != null) {
      throw nothingToRepeat(at);
    }
    int character = in.next();
    switch (character) {
      case '.' -> {
        return new Node.Chars(classes.dot(flags));
      }
      case '*', '+', '?' -> throw nothingToRepeat(at);
      case '{', '}', ']' -> {
        if (isUnicode) {
          throw new PatternException(
              "to match '" + (char) character + "' as text, write '\\" + (char) character + "'",
              at);
        }
      }
      default -> {}
    }
    return new Node.Chars(classes.one(character, flags));
  }

  /** About the text from an index to here. */
  private PatternException nothingToRepeat(int from) {
    String quantifier = in.since(from);
    return new PatternException(
        (from == 0
                ? "there is nothing before '" + quantifier + "' to repeat"
                : "'" + quantifier + "' cannot repeat what is before it")
            + "; to match it as text, write '"
            + quantifier.replaceAll("[{}*+?]", "\\\\$0")
            + "'",
        from);
  }

  private Node group() throws PatternException {
    int at = in.at();
    if (++depth > DEEPEST) {
      throw new PatternException("its groups are nested more than " + DEEPEST + " deep", at, true);
    }
    Node group = opened(at);
    depth--;
    return group;
  }

  private Node opened(int at) throws PatternException {
    if (in.take("(?:")) {
      return closed(at);
    }
    if (in.take("(?=")) {
      return new Node.Look(closed(at), false, false);
    }
    if (in.take("(?!")) {
      return new Node.Look(closed(at), false, true);
    }
    if (in.take("(?<=")) {
      return new Node.Look(closed(at), true, false);
    }
    if (in.take("(?<!")) {
      return new Node.Look(closed(at), true, true);
    }
    if (in.take("(?<")) {
      String name = GroupName.read(in);
      int number = ++groups;
      if (!taken.add(name)) {
        throw new PatternException("there are two groups called '" + name + "'", at);
      }
      named.computeIfAbsent(name, any -> new ArrayList<>()).add(number);
      return new Node.Group(number, closed(at));
    }
    if (in.take("(?")) {
      return modified(at);
    }
    in.next();
    int number = ++groups;
    return new Node.Group(number, closed(at));
  }

  /** What follows {@code (?} and switches flags. */
  private Node modified(int at) throws PatternException {
    String on = letters();
    boolean hasOff = in.take("-");
    String off = hasOff ? letters() : "";
    boolean isTwice = (on + off).chars().distinct().count() < on.length() + off.length();
    if (in.startsWith(")") && !on.isEmpty()) {
      throw new PatternException(
          "ECMA-262 has no flags for the rest of a pattern; write (?" + on + ":...)", at);
    }
    if (on.length() + off.length() == 0 || isTwice || !in.take(":")) {
      throw new PatternException(
          "'(?' must be followed by one of : = ! <= <! <name> or flags such as i:", at);
    }
    Flags outside = flags;
    flags =
        new Flags(
            is('i', on, off, outside.ignoresCase()),
            is('m', on, off, outside.isMultiline()),
            is('s', on, off, outside.isDotAll()));
    Node body = closed(at);
    flags = outside;
    return body;
  }

  private static boolean is(char flag, String on, String off, boolean before) {
    return on.indexOf(flag) >= 0 || (before && off.indexOf(flag) < 0);
  }

  private String letters() {
    StringBuilder letters = new StringBuilder();
    while (in.peek() == 'i' || in.peek() == 'm' || in.peek() == 's') {
      letters.append((char) in.next());
    }
    return letters.toString();
  }

  private Node closed(int at) throws PatternException {
    Node body = choice();
    if (!in.take(")")) {
      throw new PatternException("this '(' has no ')'", at);
    }
    return body;
  }

  private Node escape() throws PatternException {
    int at = in.at();
    Folding folding = flags.folding(isUnicode);
    in.next();
    if (in.peek() >= '1' && in.peek() <= '9') {
      long number = in.number(10, Integer.MAX_VALUE);
      if (number <= allGroups) {
        return new Node.BackReference(List.of((int) number), folding);
      }
      if (isUnicode) {
        throw new PatternException("there is no group " + number, at);
      }
    } else if (in.startsWith("k") && (isUnicode || hasNames)) {
      in.next();
      if (!in.take("<")) {
        throw new PatternException("\\k must be followed by the name of a group, as \\k<name>", at);
      }
      String name = GroupName.read(in);
      referred.putIfAbsent(name, at);
      return new Node.BackReference(named(name), folding);
    }
    in.goTo(at);
    return new Node.Chars(classes.escape(flags));
  }

  /** Filled when all groups have been read: a reference may stand before its group. */
  private List<Integer> named(String name) {
    return new AbstractList<>() {
      @Override
      public Integer get(int index) {
        return named.getOrDefault(name, List.of()).get(index);
      }

      @Override
      public int size() {
        return named.getOrDefault(name, List.of()).size();
      }
    };
  }

  /** The groups of a whole pattern, which decide what some escapes mean. */
  private record Groups(int count, boolean hasNames) {
    static Groups of(String pattern) {
      int count = 0;
      boolean hasNames = false;
      boolean isClass = false;
      for (int i = 0; i < pattern.length(); i++) {
        char character = pattern.charAt(i);
        if (character == '\\') {
          i++;
        } else if (isClass) {
          isClass = character != ']';
        } else if (character == '[') {
          isClass = true;
        } else if (character == '(') {
          boolean isPlain = !pattern.startsWith("?", i + 1);
          boolean isNamed =
              pattern.startsWith("?<", i + 1)
                  && !pattern.startsWith("?<=", i + 1)
                  && !pattern.startsWith("?<!", i + 1);
          count += isPlain || isNamed ? 1 : 0;
          hasNames |= isNamed;
        }
      }
      return new Groups(count, hasNames);
    }
  }

  /** Reads the name of a group, after the {@code <}. */
  private static final class GroupName {
    static String read(Scanner in) throws PatternException {
      int at = in.at();
      StringBuilder name = new StringBuilder();
      for (int next = in.next(); next != '>'; next = in.next()) {
        int character = next;
        if (next == '\\' && in.take("u")) {
          character = in.take("{") ? braced(in) : pair(in, in.hex(4));
        } else if (Character.isHighSurrogate((char) next)
            && next <= Character.MAX_VALUE
            && Character.isLowSurrogate((char) in.peek())) {
          character = Character.toCodePoint((char) next, (char) in.next());
        }
        boolean isPart =
            character >= 0
                && (character == '$'
                    || character == '_'
                    || UCharacter.hasBinaryProperty(
                        character, name.isEmpty() ? UProperty.ID_START : UProperty.ID_CONTINUE)
                    || (!name.isEmpty() && (character == 0x200C || character == 0x200D)));
        if (!isPart) {
          throw new PatternException(
              "the name of a group must be an identifier, as in (?<year>...)", at);
        }
        name.appendCodePoint(character);
      }
      if (name.isEmpty()) {
        throw new PatternException(
            "the name of a group must be an identifier, as in (?<year>...)", at);
      }
      return name.toString();
    }

    private static int braced(Scanner in) {
      long value = in.number(16, Integer.MAX_VALUE);
      return in.take("}") && value <= Character.MAX_CODE_POINT ? (int) value : Scanner.END;
    }

    private static int pair(Scanner in, int first) {
      int at = in.at();
      if (first >= 0xD800 && first < 0xDC00 && in.take("\\u")) {
        int second = in.hex(4);
        if (second >= 0xDC00 && second < 0xE000) {
          return Character.toCodePoint((char) first, (char) second);
        }
        in.goTo(at);
      }
      return first;
    }
  }

  static UnicodeSet all(boolean isUnicode) {
    return new UnicodeSet(0, isUnicode ? Character.MAX_CODE_POINT : Character.MAX_VALUE);
  }
}
