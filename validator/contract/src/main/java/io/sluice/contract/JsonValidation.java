package io.sluice.contract;

/**
 * How JSON Schemas are applied.
 *
 * @param assertFormats whether {@code format} is demanded; the drafts leave it open
 */
public record JsonValidation(JsonEngine engine, boolean assertFormats) {

  public static final JsonValidation DEFAULT = new JsonValidation(JsonEngine.SLUICE, false);
}
