package io.sluice.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.failure.Problem;
import io.sluice.finding.LintFinding;
import io.sluice.finding.LintFinding.Severity;
import io.sluice.language.SchemaFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Lint says of each case what its lint.json demands. */
class LintCasesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit fills it in
  private Path folder;

  @TestFactory
  Stream<DynamicTest> findingsAreAsWritten() throws IOException {
    List<Path> cases = new ArrayList<>();
    for (String root : List.of("../../corpus", "../../corpus-lint")) {
      try (Stream<Path> all = Files.list(Path.of(root))) {
        cases.addAll(
            all.filter(one -> Files.isRegularFile(one.resolve("lint.json"))).sorted().toList());
      }
    }
    assertThat(cases).hasSizeGreaterThan(10);
    return cases.stream()
        .map(one -> DynamicTest.dynamicTest(one.getFileName().toString(), () -> judge(one)));
  }

  private void judge(Path one) throws IOException {
    String name = one.getFileName().toString();
    Path subject = folder.resolve(name + "-value");
    Files.createDirectories(subject);
    for (String kind : List.of("avsc", "json")) {
      Path schema = one.resolve("schema." + kind);
      if (Files.exists(schema)) {
        Files.copy(schema, subject.resolve("v1." + kind));
      }
    }
    List<Path> contracts =
        Stream.of("contract.yaml", "other.yaml").map(one::resolve).filter(Files::exists).toList();
    List<LintFinding> found =
        new Linter(new SchemaFolder(folder))
            .lint(contracts).stream()
                .filter(finding -> finding.severity() != Severity.NOTE)
                .toList();
    JsonNode expected = JSON.readTree(one.resolve("lint.json").toFile());
    List<LintFinding> errors =
        found.stream().filter(finding -> finding.severity() == Severity.ERROR).toList();
    if (expected.path("expect").asText().equals("pass")) {
      assertThat(errors).isEmpty();
      return;
    }
    List<LintFinding> unexpected = new ArrayList<>(errors);
    for (JsonNode place : expected.path("at")) {
      List<LintFinding> fits = found.stream().filter(finding -> isAt(place, finding)).toList();
      if (!place.path("optional").asBoolean()) {
        assertThat(fits).as(place + " of " + found).isNotEmpty();
      }
      unexpected.removeAll(fits);
    }
    assertThat(unexpected).isEmpty();
  }

  private static boolean isAt(JsonNode place, LintFinding finding) {
    Problem problem = finding.problem();
    Path file = Path.of(problem.file());
    String name =
        file.toString().contains("-value")
            ? file.getFileName().toString().replace("v1.", "schema.")
            : file.getFileName().toString();
    boolean isSevere =
        finding.severity() == Severity.ERROR
            || place.path("severity").asText().equals(finding.severity().label());
    return isSevere
        && name.equals(place.path("file").asText(name))
        && problem.line() == place.path("line").asInt(problem.line())
        && StreamSupport.stream(place.path("says").spliterator(), false)
            .allMatch(
                word ->
                    problem
                        .message()
                        .toLowerCase(Locale.ROOT)
                        .contains(word.asText().toLowerCase(Locale.ROOT)));
  }
}
