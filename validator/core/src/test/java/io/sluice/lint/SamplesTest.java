package io.sluice.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Contract;
import io.sluice.contract.ContractParser;
import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problems;
import io.sluice.finding.LintFinding.Severity;
import io.sluice.fixture.Fixture;
import io.sluice.fixture.FixtureParser;
import io.sluice.fixture.FixtureResult;
import io.sluice.fixture.FixtureRunner;
import io.sluice.fixture.Subject;
import io.sluice.language.SchemaFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The samples are worth copying: nothing to find in them, and each rule tested. */
class SamplesTest {

  private static final List<Path> SAMPLES = ContractFiles.find(List.of(Path.of("../../rules")));

  @Test
  void lintFindsNothingToFix() {
    assertThat(new Linter(null).lint(SAMPLES))
        .filteredOn(finding -> finding.severity() != Severity.NOTE)
        .isEmpty();
  }

  @Test
  void theirTestsPass() {
    Problems problems = new Problems();
    int tests = 0;
    for (Path file : SAMPLES) {
      Contract contract =
          Objects.requireNonNull(new ContractParser(problems, new CelSyntax()).parse(file));
      FixtureRunner runner =
          new FixtureRunner(contract, Subject.of(contract, SchemaFolder.near(file)));
      for (Fixture fixture : FixtureParser.parse(contract, problems)) {
        FixtureResult result = runner.run(fixture);
        assertThat(result.differences()).as(file + ": " + fixture.name()).isEmpty();
        tests++;
      }
    }
    assertThat(problems.all()).isEmpty();
    assertThat(tests).isGreaterThan(100);
  }
}
