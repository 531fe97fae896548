package io.sluice.jsonschema;

import com.google.re2j.Pattern;
import io.sluice.format.Addresses;
import io.sluice.format.Formats;
import io.sluice.format.HostNames;
import io.sluice.format.Rfc3339;
import io.sluice.format.UriSyntax;
import io.sluice.pattern.EcmaPattern;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The formats that drafts define. A format that a draft does not define has no effect there.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-validation#section-7.3">JSON
 *     Schema Validation, section 7.3</a>
 */
final class SchemaFormats {

  private record Defined(Draft since, Predicate<String> test) {}

  /** The newest draft that refers only to RFC 1034, and not to names in Punycode. */
  private static final Draft PLAIN_HOST_NAMES = Draft.DRAFT_6;

  /** RFC 6901, section 3. */
  private static final String POINTER = "(?s)(?:/(?:[^~/]|~[01])*)*";

  private static final Pattern JSON_POINTER = Pattern.compile(POINTER);

  /** Section 5.1 of the draft "Relative JSON Pointers". */
  private static final Pattern RELATIVE_POINTER =
      Pattern.compile("(?:0|[1-9][0-9]*)(?:#|" + POINTER + ")");

  /** In 2020-12, an index may be added or subtracted. */
  private static final Pattern SHIFTED_POINTER =
      Pattern.compile("(?:0|[1-9][0-9]*)(?:[+-][1-9][0-9]*)?(?:#|" + POINTER + ")");

  /** RFC 6570, section 2. */
  private static final Pattern TEMPLATE =
      Pattern.compile(
          "(?:[^\\x{0}-\\x{20}\"'%<>\\\\^`{|}\\x{7F}-\\x{9F}]|%[0-9A-Fa-f]{2}|'"
              + "|\\{[+#./;?&=,!@|]?VAR(?:,VAR)*\\})*"
                  .replace(
                      "VAR",
                      "(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})(?:\\.?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2}))*"
                          + "(?::[1-9][0-9]{0,3}|\\*)?"));

  private static final Map<String, Defined> ALL =
      Map.ofEntries(
          Map.entry("date-time", new Defined(Draft.DRAFT_4, Rfc3339::isDateTime)),
          Map.entry("email", new Defined(Draft.DRAFT_4, Addresses::isMailbox)),
          Map.entry("hostname", new Defined(Draft.DRAFT_4, HostNames::isHostName)),
          Map.entry("ipv4", new Defined(Draft.DRAFT_4, ofRules("ipv4"))),
          Map.entry("ipv6", new Defined(Draft.DRAFT_4, ofRules("ipv6"))),
          Map.entry("uri", new Defined(Draft.DRAFT_4, UriSyntax::isUri)),
          Map.entry("json-pointer", new Defined(Draft.DRAFT_6, JSON_POINTER::matches)),
          Map.entry("uri-reference", new Defined(Draft.DRAFT_6, UriSyntax::isReference)),
          Map.entry("uri-template", new Defined(Draft.DRAFT_6, TEMPLATE::matches)),
          Map.entry("date", new Defined(Draft.DRAFT_7, Rfc3339::isDate)),
          Map.entry("time", new Defined(Draft.DRAFT_7, Rfc3339::isTime)),
          Map.entry("regex", new Defined(Draft.DRAFT_7, EcmaPattern::isPattern)),
          Map.entry("relative-json-pointer", new Defined(Draft.DRAFT_7, RELATIVE_POINTER::matches)),
          Map.entry("idn-email", new Defined(Draft.DRAFT_7, Addresses::isInternational)),
          Map.entry("idn-hostname", new Defined(Draft.DRAFT_7, HostNames::isInternational)),
          Map.entry("iri", new Defined(Draft.DRAFT_7, UriSyntax::isIri)),
          Map.entry("iri-reference", new Defined(Draft.DRAFT_7, UriSyntax::isIriReference)),
          Map.entry("duration", new Defined(Draft.DRAFT_2019_09, ofRules("duration"))),
          Map.entry("uuid", new Defined(Draft.DRAFT_2019_09, ofRules("uuid"))));

  private SchemaFormats() {}

  private static Predicate<String> ofRules(String name) {
    Formats.Format format = Formats.of(name);
    if (format == null) {
      throw new IllegalStateException("no format " + name);
    }
    return format.test();
  }

  /** Null if the draft does not define the format. */
  static @Nullable Predicate<String> of(String name, Draft draft) {
    if (name.equals("hostname") && PLAIN_HOST_NAMES.isAtLeast(draft)) {
      return HostNames::isPlain;
    }
    if (name.equals("relative-json-pointer") && draft == Draft.DRAFT_2020_12) {
      return SHIFTED_POINTER::matches;
    }
    Defined defined = ALL.get(name);
    return defined == null || !draft.isAtLeast(defined.since()) ? null : defined.test();
  }
}
