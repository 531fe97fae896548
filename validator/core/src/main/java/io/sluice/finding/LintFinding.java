package io.sluice.finding;

import io.sluice.failure.Problem;
import java.util.Locale;

/** Something that an author should look at. */
public record LintFinding(Severity severity, Topic topic, Problem problem) {

  /** How bad it is. */
  public enum Severity {
    /** The job would refuse the file, or the rule would be an error on every event. */
    ERROR,
    /** It works, but hardly as it was meant. */
    WARNING,
    /** Nothing to fix: something that lint cannot see. */
    NOTE;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What it is about. */
  public enum Topic {
    CONTRACT,
    OVERLAP,
    SCHEMA,
    UNKNOWN_FIELD,
    IDLE_RULE,
    OPEN_TYPE,
    PATTERN,
    TABLE,
    TEST,
    UNTESTED;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
