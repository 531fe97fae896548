package io.sluice.rules;

import io.sluice.decode.Event;
import org.jspecify.annotations.Nullable;

/** One rule, ready to judge events of one schema. */
interface CompiledRule {

  /**
   * Judges an event.
   *
   * @param found what earlier rules found, or null
   * @return {@code found}, or a new result where this rule fails and there was none
   */
  @Nullable RuleResult evaluate(Event event, @Nullable RuleResult found);
}
