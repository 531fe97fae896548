package io.sluice.rules;

import io.sluice.decode.Event;
import org.jspecify.annotations.Nullable;

/** One rule, compiled for events of one schema. */
interface CompiledRule {

  /**
   * Checks an event.
   *
   * @param found the result of earlier rules, or null
   * @return {@code found}, or a new result if this rule is the first to fail
   */
  @Nullable RuleResult evaluate(Event event, @Nullable RuleResult found);
}
