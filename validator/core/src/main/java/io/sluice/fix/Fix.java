package io.sluice.fix;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.decode.Event;
import io.sluice.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Repairs of events, one after the other.
 *
 * @param steps in their order; none where the events are replayed as they are
 * @param version the version of the subject with which events are written again, or null for the
 *     schema that they have
 */
public record Fix(List<FixStep> steps, @Nullable Integer version) {

  public static final Fix NONE = new Fix(List.of(), null);

  /** Reads a list of steps; problems are told at their nodes. */
  public static Fix parse(@Nullable YamlNode node) {
    if (node == null) {
      return NONE;
    }
    List<FixStep> steps = new ArrayList<>();
    Integer version = null;
    if (!node.isList()) {
      node.problem("'fix' must be a list of steps, as in - set: { field: currency, value: EUR }");
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

  /** Whether events are replayed as they are. */
  public boolean isNone() {
    return steps.isEmpty() && version == null;
  }

  /**
   * Repairs an event.
   *
   * @param message the event as plain JSON; changed in place
   * @param event the event before any step, for expressions
   * @throws UnfixableException where a step cannot be applied
   */
  public void apply(JsonNode message, Event event) throws UnfixableException {
    for (FixStep step : steps) {
      step.apply(message, event);
    }
  }
}
