package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.format.Formats;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;

/**
 * Keywords for text: its length, its form, and its encoded content.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-validation#section-6.3">JSON
 *     Schema Validation, sections 6.3, 7 and 8</a>
 */
final class TextKeywords implements KeywordFamily {

  private final boolean assertFormats;

  /**
   * @param assertFormats whether {@code format} is enforced in dialects that do not define this
   */
  TextKeywords(boolean assertFormats) {
    this.assertFormats = assertFormats;
  }

  @Override
  public List<Keyword> compile(Site site, String name, JsonNode value) throws UnusableJsonSchema {
    if (value.isNumber()) {
      return ofLength(site, name, value);
    }
    return switch (name) {
      case "pattern" -> value.isTextual() ? pattern(site, value.textValue()) : List.of();
      case "format" -> value.isTextual() ? format(site, value.textValue()) : List.of();
      case "contentEncoding" ->
          isBase64Encoding(value) ? ofText(site, name, TextKeywords::isBase64) : List.of();
      case "contentMediaType" ->
          value.asText().equals("application/json") ? json(site, name) : List.of();
      default -> List.of();
    };
  }

  private static List<Keyword> ofText(Site site, String name, Predicate<String> fits) {
    return List.of(
        new ValueAssertion(
            site, name, value -> !(value instanceof String text) || fits.test(text)));
  }

  private static List<Keyword> ofLength(Site site, String name, JsonNode bound) {
    return switch (name) {
      case "maxLength" -> {
        int most = SizeBound.most(bound);
        yield ofText(site, name, text -> length(text) <= most);
      }
      case "minLength" -> {
        int least = SizeBound.least(bound);
        yield ofText(site, name, text -> length(text) >= least);
      }
      default -> List.of();
    };
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static List<Keyword> pattern(Site site, String source) throws UnusableJsonSchema {
    return ofText(site, "pattern", SchemaPatterns.compile(site, source, "pattern")::find);
  }

  private List<Keyword> format(Site site, String name) {
    Dialect dialect = site.resource().dialect;
    if (!assertFormats && !dialect.assertsFormats()) {
      return List.of();
    }
    Predicate<String> format = SchemaFormats.of(name, dialect.draft());
    return format == null ? List.of() : ofText(site, "format", format);
  }

  private static List<Keyword> json(Site site, String name) {
    boolean isEncoded = isBase64Encoding(site.node().path("contentEncoding"));
    return ofText(
        site,
        name,
        // contentEncoding reports text that is not base64
        text -> !isEncoded ? isJson(text) : !isBase64(text) || isJson(decoded(text)));
  }

  private static boolean isBase64Encoding(JsonNode value) {
    return value.asText().equalsIgnoreCase("base64");
  }

  private static boolean isBase64(String text) {
    try {
      byte[] unused = Base64.getDecoder().decode(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isJson(String text) {
    Formats.Format json = Formats.of("json");
    return json != null && json.test().test(text);
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
