package io.sluice.replay;

import io.sluice.letters.Causes;
import io.sluice.letters.LetterFilter;
import io.sluice.letters.State;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes plans for review. */
public final class PlanWriter {

  /**
   * The choices for a new plan.
   *
   * @param state the state of the letters to send
   * @param fix the text of a list of steps, or null
   */
  public record Choices(
      String name,
      State state,
      String target,
      boolean perKey,
      int maxAttempts,
      @Nullable String fix) {}

  private PlanWriter() {}

  /**
   * The text of a plan.
   *
   * @param until the end of the selection, by partition
   * @param leftOut the number of matching letters in other states, by state
   * @param who the plan's author
   */
  public static String text(
      Choices choices,
      String letters,
      Map<Integer, Long> until,
      LetterFilter filter,
      Map<String, String> rules,
      Causes causes,
      Map<State, Long> leftOut,
      String who,
      Instant now) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("apiVersion: sluice/v1alpha1\nkind: ReplayPlan\n");
    yaml.append("name: ").append(quoted(choices.name())).append('\n');
    yaml.append("letters:\n  topic: ").append(quoted(letters)).append('\n');
    yaml.append("  until: ").append(mapping(until)).append('\n');
    if (!filter.conditions().isEmpty()) {
      yaml.append("select:\n");
      filter
          .conditions()
          .forEach(
              (name, value) ->
                  yaml.append("  ")
                      .append(quoted(name))
                      .append(": ")
                      .append(quoted(value))
                      .append('\n'));
    }
    if (choices.state() != State.OPEN) {
      yaml.append("state: ").append(choices.state().label()).append('\n');
    }
    yaml.append("target: ").append(quoted(choices.target())).append('\n');
    yaml.append("order: ").append(choices.perKey() ? "key" : "none").append('\n');
    yaml.append("maxAttempts: ").append(choices.maxAttempts()).append('\n');
    yaml.append("rules: ").append(quotedMapping(rules)).append('\n');
    String fix = choices.fix();
    yaml.append(fix == null ? "fix: []\n" : "fix:\n" + indented(fix));
    yaml.append("# for information only: what was selected when the plan was made\n");
    yaml.append("selected: ").append(causes.total()).append('\n');
    if (causes.total() > 0) {
      yaml.append("causes:\n");
      causes.groups().forEach(group -> yaml.append("  - ").append(cause(group)).append('\n'));
    }
    if (!leftOut.isEmpty()) {
      yaml.append("leftOut: ")
          .append(
              mapping(
                  leftOut.entrySet().stream()
                      .collect(Collectors.toMap(e -> e.getKey().label(), Map.Entry::getValue))))
          .append('\n');
    }
    yaml.append("created: { by: ").append(quoted(who)).append(", at: ").append(now).append(" }\n");
    return yaml.toString();
  }

  private static String cause(Causes.Group group) {
    Causes.Cause cause = group.cause();
    return "{ count: %d, contract: %s, stage: %s, code: %s, rule: %s, path: %s, example: %s }"
        .formatted(
            group.count(),
            quoted(cause.contract()),
            quoted(cause.stage()),
            quoted(cause.code()),
            quoted(cause.rule()),
            quoted(cause.path()),
            quoted(group.example().toString()));
  }

  private static String mapping(Map<?, ?> map) {
    return map.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .sorted()
        .collect(Collectors.joining(", ", "{ ", " }"));
  }

  private static String quotedMapping(Map<String, String> map) {
    return map.entrySet().stream()
        .map(entry -> quoted(entry.getKey()) + ": " + quoted(entry.getValue()))
        .sorted()
        .collect(Collectors.joining(", ", "{ ", " }"));
  }

  private static String indented(String text) {
    return text.strip().lines().map(line -> "  " + line + "\n").collect(Collectors.joining());
  }

  private static String quoted(String text) {
    return text.matches("[A-Za-z][A-Za-z0-9_.-]*")
        ? text
        : "'" + text.replaceAll("\\p{Cntrl}", " ").replace("'", "''") + "'";
  }
}
