package io.sluice.fix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.path.Path;
import io.sluice.path.Step;
import java.util.ArrayList;
import java.util.List;

/** Finds the objects of an event that contain, or could contain, the last name of a path. */
final class Places {

  private Places() {}

  /**
   * Finds them.
   *
   * @param path whose last step is a name
   */
  static List<ObjectNode> of(JsonNode event, Path path) {
    List<JsonNode> at = new ArrayList<>(List.of(event));
    for (Step step : path.steps().subList(0, path.steps().size() - 1)) {
      List<JsonNode> next = new ArrayList<>();
      for (JsonNode node : at) {
        if (step instanceof Step.Name name && node.has(name.name())) {
          next.add(node.get(name.name()));
        } else if (step instanceof Step.Index index && node.has(index.index())) {
          next.add(node.get(index.index()));
        } else if (step instanceof Step.Each && node instanceof ArrayNode array) {
          array.forEach(next::add);
        }
      }
      at = next;
    }
    return at.stream().filter(ObjectNode.class::isInstance).map(ObjectNode.class::cast).toList();
  }
}
