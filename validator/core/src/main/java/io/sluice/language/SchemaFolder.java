package io.sluice.language;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.failure.Problem;
import io.sluice.failure.SetUpException;
import io.sluice.failure.Unreadable;
import io.sluice.schema.SchemaText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The schemas in Git: {@code schemas/<subject>/v<N>.avsc}, {@code .json}, or another extension of a
 * schema language, with their references in {@code v<N>.references.json}.
 */
public final class SchemaFolder {

  private static final Pattern VERSION =
      Pattern.compile("v(?<number>\\d{1,9})\\.(?<extension>[A-Za-z0-9]+)");

  /** The maximum depth of nested references. */
  private static final int DEEPEST = 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final @Nullable Path folder;

  /**
   * @param folder null for none
   */
  public SchemaFolder(@Nullable Path folder) {
    this.folder = folder;
  }

  /**
   * One version of a subject.
   *
   * @param number the version number as in the registry, from 1
   */
  public record Version(int number, Path file, SchemaText text) {}

  /** The {@code schemas} folder in the nearest folder above the contract file that has one. */
  public static SchemaFolder near(Path contract) {
    Path at = contract.toAbsolutePath().normalize().getParent();
    while (at != null) {
      if (Files.isDirectory(at.resolve("schemas"))) {
        return new SchemaFolder(at.resolve("schemas"));
      }
      at = at.getParent();
    }
    return new SchemaFolder(null);
  }

  /** The versions of a subject, oldest first; empty if there are none. */
  public List<Version> versions(String subject) {
    List<Version> versions = new ArrayList<>();
    if (folder == null || !Files.isDirectory(folder.resolve(subject))) {
      return versions;
    }
    try (Stream<Path> files = Files.list(folder.resolve(subject))) {
      for (Path file : files.toList()) {
        Matcher matcher = VERSION.matcher(file.getFileName().toString());
        SchemaLanguage language =
            matcher.matches() ? SchemaLanguages.ofExtension(matcher.group("extension")) : null;
        if (language != null) {
          int number = Integer.parseInt(matcher.group("number"));
          Map<String, String> references = new LinkedHashMap<>();
          collect(folder, subject, number, references, 0);
          versions.add(
              new Version(
                  number, file, new SchemaText(language.format(), text(file), references, number)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the folder of " + subject + " cannot be listed", e);
    }
    versions.sort(Comparator.comparingInt(Version::number));
    return versions;
  }

  /**
   * References in the format of {@code POST /subjects/.../versions}: name, subject, and version.
   */
  private record Reference(String name, String subject, int version) {}

  /**
   * The schemas that a schema refers to. Missing schemas are reported when the schema is compiled.
   */
  private static void collect(
      Path folder, String subject, int number, Map<String, String> into, int depth)
      throws IOException {
    Path file = folder.resolve(subject).resolve("v" + number + ".references.json");
    if (depth > DEEPEST || !Files.isRegularFile(file)) {
      return;
    }
    for (Reference reference : references(file)) {
      if (into.containsKey(reference.name())) {
        continue;
      }
      for (SchemaLanguage language : SchemaLanguages.all()) {
        Path text =
            folder
                .resolve(reference.subject())
                .resolve("v" + reference.version() + "." + language.extension());
        if (Files.isRegularFile(text)) {
          collect(folder, reference.subject(), reference.version(), into, depth + 1);
          into.putIfAbsent(reference.name(), text(text));
        }
      }
    }
  }

  private static List<Reference> references(Path file) throws IOException {
    try {
      List<Reference> all = new ArrayList<>();
      for (JsonNode one : JSON.readTree(text(file))) {
        all.add(
            new Reference(
                one.path("name").asText(),
                one.path("subject").asText(),
                one.path("version").asInt()));
      }
      return all;
    } catch (JsonProcessingException e) {
      throw new SetUpException(
          List.of(
              new Problem(
                  file.toString(),
                  1,
                  1,
                  "must be a list of {\"name\": .., \"subject\": .., \"version\": ..}")));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new SetUpException(
          List.of(
              new Problem(
                  file.toString(), 1, 1, "the schema cannot be read: " + Unreadable.reason(e))));
    }
  }
}
