package io.sluice.pattern;

import io.sluice.pattern.Node.Edge;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses patterns: with the strict grammar if the flag {@code u} is set, and with the grammar of
 * Annex B otherwise.
 *
 * @see <a href="https://tc39.es/ecma262/#sec-patterns">ECMA-262, Patterns</a>
 * @see <a href="https://tc39.es/ecma262/#sec-regular-expressions-patterns">Annex B.1.2</a>
 */
final class Parser {

  /** Deeper groups would exhaust the stack. */
  private static final int DEEPEST = 200;

  private final Scanner in;
  private final boolean isUnicode;
  private final GroupCount all;
  private final CharacterSets sets;
  private final Escapes escapes;
  private final Classes classes;
  private final NamedGroups names = new NamedGroups();
  private int groups;
  private int depth;
  private Flags flags = Flags.NONE;

  private Parser(String pattern, boolean isUnicode) {
    this.in = new Scanner(pattern, isUnicode);
    this.isUnicode = isUnicode;
    this.all = GroupCount.of(pattern);
    this.sets = new CharacterSets(isUnicode);
    this.escapes = new Escapes(in, isUnicode, all.hasNames(), sets);
    this.classes = new Classes(in, isUnicode, escapes, sets);
  }

  static Node parse(String pattern, boolean isUnicode) throws PatternException {
    Parser parser = new Parser(pattern, isUnicode);
    Node all = parser.choice();
    if (parser.in.peek() != Scanner.END) {
      throw new PatternException("this ')' has no matching '('", parser.in.at());
    }
    parser.names.requireReferred();
    return all;
  }

  private Node choice() throws PatternException {
    List<Node> branches = new ArrayList<>();
    NamedGroups.Branches named = names.branches();
    do {
      named.next();
      branches.add(sequence());
    } while (in.take("|"));
    named.end();
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
    return new Node.Place(edge, sets.word(flags));
  }

  private Node quantified(Node atom, int before) throws PatternException {
    Quantifier times = Quantifier.take(in);
    return times == null
        ? atom
        : new Node.Repeat(
            atom, times.least(), times.most(), times.isGreedy(), before + 1, groups + 1);
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
    if (Quantifier.takeBraces(in)) {
      throw nothingToRepeat(at);
    }
    int character = in.next();
    switch (character) {
      case '.' -> {
        return new Node.Chars(sets.dot(flags));
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
    return new Node.Chars(sets.one(character, flags));
  }

  /** A problem in the text from an index to the current position. */
  private PatternException nothingToRepeat(int from) {
    String quantifier = in.since(from);
    return new PatternException(
        (from == 0
                ? "there is nothing before '" + quantifier + "' to repeat"
                : "'" + quantifier + "' cannot repeat the part before it")
            + "; to match it as text, write '"
            + quantifier.replaceAll("[{}*+?]", "\\\\$0")
            + "'",
        from);
  }

  private Node group() throws PatternException {
    int at = in.at();
    if (++depth > DEEPEST) {
      throw new PatternException(
          "its groups are nested more than " + DEEPEST + " levels deep", at, true);
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
      return named(at);
    }
    if (in.take("(?")) {
      return modified(at);
    }
    in.next();
    int number = ++groups;
    return new Node.Group(number, closed(at));
  }

  private Node named(int at) throws PatternException {
    String name = GroupName.read(in);
    int number = ++groups;
    if (!names.add(name, number)) {
      throw new PatternException("two groups are named '" + name + "'", at);
    }
    return new Node.Group(number, closed(at));
  }

  /** A modifier after {@code (?}. */
  private Node modified(int at) throws PatternException {
    Flags outside = flags;
    flags = outside.modified(in, at);
    Node body = closed(at);
    flags = outside;
    return body;
  }

  private Node closed(int at) throws PatternException {
    Node body = choice();
    if (!in.take(")")) {
      throw new PatternException("this '(' has no matching ')'", at);
    }
    return body;
  }

  private Node escape() throws PatternException {
    int at = in.at();
    Folding folding = flags.folding(isUnicode);
    in.next();
    if (in.peek() >= '1' && in.peek() <= '9') {
      long number = in.number(10, Integer.MAX_VALUE);
      if (number <= all.count()) {
        return new Node.BackReference(List.of((int) number), folding);
      }
      if (isUnicode) {
        throw new PatternException("there is no group " + number, at);
      }
    } else if (in.startsWith("k") && (isUnicode || all.hasNames())) {
      in.next();
      if (!in.take("<")) {
        throw new PatternException("\\k must be followed by a group name, such as \\k<name>", at);
      }
      return new Node.BackReference(names.refer(GroupName.read(in), at), folding);
    }
    in.goTo(at);
    return new Node.Chars(sets.folded(escapes.read(false, flags).set(), flags));
  }
}
