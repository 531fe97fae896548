package io.sluice.finding;

import io.sluice.failure.Problem;
import java.util.Locale;

/** A finding of lint that an author should look at. */
public record LintFinding(Severity severity, Topic topic, Problem problem) {

  /** How serious a finding is. */
  public enum Severity {
    /** The job would reject the file, or the rule would fail with an error on every event. */
    ERROR,
    /** The file works, but probably not as intended. */
    WARNING,
    /** Nothing to fix; for information. */
    NOTE;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The subject of the finding. */
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
