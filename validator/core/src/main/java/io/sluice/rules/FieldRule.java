package io.sluice.rules;

import io.sluice.decode.Event;
import io.sluice.expression.Outcome;
import io.sluice.path.Path;
import io.sluice.path.Root;
import io.sluice.type.Absent;
import org.jspecify.annotations.Nullable;

/** A check of the values at a path. */
final class FieldRule implements CompiledRule {

  private final Path path;
  private final Selector selector;
  private final CompiledCheck check;
  private final RuleFailure failure;

  FieldRule(Path path, Selector selector, CompiledCheck check, RuleFailure failure) {
    this.path = path;
    this.selector = selector;
    this.check = check;
    this.failure = failure;
  }

  /** The value at which a path starts. */
  static @Nullable Object root(Event event, Path path) {
    return path.root() == Root.KEY ? event.key() : event.message();
  }

  @Override
  public @Nullable RuleResult evaluate(Event event, @Nullable RuleResult found) {
    Object root = root(event, path);
    if (selector.isSingle()) {
      Object value = selector.find(root);
      Outcome outcome = test(check, value, event);
      return outcome == Outcome.PASS ? found : failure.add(found, outcome, path.toString(), value);
    }
    RuleResult[] result = {found};
    selector.visit(
        root,
        (value, place) -> {
          Outcome outcome = test(check, value, event);
          if (outcome != Outcome.PASS) {
            result[0] = failure.add(result[0], outcome, place.toString(), value);
          }
        });
    return result[0];
  }

  static Outcome test(CompiledCheck check, @Nullable Object value, Event event) {
    if (value == null) {
      return Check.of(check.presence() != CompiledCheck.Presence.NOT_NULL);
    }
    if (value == Absent.VALUE) {
      return Check.of(check.presence() == CompiledCheck.Presence.ANY);
    }
    return value == Selector.MISFIT ? Outcome.ERROR : check.check().test(value, event);
  }
}
