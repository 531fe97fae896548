package io.sluice.fault;

import org.jspecify.annotations.Nullable;

/**
 * One finding against a record.
 *
 * @param code what kind of finding, in snake_case, from {@link Code} or a check's name
 * @param path the place in the event, or null where the finding is about the whole record
 * @param rule the id of the rule that failed, or null for other stages
 * @param message for people; never contains a value of the payload
 * @param schemaPath for stage conform the way through the JSON Schema to the keyword, as a JSON
 *     pointer that follows references; else null
 */
public record Fault(
    Stage stage,
    String code,
    @Nullable String path,
    @Nullable String rule,
    String message,
    @Nullable String schemaPath) {

  /** A fault that no keyword of a schema stands for. */
  public Fault(
      Stage stage, String code, @Nullable String path, @Nullable String rule, String message) {
    this(stage, code, path, rule, message, null);
  }
}
