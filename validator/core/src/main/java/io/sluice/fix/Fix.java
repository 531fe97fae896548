package io.sluice.fix;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.decode.Event;
import io.sluice.expression.Shapes;
import io.sluice.type.Type;
import io.sluice.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of repair steps for events.
 *
 * @param steps the steps in order; empty if the events are replayed unchanged
 * @param version the subject version for encoding the repaired events, or null to keep their schema
 */
public record Fix(List<FixStep> steps, @Nullable Integer version) {

  public static final Fix NONE = new Fix(List.of(), null);

  /** Reads a list of steps. Adds problems at their nodes. */
  public static Fix parse(@Nullable YamlNode node) {
    if (node == null) {
      return NONE;
    }
    List<FixStep> steps = new ArrayList<>();
    Integer version = null;
    if (!node.isList()) {
      node.problem(
          "'fix' must be a list of steps, for example - set: { field: currency, value: EUR }");
      return NONE;
    }
    for (YamlNode element : node.elements()) {
      YamlNode encode = element.isMapping() ? element.member("encode") : null;
      if (encode == null) {
        FixStep step = FixParser.step(element);
        if (step != null) {
          steps.add(step);
        }
      } else {
        version = FixParser.version(encode);
        element.refuseOthers();
      }
    }
    return new Fix(steps, version);
  }

  /** Whether events are replayed unchanged. */
  public boolean isNone() {
    return steps.isEmpty() && version == null;
  }

  /**
   * Repairs an event.
   *
   * @param message the event as plain JSON; changed in place
   * @param event the event before any step, for expressions
   * @param type the event's type: an expression reads the same values as a rule
   * @throws UnfixableException if a step cannot be applied
   */
  public void apply(JsonNode message, Event event, Type type) throws UnfixableException {
    Shapes shapes = Shapes.of(type);
    for (FixStep step : steps) {
      step.apply(message, event, shapes);
    }
  }
}
