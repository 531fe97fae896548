package io.sluice.yaml;

import io.sluice.failure.FilePlace;
import io.sluice.failure.Problems;
import io.sluice.failure.Suggestion;
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
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;

/**
 * A node of a YAML file, with its members or elements. If a member is missing or has the wrong
 * kind, the accessor adds a problem at its position and returns null or an empty value, so that
 * reading can continue.
 */
public final class YamlNode extends YamlValue {

  private final Map<String, YamlNode> members = new LinkedHashMap<>();
  private final Map<String, YamlNode> keys = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  YamlNode(String file, String name, Node node, Problems problems) {
    super(file, name, node, problems);
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
      key.problem("YAML 1.2 does not support merge keys; write out the members");
    }
    YamlNode value = new YamlNode(file, scalar.getValue(), tuple.getValueNode(), problems);
    if (members.putIfAbsent(scalar.getValue(), value) != null) {
      key.problem("'" + scalar.getValue() + "' appears twice; remove one");
    }
    keys.putIfAbsent(scalar.getValue(), key);
  }

  /** Adds a problem at the name of a member. */
  public void problemAtKey(String member, String message) {
    keys.getOrDefault(member, this).problem(message);
  }

  /** The positions of the names of all members, and of the members of nested mappings. */
  public Map<String, FilePlace> writtenKeys() {
    Map<String, FilePlace> places = new LinkedHashMap<>();
    keys.forEach((member, key) -> places.put(member, key.place()));
    members.forEach(
        (member, value) ->
            value.keys.forEach((inner, key) -> places.put(member + "." + inner, key.place())));
    return places;
  }

  /**
   * This node with {@code ${name}} replaced by values; adds a problem for each name without a
   * value.
   */
  public YamlNode filled(Map<String, YamlNode> values) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    values.forEach((key, value) -> nodes.put(key, value.node));
    Placeholders placeholders =
        new Placeholders(
            nodes,
            (place, message) ->
                problems.addOnly(new YamlNode(file, name, place, problems).at(message)));
    return new YamlNode(file, name, placeholders.fill(node), problems);
  }

  /** This text as read without its quotes, or this node if it is not text. */
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

  /** The member with the given name, or null if there is none. */
  public @Nullable YamlNode member(String member) {
    asked.add(member);
    return members.get(member);
  }

  /** The member with the given name. Adds a problem if there is none. */
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

  /** The elements of a list. Adds a problem if this is not a list. */
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

  /** The scalar of a member as written, or null if there is none. */
  public @Nullable String text(String member) {
    YamlNode value = member(member);
    return value == null || value.isNull() ? null : value.text();
  }

  /** The scalar of a member, or the default if there is none. */
  public String text(String member, String otherwise) {
    String text = text(member);
    return text == null ? otherwise : text;
  }

  /** The scalar of a required member that must not be empty. */
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

  /** A member whose value is an enum constant in lower case. */
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

  /** The scalars of a list member; empty if there is none. */
  public List<String> texts(String member) {
    YamlNode value = member(member);
    return value == null ? List.of() : value.elements().stream().map(YamlNode::text).toList();
  }

  /**
   * Adds a problem for each of these members that is empty, and for each empty text in their lists.
   */
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

  /** Adds a problem for every member that was never read. */
  public void refuseOthers() {
    for (Map.Entry<String, YamlNode> member : members.entrySet()) {
      if (!asked.contains(member.getKey())) {
        problemAtKey(
            member.getKey(),
            "'"
                + member.getKey()
                + "' is not a known key"
                + Suggestion.among(member.getKey(), asked));
      }
    }
  }

  /** The members, without marking them as read. */
  Map<String, YamlNode> unasked() {
    return members;
  }

  /**
   * The canonical form of this mapping, without comments, key order, and layout, for fingerprints.
   *
   * @param left members of this mapping to leave out
   */
  public String canonicalWithout(Set<String> left) {
    return CanonicalYaml.of(this, left);
  }
}
