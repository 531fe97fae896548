package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Predicate;

/**
 * Keywords for numbers: bounds, and {@code multipleOf}.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-validation#section-6.2">JSON
 *     Schema Validation, section 6.2</a>
 */
final class NumberKeywords implements KeywordFamily {

  @Override
  public List<Keyword> compile(Site site, String name, JsonNode value) {
    if (!value.isNumber()) {
      return List.of();
    }
    BigDecimal bound = value.decimalValue();
    boolean isDraft4 = site.resource().dialect.draft() == Draft.DRAFT_4;
    return switch (name) {
      case "maximum" -> {
        int end = isDraft4 && isStrict(site, "exclusiveMaximum") ? 0 : 1;
        yield ofNumber(site, name, number -> number.compareTo(bound) < end);
      }
      case "minimum" -> {
        int end = isDraft4 && isStrict(site, "exclusiveMinimum") ? 0 : -1;
        yield ofNumber(site, name, number -> number.compareTo(bound) > end);
      }
      case "exclusiveMaximum" ->
          isDraft4 ? List.of() : ofNumber(site, name, number -> number.compareTo(bound) < 0);
      case "exclusiveMinimum" ->
          isDraft4 ? List.of() : ofNumber(site, name, number -> number.compareTo(bound) > 0);
      case "multipleOf" ->
          bound.signum() == 0
              ? List.of()
              : ofNumber(site, name, number -> number.remainder(bound).signum() == 0);
      default -> List.of();
    };
  }

  /** Whether the bound itself is excluded, in the notation of draft 4. */
  private static boolean isStrict(Site site, String keyword) {
    return site.node().path(keyword).asBoolean();
  }

  private static List<Keyword> ofNumber(Site site, String name, Predicate<BigDecimal> fits) {
    return List.of(
        new ValueAssertion(
            site,
            name,
            value -> {
              BigDecimal number = Equality.number(value);
              return number == null || fits.test(number);
            }));
  }
}
