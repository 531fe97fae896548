package io.sluice.yaml;

import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A canonical form of YAML, without comments, key order, and layout. */
final class CanonicalYaml {

  private final StringBuilder out = new StringBuilder();

  private CanonicalYaml() {}

  /**
   * The form of a node.
   *
   * @param left members of the node to leave out
   */
  static String of(YamlNode node, Set<String> left) {
    CanonicalYaml form = new CanonicalYaml();
    form.add(node, left);
    return form.out.toString();
  }

  private void add(YamlNode node, Set<String> left) {
    if (node.node instanceof ScalarNode scalar) {
      out.append(scalar.getTag()).append(' ').append(scalar.getValue().length()).append(' ');
      out.append(scalar.getValue());
    } else if (node.node instanceof SequenceNode) {
      out.append('[');
      for (YamlNode element : node.elements()) {
        out.append(',');
        add(element, Set.of());
      }
      out.append(']');
    } else {
      out.append('{');
      node.unasked().entrySet().stream()
          .filter(member -> !left.contains(member.getKey()))
          .sorted(Map.Entry.comparingByKey())
          .forEach(
              member -> {
                out.append(',').append(member.getKey()).append(':');
                add(member.getValue(), Set.of());
              });
      out.append('}');
    }
  }
}
