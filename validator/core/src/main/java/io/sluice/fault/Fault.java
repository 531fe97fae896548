package io.sluice.fault;

import org.jspecify.annotations.Nullable;

/**
 * One finding against a record.
 *
 * @param code the kind of finding in snake_case, from {@link Code} or a check name
 * @param path the place in the event, or null if the finding is about the whole record
 * @param rule the ID of the rule that failed, or null for other stages
 * @param message the message for users; never contains a value from the payload
 * @param schemaPath for stage conform, the path through the JSON Schema to the keyword, as a JSON
 *     pointer that follows references; otherwise null
 */
public record Fault(
    Stage stage,
    String code,
    @Nullable String path,
    @Nullable String rule,
    String message,
    @Nullable String schemaPath) {

  /** Creates a fault that does not come from a schema keyword. */
  public Fault(
      Stage stage, String code, @Nullable String path, @Nullable String rule, String message) {
    this(stage, code, path, rule, message, null);
  }
}
