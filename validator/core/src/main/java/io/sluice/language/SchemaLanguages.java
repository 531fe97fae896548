package io.sluice.language;

import io.sluice.contract.Contract;
import io.sluice.contract.ValueLanguage;
import io.sluice.failure.SetUpException;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaText;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The schema languages on the class path. */
public final class SchemaLanguages {

  private static final List<SchemaLanguage> ALL =
      ValueLanguage.all().stream()
          .filter(SchemaLanguage.class::isInstance)
          .map(SchemaLanguage.class::cast)
          .toList();

  private SchemaLanguages() {}

  /**
   * Checks that Sluice's own languages are registered; an incorrectly merged jar can lack them.
   * Without them, every record in those languages would become a dead letter.
   *
   * @throws SetUpException if one is not registered
   */
  public static void requireOwn() {
    requireOwn(ALL);
  }

  static void requireOwn(List<SchemaLanguage> registered) {
    List<SchemaFormat> formats = registered.stream().map(SchemaLanguage::format).toList();
    if (!formats.containsAll(List.of(SchemaFormat.AVRO, SchemaFormat.JSON))) {
      throw new SetUpException(
          "the classpath does not contain Sluice's own schema languages: META-INF/services/"
              + ValueLanguage.class.getName()
              + " registers only "
              + registered.stream().map(SchemaLanguage::label).toList()
              + ". When you build a fat JAR, merge the files in META-INF/services.");
    }
  }

  /** All schema languages. */
  static List<SchemaLanguage> all() {
    return ALL;
  }

  /** The language of a schema, or null if it is not supported. */
  public static @Nullable SchemaLanguage of(SchemaFormat format) {
    return find(SchemaLanguage::format, format);
  }

  /** The language of values with a fixed format; JSON Schema if values refer to their schemas. */
  public static SchemaLanguage of(Contract.Value value) {
    SchemaLanguage named = find(SchemaLanguage::name, value.format().name());
    return named == null ? json() : named;
  }

  /** The language of records without a schema. */
  public static SchemaLanguage json() {
    return Objects.requireNonNull(
        of(SchemaFormat.JSON), "META-INF/services does not list Sluice's own languages");
  }

  /**
   * The schema that a contract specifies for records without a schema reference; null if there is
   * none.
   */
  public static @Nullable SchemaText ofContract(Contract contract) {
    String text = contract.value().schemaText();
    return text == null ? null : new SchemaText(of(contract.value()).format(), text, Map.of());
  }

  /**
   * The language by its name in the registry.
   *
   * @param type the schema type; null means Avro, which older registries and most responses omit
   */
  public static SchemaFormat ofType(@Nullable String type) {
    return type == null ? SchemaFormat.AVRO : new SchemaFormat(type);
  }

  /**
   * The encoder for events of a schema.
   *
   * @param schema the schema; null for JSON without a schema
   * @throws UnfitEventException if the schema is wrong or its language is not supported
   */
  public static EventEncoder encoder(@Nullable SchemaText schema) throws UnfitEventException {
    if (schema == null) {
      return json().encoder(new SchemaText(SchemaFormat.JSON, "true", Map.of()));
    }
    SchemaLanguage language = of(schema.format());
    if (language == null) {
      throw new UnfitEventException(onlyThese());
    }
    return language.encoder(schema);
  }

  /** A message that schemas in other languages are not supported. */
  public static String onlyThese() {
    return "Sluice reads only " + labels(" and ") + " schemas";
  }

  /** The names of all languages in messages, such as {@code Avro and JSON Schema}. */
  public static String labels(String between) {
    return ALL.stream().map(SchemaLanguage::label).collect(Collectors.joining(between));
  }

  /**
   * The files where the first version of a subject can be, such as {@code schemas/a/v1.avsc or
   * v1.json}.
   */
  public static String firstFiles(String subject) {
    return "schemas/"
        + subject
        + "/"
        + ALL.stream()
            .map(language -> "v1." + language.extension())
            .collect(Collectors.joining(" or "));
  }

  static @Nullable SchemaLanguage ofExtension(String extension) {
    return find(SchemaLanguage::extension, extension);
  }

  private static <T> @Nullable SchemaLanguage find(Function<SchemaLanguage, T> by, T wanted) {
    for (SchemaLanguage language : ALL) {
      if (by.apply(language).equals(wanted)) {
        return language;
      }
    }
    return null;
  }
}
