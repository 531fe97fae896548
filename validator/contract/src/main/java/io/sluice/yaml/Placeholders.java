package io.sluice.yaml;

import io.sluice.failure.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Replaces {@code ${name}} with values. A value keeps the marks of the placeholder. */
final class Placeholders {

  private static final Pattern PLACE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  private final Map<String, Node> values;
  private final BiConsumer<Node, String> unfilled;

  /**
   * @param unfilled receives each node whose placeholder cannot be filled, and the reason
   */
  Placeholders(Map<String, Node> values, BiConsumer<Node, String> unfilled) {
    this.values = values;
    this.unfilled = unfilled;
  }

  /** A tree in which all placeholders are filled. */
  Node fill(Node node) {
    if (node instanceof ScalarNode scalar) {
      return fill(scalar);
    }
    if (node instanceof SequenceNode sequence) {
      List<Node> elements = new ArrayList<>();
      sequence.getValue().forEach(element -> elements.add(fill(element)));
      return list(sequence, elements, node);
    }
    MappingNode mapping = (MappingNode) node;
    List<NodeTuple> members = new ArrayList<>();
    for (NodeTuple tuple : mapping.getValue()) {
      members.add(new NodeTuple(tuple.getKeyNode(), fill(tuple.getValueNode())));
    }
    return mapping(mapping, members, node);
  }

  private Node fill(ScalarNode scalar) {
    Matcher matcher = PLACE.matcher(scalar.getValue());
    if (matcher.matches() && values.containsKey(matcher.group(1))) {
      return moved(values.get(matcher.group(1)), scalar);
    }
    matcher.reset();
    StringBuilder text = new StringBuilder();
    boolean found = false;
    while (matcher.find()) {
      found = true;
      matcher.appendReplacement(text, Matcher.quoteReplacement(text(matcher.group(1), scalar)));
    }
    matcher.appendTail(text);
    return found ? scalar(Tag.STR, text.toString(), scalar.getScalarStyle(), scalar) : scalar;
  }

  private String text(String name, Node place) {
    if (!(values.get(name) instanceof ScalarNode value)) {
      unfilled.accept(place, reason(name, values.get(name)));
      return "";
    }
    return value.getValue();
  }

  private String reason(String parameter, @Nullable Node value) {
    return value == null
        ? "unknown parameter '" + parameter + "'" + Suggestion.among(parameter, values.keySet())
        : "'${"
            + parameter
            + "}' is part of a longer string, so its value must be text, a number, true, or"
            + " false, not"
            + " a "
            + (value instanceof SequenceNode ? "list" : "mapping");
  }

  /** A copy of a value with the position of the placeholder. */
  private static Node moved(Node value, Node place) {
    if (value instanceof ScalarNode scalar) {
      return scalar(scalar.getTag(), scalar.getValue(), scalar.getScalarStyle(), place);
    }
    if (value instanceof SequenceNode sequence) {
      return list(
          sequence, sequence.getValue().stream().map(one -> moved(one, place)).toList(), place);
    }
    MappingNode mapping = (MappingNode) value;
    return mapping(
        mapping,
        mapping.getValue().stream()
            .map(one -> new NodeTuple(one.getKeyNode(), moved(one.getValueNode(), place)))
            .toList(),
        place);
  }

  private static Node scalar(Tag tag, String text, ScalarStyle style, Node place) {
    return new ScalarNode(tag, true, text, style, place.getStartMark(), place.getEndMark());
  }

  private static Node list(SequenceNode like, List<Node> elements, Node place) {
    return new SequenceNode(
        like.getTag(),
        true,
        elements,
        like.getFlowStyle(),
        place.getStartMark(),
        place.getEndMark());
  }

  private static Node mapping(MappingNode like, List<NodeTuple> members, Node place) {
    return new MappingNode(
        like.getTag(),
        true,
        members,
        like.getFlowStyle(),
        place.getStartMark(),
        place.getEndMark());
  }
}
