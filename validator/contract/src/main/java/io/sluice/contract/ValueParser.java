package io.sluice.contract;

import io.sluice.contract.ContractParser.Attachments;
import io.sluice.failure.Unreadable;
import io.sluice.yaml.YamlNode;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code value}: how to read values and check them against their schemas. */
final class ValueParser {

  /** The default subject name of Kafka's serializers. */
  private static final String SUBJECT = "{topic}-value";

  /** The values of {@code formats}. */
  enum Formats {
    /** Formats are enforced. */
    ASSERT,
    /** Formats are only annotations. */
    ANNOTATE;

    static Formats of(JsonValidation validation) {
      return validation.assertFormats() ? ASSERT : ANNOTATE;
    }
  }

  private ValueParser() {}

  static Contract.Value parse(@Nullable YamlNode node, Attachments attachments) {
    if (node == null || !node.requireMapping()) {
      return new Contract.Value(
          ValueFormat.REGISTRY, SUBJECT, null, JsonValidation.DEFAULT, null, null);
    }
    ValueFormat format = format(node);
    YamlNode schema = node.member("schema");
    String text = schema == null ? null : schemaText(schema, attachments);
    if (schema != null && format.equals(ValueFormat.REGISTRY)) {
      schema.problem(
          "a value with a 'schema' file requires a 'format': " + String.join(" or ", languages()));
    }
    String subject = node.text("subject", SUBJECT);
    node.refuseEmpty("subject");
    boolean isFramed = schema == null && !format.equals(ValueFormat.JSON);
    Contract.Value value =
        new Contract.Value(
            format,
            subject,
            versions(node.member("versions"), isFramed),
            validation(node, format),
            schema == null ? null : schema.text(),
            text);
    node.refuseOthers();
    return value;
  }

  private static ValueFormat format(YamlNode node) {
    YamlNode member = node.member("format");
    String given = member == null ? ValueFormat.REGISTRY.name() : member.text();
    Set<String> known = new LinkedHashSet<>(List.of(ValueFormat.REGISTRY.name()));
    known.addAll(languages());
    if (member != null && !known.contains(given)) {
      member.problem(
          "the 'format' of a value must be one of "
              + String.join(", ", known)
              + "; it is '"
              + given
              + "'");
      return ValueFormat.REGISTRY;
    }
    return new ValueFormat(given);
  }

  /** The formats that every contract can use, plus the languages on the class path. */
  private static Set<String> languages() {
    Set<String> names =
        new LinkedHashSet<>(List.of(ValueFormat.AVRO.name(), ValueFormat.JSON.name()));
    ValueLanguage.all().forEach(language -> names.add(language.name()));
    return names;
  }

  private static @Nullable ValueLanguage language(String name) {
    return ValueLanguage.all().stream()
        .filter(language -> language.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable VersionRange versions(@Nullable YamlNode node, boolean isFramed) {
    if (node == null) {
      return null;
    }
    VersionRange range = node.isValue() ? VersionRange.parse(node.text()) : null;
    if (range == null) {
      node.problem("'versions' must be a number or a range, such as 3, '>=2', '<=4', or 2..4");
      return null;
    }
    if (!isFramed) {
      node.problem(
          "'versions' applies only to records that refer to their schema; this contract's"
              + " records do not");
    }
    return range;
  }

  private static JsonValidation validation(YamlNode node, ValueFormat format) {
    JsonEngine engine = node.choice("engine", JsonEngine.class, JsonEngine.SLUICE);
    // Confluent's serializers let everit enforce formats
    Formats usual = engine == JsonEngine.EVERIT ? Formats.ASSERT : Formats.ANNOTATE;
    Formats formats = node.choice("formats", Formats.class, usual);
    String words = otherThanJson(format);
    if (words != null) {
      for (String member : new String[] {"engine", "formats"}) {
        YamlNode given = node.member(member);
        if (given != null) {
          given.problem("'" + member + "' applies only to JSON Schema; these values are " + words);
        }
      }
    }
    return new JsonValidation(engine, formats == Formats.ASSERT);
  }

  /** The language of values that are not JSON; null if they can be JSON. */
  private static @Nullable String otherThanJson(ValueFormat format) {
    if (format.equals(ValueFormat.AVRO)) {
      return "Avro";
    }
    ValueLanguage language = language(format.name());
    return language == null || format.equals(ValueFormat.JSON) ? null : language.label();
  }

  private static @Nullable String schemaText(YamlNode schema, Attachments attachments) {
    try {
      return attachments.read(schema.text());
    } catch (IOException e) {
      schema.problem(
          "the schema file '" + schema.text() + "' cannot be read: " + Unreadable.reason(e));
      return null;
    }
  }
}
