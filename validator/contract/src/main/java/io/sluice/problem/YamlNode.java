package io.sluice.problem;

import io.sluice.failure.Problem;
import io.sluice.failure.Problems;
import io.sluice.failure.Suggestion;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;

/**
 * A node of a YAML file. Asking for something that is not there, or is of another kind, adds a
 * problem at the right position and gives null or something empty, so that reading can go on.
 */
public final class YamlNode {

  private final String file;
  private final String name;
  private final Node node;
  private final Problems problems;
  private final Map<String, YamlNode> members = new LinkedHashMap<>();
  private final Map<String, YamlNode> keys = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  YamlNode(String file, String name, Node node, Problems problems) {
    this.file = file;
    this.name = name;
    this.node = node;
    this.problems = problems;
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        addMember(tuple);
      }
    }
  }

  private void addMember(NodeTuple tuple) {
    YamlNode key = new YamlNode(file, name, tuple.getKeyNode(), problems);
    if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
      key.problem("a key must be plain text");
      return;
    }
    if (scalar.getValue().equals("<<") && scalar.getScalarStyle() == ScalarStyle.PLAIN) {
      key.problem("YAML 1.2 has no merge keys; write the members out");
    }
    YamlNode value = new YamlNode(file, scalar.getValue(), tuple.getValueNode(), problems);
    if (members.putIfAbsent(scalar.getValue(), value) != null) {
      key.problem("'" + scalar.getValue() + "' appears twice; remove one");
    }
    keys.putIfAbsent(scalar.getValue(), key);
  }

  /** Adds a problem at this node. */
  public void problem(String message) {
    problems.add(at(message));
  }

  /** How many problems there are by now, in all files. */
  public int problems() {
    return problems.reported();
  }

  /** Adds a problem that was made before. */
  public void add(Problem problem) {
    problems.add(problem);
  }

  /** Adds a problem at the name of a member. */
  public void problemAtKey(String member, String message) {
    keys.getOrDefault(member, this).problem(message);
  }

  /** A problem at the innermost name on a path of members that is written; else at this node. */
  public Problem atKey(List<String> path, String message) {
    YamlNode key = keys.get(path.get(0));
    YamlNode value = members.get(path.get(0));
    if (key == null || value == null) {
      return at(message);
    }
    List<String> inside = path.subList(1, path.size());
    return inside.isEmpty() || !value.members.containsKey(inside.get(0))
        ? key.at(message)
        : value.atKey(inside, message);
  }

  /** Whether every name on a path of members is written. */
  public boolean has(List<String> path) {
    YamlNode value = members.get(path.get(0));
    return value != null && (path.size() == 1 || value.has(path.subList(1, path.size())));
  }

  /**
   * A problem inside a text.
   *
   * @param line of the text, from 1
   * @param column of the line, from 1
   */
  public Problem at(int line, int column, String message) {
    Problem start = at(message);
    if (!(node instanceof ScalarNode scalar) || isFolded(scalar)) {
      return start;
    }
    boolean quoted =
        scalar.getScalarStyle() == ScalarStyle.SINGLE_QUOTED
            || scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED;
    return line > 1
        ? start
        : new Problem(file, start.line(), start.column() + (quoted ? 1 : 0) + column - 1, message);
  }

  /** Whether lines of the file are not those of the text. */
  private static boolean isFolded(ScalarNode scalar) {
    return scalar.getScalarStyle() == ScalarStyle.LITERAL
        || scalar.getScalarStyle() == ScalarStyle.FOLDED
        || !scalar.getStartMark().map(Mark::getLine).equals(scalar.getEndMark().map(Mark::getLine));
  }

  /** A problem at this node, for later. */
  public Problem at(String message) {
    int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    int column = node.getStartMark().map(mark -> mark.getColumn() + 1).orElse(1);
    return new Problem(file, line, column, message);
  }

  /** The same with values in the place of {@code ${name}}; a problem for each that has none. */
  public YamlNode filled(Map<String, YamlNode> values) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    values.forEach((key, value) -> nodes.put(key, value.node));
    Placeholders placeholders =
        new Placeholders(
            nodes,
            (place, key) ->
                problems.addOnly(
                    new YamlNode(file, name, place, problems)
                        .at(unfilled(key, nodes.get(key), values.keySet()))));
    return new YamlNode(file, name, placeholders.fill(node), problems);
  }

  private static String unfilled(String parameter, @Nullable Node value, Set<String> known) {
    return value == null
        ? "there is no parameter '" + parameter + "'" + Suggestion.among(parameter, known)
        : "'${"
            + parameter
            + "}' is part of a text, so its value must be text, a number, true, or false; here it"
            + " is a "
            + (value instanceof SequenceNode ? "list" : "mapping");
  }

  public String file() {
    return file;
  }

  /** The key under which this node stands, or an empty text. */
  public String name() {
    return name;
  }

  public boolean isMapping() {
    return node instanceof MappingNode;
  }

  public boolean isList() {
    return node instanceof SequenceNode;
  }

  /** Adds a problem where this is no mapping; gives whether it is one. */
  public boolean requireMapping() {
    if (!isMapping()) {
      problem(called() + " must be a mapping of names to values");
    }
    return isMapping();
  }

  /** Whether this is a single value that is not null. */
  public boolean isValue() {
    return node instanceof ScalarNode && !isNull();
  }

  /** Whether this is null, written or by leaving the value out. */
  public boolean isNull() {
    return Tag.NULL.equals(node.getTag());
  }

  /** Whether this is text: quoted, or not readable as a number, boolean or null. */
  public boolean isText() {
    return node instanceof ScalarNode && Tag.STR.equals(node.getTag());
  }

  /** Whether this is written in quotes. */
  public boolean isQuoted() {
    return node instanceof ScalarNode scalar
        && (scalar.getScalarStyle() == ScalarStyle.SINGLE_QUOTED
            || scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED);
  }

  /** Whether this is a number in the core schema. */
  public boolean isNumber() {
    return Tag.INT.equals(node.getTag()) || Tag.FLOAT.equals(node.getTag());
  }

  /**
   * The number that this is; null where it is none, infinite, not a number, or has an exponent of
   * more than 32 bits.
   *
   * @see <a href="https://yaml.org/spec/1.2.2/#1032-tag-resolution">YAML 1.2.2, section 10.3.2</a>
   */
  public @Nullable BigDecimal number() {
    if (!isNumber()) {
      return null;
    }
    String text = text();
    if (text.startsWith("0x")) {
      return new BigDecimal(new BigInteger(text.substring(2), 16));
    }
    if (text.startsWith("0o")) {
      return new BigDecimal(new BigInteger(text.substring(2), 8));
    }
    if (text.chars().noneMatch(Character::isDigit)) {
      return null;
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      // an exponent of more than 32 bits
      return null;
    }
  }

  /** This text as it would be read without its quotes; this node where it is no text. */
  public YamlNode unquoted() {
    if (!(node instanceof ScalarNode scalar)) {
      return this;
    }
    Node plain =
        new ScalarNode(
            new CoreScalarResolver(false).resolve(scalar.getValue(), true),
            true,
            scalar.getValue(),
            ScalarStyle.PLAIN,
            node.getStartMark(),
            node.getEndMark());
    return new YamlNode(file, name, plain, problems);
  }

  public boolean isBoolean() {
    return Tag.BOOL.equals(node.getTag());
  }

  private String called() {
    return name.isEmpty() ? "the file" : "'" + name + "'";
  }

  /** The member of that name, or null where there is none. */
  public @Nullable YamlNode member(String member) {
    asked.add(member);
    return members.get(member);
  }

  /** The member of that name; a problem where there is none. */
  public @Nullable YamlNode required(String member) {
    YamlNode value = member(member);
    if (value == null) {
      problem("'" + member + "' is missing" + (name.isEmpty() ? "" : " in '" + name + "'"));
    }
    return value;
  }

  /** All members, in their order. */
  public Map<String, YamlNode> members() {
    if (!isMapping() && !isNull()) {
      problem(called() + " must be a mapping of names to values");
    }
    asked.addAll(members.keySet());
    return members;
  }

  /** The elements of a list; a problem where this is no list. */
  public List<YamlNode> elements() {
    if (!(node instanceof SequenceNode sequence)) {
      if (!isNull()) {
        problem(called() + " must be a list");
      }
      return List.of();
    }
    List<YamlNode> elements = new ArrayList<>();
    for (Node element : sequence.getValue()) {
      elements.add(new YamlNode(file, name, element, problems));
    }
    return elements;
  }

  /** The scalar as it is written; a problem and an empty text where this is none. */
  public String text() {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    problems.addOnly(at(called() + " must be a single value"));
    return "";
  }

  /** The scalar of a member as it is written, or null where there is none. */
  public @Nullable String text(String member) {
    YamlNode value = member(member);
    return value == null || value.isNull() ? null : value.text();
  }

  /** The scalar of a member, or the default where there is none. */
  public String text(String member, String otherwise) {
    String text = text(member);
    return text == null ? otherwise : text;
  }

  /** The scalar of a member that must be there and not empty. */
  public String requiredText(String member) {
    YamlNode value = required(member);
    if (value == null) {
      return "";
    }
    String text = value.isNull() ? "" : value.text();
    if (text.isEmpty()) {
      value.problem("'" + member + "' is empty");
    }
    return text;
  }

  /** A member that is one of an enum's constants, written in lower case. */
  public <T extends Enum<T>> T choice(String member, Class<T> type, T otherwise) {
    YamlNode value = member(member);
    if (value == null) {
      return otherwise;
    }
    String text = value.text();
    for (T constant : type.getEnumConstants()) {
      if (spelled(constant).equals(text)) {
        return constant;
      }
    }
    String all =
        Arrays.stream(type.getEnumConstants())
            .map(YamlNode::spelled)
            .collect(Collectors.joining(", "));
    value.problem("'" + member + "' must be one of " + all + "; it is '" + text + "'");
    return otherwise;
  }

  private static String spelled(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The scalars of a list member, empty where there is none. */
  public List<String> texts(String member) {
    YamlNode value = member(member);
    return value == null ? List.of() : value.elements().stream().map(YamlNode::text).toList();
  }

  /** Adds a problem for each of these members, and of the texts in their lists, that is empty. */
  public void refuseEmpty(String... names) {
    for (String member : names) {
      YamlNode value = member(member);
      if (value == null) {
        continue;
      }
      for (YamlNode one : value.isList() ? value.elements() : List.of(value)) {
        if (one.isValue() && one.text().isBlank()) {
          one.problem("'" + member + (value.isList() ? "' contains an empty value" : "' is empty"));
        }
      }
    }
  }

  /** Adds a problem for every member that was never asked for. */
  public void refuseOthers() {
    for (Map.Entry<String, YamlNode> member : members.entrySet()) {
      if (!asked.contains(member.getKey())) {
        problemAtKey(
            member.getKey(),
            "'"
                + member.getKey()
                + "' is not known here"
                + Suggestion.among(member.getKey(), asked));
      }
    }
  }

  /**
   * This mapping in a form without comments, order of keys and layout, for fingerprints.
   *
   * @param left members of this mapping that play no part
   */
  public String canonicalWithout(Set<String> left) {
    StringBuilder out = new StringBuilder();
    canonical(out, left);
    return out.toString();
  }

  private void canonical(StringBuilder out, Set<String> left) {
    if (node instanceof ScalarNode scalar) {
      out.append(scalar.getTag()).append(' ').append(scalar.getValue().length()).append(' ');
      out.append(scalar.getValue());
    } else if (node instanceof SequenceNode) {
      out.append('[');
      elements().forEach(element -> element.canonical(out.append(','), Set.of()));
      out.append(']');
    } else {
      out.append('{');
      members.keySet().stream()
          .filter(key -> !left.contains(key))
          .sorted()
          .forEach(
              key -> {
                out.append(',').append(key).append(':');
                YamlNode value = members.get(key);
                if (value != null) {
                  value.canonical(out, Set.of());
                }
              });
      out.append('}');
    }
  }
}
