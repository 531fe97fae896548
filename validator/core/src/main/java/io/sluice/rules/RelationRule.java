package io.sluice.rules;

import io.sluice.decode.Event;
import io.sluice.expression.Outcome;
import io.sluice.path.Path;
import io.sluice.path.Step;
import io.sluice.type.Absent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares each value at a path with one other value of the event. */
final class RelationRule implements CompiledRule {

  private final Path path;
  private final Selector selector;
  private final Path otherPath;
  private final Selector other;
  private final Relation relation;
  private final RuleFailure failure;

  RelationRule(
      Path path,
      Selector selector,
      Path otherPath,
      Selector other,
      Relation relation,
      RuleFailure failure) {
    this.path = path;
    this.selector = selector;
    this.otherPath = otherPath;
    this.other = other;
    this.relation = relation;
    this.failure = failure;
  }

  /** Rejects a {@code [*]} in the other path that is not also in the first path. */
  static void requireSameElements(Path path, Path other) throws Mismatch {
    List<Step> steps = other.steps();
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (steps.get(i) instanceof Step.Each) {
        boolean same =
            path.root() == other.root()
                && path.steps().size() > i
                && path.steps().subList(0, i + 1).equals(steps.subList(0, i + 1));
        if (!same) {
          throw new Mismatch(
              "'"
                  + other
                  + "' and '"
                  + path
                  + "' iterate over different elements; compare fields of the same element, or"
                  + " use an 'expr'");
        }
        return;
      }
    }
  }

  @Override
  public @Nullable RuleResult evaluate(Event event, @Nullable RuleResult found) {
    RuleResult[] result = {found};
    Object root = FieldRule.root(event, path);
    Object otherRoot = FieldRule.root(event, otherPath);
    selector.visit(
        root,
        (value, place) -> {
          if (value == null || value == Absent.VALUE) {
            return;
          }
          if (value == Selector.MISFIT) {
            result[0] = failure.add(result[0], Outcome.ERROR, place.toString(), value);
            return;
          }
          Object beside = other.findBeside(otherRoot, place);
          Outcome outcome = compare(value, beside);
          if (outcome != Outcome.PASS) {
            result[0] = failure.addRelation(result[0], outcome, place.toString(), value, beside);
          }
        });
    return result[0];
  }

  private Outcome compare(Object one, @Nullable Object beside) {
    if (beside == null || beside == Absent.VALUE) {
      return Outcome.PASS;
    }
    return beside == Selector.MISFIT ? Outcome.ERROR : relation.test(one, beside);
  }
}
