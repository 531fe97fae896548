package io.sluice.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.finding.LintFinding;
import io.sluice.language.SchemaFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A schema that cannot be read is a problem of its file; the others are looked at all the same. */
class UnreadableSchemasTest {

  @Test
  void areProblemsOfTheirFiles(@TempDir Path folder) throws Exception {
    schema(folder, "latin", "{\"title\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
    Files.createDirectories(folder.resolve("schemas/tree-value/v1.json"));
    schema(
        folder,
        "huge",
        ("{\"title\": \"" + "x".repeat(5_000_000) + "\"}").getBytes(StandardCharsets.UTF_8));
    schema(folder, "referring", "{}".getBytes(StandardCharsets.UTF_8));
    Files.writeString(folder.resolve("schemas/referring-value/v1.references.json"), "[");
    Path typo = contract(folder, "typo", "rule: []\n");
    List<Path> files =
        List.of(
            contract(folder, "latin", ""),
            contract(folder, "tree", ""),
            contract(folder, "huge", ""),
            contract(folder, "referring", ""),
            typo);
    List<String> found =
        new Linter(new SchemaFolder(folder.resolve("schemas")))
            .lint(files).stream()
                .filter(finding -> finding.severity() == LintFinding.Severity.ERROR)
                .map(
                    finding ->
                        folder.relativize(Path.of(finding.problem().file()))
                            + ": "
                            + finding.problem().message())
                .toList();
    assertThat(found)
        .containsExactlyInAnyOrder(
            "schemas/latin-value/v1.json: the schema cannot be read: it is not valid UTF-8",
            "schemas/tree-value/v1.json: the schema cannot be read: it is a folder",
            "schemas/huge-value/v1.json: the schema has 5000013 characters; the limit is 4194304",
            "schemas/referring-value/v1.references.json: must be a list of {\"name\": ..,"
                + " \"subject\": .., \"version\": ..}",
            "typo.yaml: 'rule' is not a known key; did you mean 'rules'?");
  }

  private static void schema(Path folder, String name, byte[] bytes) throws Exception {
    Path subject = folder.resolve("schemas/" + name + "-value");
    Files.createDirectories(subject);
    Files.write(subject.resolve("v1.json"), bytes);
  }

  private static Path contract(Path folder, String name, String more) throws Exception {
    return Files.writeString(
        folder.resolve(name + ".yaml"),
        """
        apiVersion: sluice/v1alpha1
        kind: Contract
        name: %s
        owner: me
        source: { topics: [%s] }
        table: { name: a.%s }
        """
                .formatted(name, name, name)
            + more);
  }
}
