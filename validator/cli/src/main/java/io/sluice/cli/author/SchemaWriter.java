package io.sluice.cli.author;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.failure.SetUpException;
import io.sluice.language.SchemaLanguage;
import io.sluice.language.SchemaLanguages;
import io.sluice.registry.ConfluentRegistryClient;
import io.sluice.registry.RegistryOutage;
import io.sluice.registry.SubjectSchema;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes schema versions and their references to the folder that lint and tests read. */
final class SchemaWriter {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final PrintWriter err;
  private final Set<String> subjects = new HashSet<>();

  SchemaWriter(Path folder, PrintWriter err) {
    this.folder = folder;
    this.err = err;
  }

  /**
   * Writes versions and everything that they refer to.
   *
   * @param registry where references are fetched from; null if there are no versions
   */
  void write(@Nullable ConfluentRegistryClient registry, List<SubjectSchema> versions)
      throws IOException {
    for (SubjectSchema version : versions) {
      write(version);
      for (SubjectSchema.Reference reference : version.references()) {
        if (registry != null && subjects.add(reference.subject())) {
          write(registry, fetch(registry, reference.subject()));
        }
      }
    }
  }

  private static List<SubjectSchema> fetch(ConfluentRegistryClient registry, String subject) {
    try {
      return registry.versions(subject);
    } catch (RegistryOutage e) {
      throw e.failure("the schemas for subject " + subject + " were not written");
    }
  }

  private void write(SubjectSchema version) throws IOException {
    if (!version.subject().matches("[A-Za-z0-9_][A-Za-z0-9._-]*")) {
      throw new SetUpException(
          "subject '" + version.subject() + "' cannot be used as a folder name");
    }
    SchemaLanguage language = SchemaLanguages.of(version.format());
    if (language == null) {
      throw new SetUpException(
          "the schema for subject '"
              + version.subject()
              + "' is neither "
              + SchemaLanguages.labels(" nor ")
              + "; Sluice does not support other schema types");
    }
    Path of = folder.resolve(version.subject());
    Files.createDirectories(of);
    Path file = of.resolve("v" + version.version() + "." + language.extension());
    if (Files.exists(file)) {
      return;
    }
    Files.writeString(file, language.fileText(version.text()));
    err.println("wrote " + file);
    if (!version.references().isEmpty()) {
      Path references = of.resolve("v" + version.version() + ".references.json");
      Files.writeString(references, JSON.valueToTree(version.references()).toPrettyString() + "\n");
      err.println("wrote " + references);
    }
  }
}
