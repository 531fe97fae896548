package io.sluice.contract;

/**
 * How to apply JSON Schemas.
 *
 * @param assertFormats whether {@code format} is enforced; the drafts leave this open
 */
public record JsonValidation(JsonEngine engine, boolean assertFormats) {

  public static final JsonValidation DEFAULT = new JsonValidation(JsonEngine.SLUICE, false);
}
