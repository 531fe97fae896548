package io.sluice.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Schemas in Git: {@code schemas/<subject>/v<N>.avsc} or {@code .json}. */
public final class SchemaFolder {

  private static final Pattern VERSION =
      Pattern.compile("v(?<number>\\d{1,9})\\.(?<kind>avsc|json)");

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
   * @param number as the registry counts, from 1
   */
  public record Version(int number, Path file, SchemaText text) {}

  /** The folder {@code schemas} beside the nearest folder above a contract's file that has one. */
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

  /** The versions of a subject, oldest first; empty where there are none. */
  public List<Version> versions(String subject) {
    List<Version> versions = new ArrayList<>();
    if (folder == null || !Files.isDirectory(folder.resolve(subject))) {
      return versions;
    }
    try (Stream<Path> files = Files.list(folder.resolve(subject))) {
      for (Path file : files.toList()) {
        Matcher matcher = VERSION.matcher(file.getFileName().toString());
        if (matcher.matches()) {
          SchemaFormat format =
              matcher.group("kind").equals("avsc") ? SchemaFormat.AVRO : SchemaFormat.JSON;
          versions.add(
              new Version(
                  Integer.parseInt(matcher.group("number")),
                  file,
                  new SchemaText(format, Files.readString(file), Map.of())));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the schemas of " + subject + " cannot be read", e);
    }
    versions.sort(Comparator.comparingInt(Version::number));
    return versions;
  }
}
