package io.sluice.cli.author;

import io.sluice.cli.input.SchemasOption;
import io.sluice.cli.output.ExitCode;
import io.sluice.cli.output.TextTable;
import io.sluice.contract.Contract;
import io.sluice.contract.ContractParser;
import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problem;
import io.sluice.failure.Problems;
import io.sluice.fixture.Fixture;
import io.sluice.fixture.FixtureParser;
import io.sluice.fixture.FixtureResult;
import io.sluice.fixture.FixtureRunner;
import io.sluice.fixture.Subject;
import io.sluice.language.SchemaFolder;
import io.sluice.lint.ContractFiles;
import io.sluice.replay.PlanTests;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the tests of contracts without Kafka or a registry. */
@Command(
    name = "test",
    description = {
      "Run contract tests with the same engine that the job uses.",
      "Tests are listed under 'tests' in the contract, or in NAME.tests.yaml next to NAME.yaml.",
      "Does not require Kafka or a registry."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "To learn how to write tests: sluice docs rule-author",
      "",
      "Exit codes: 0: all tests passed, 1: some failed, 2: a contract or test cannot be read."
    })
public final class TestCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      defaultValue = "rules",
      description =
          "Contract files, folders that contain them, or replay plans (default: ${DEFAULT-VALUE}).")
  private List<Path> paths;

  @Mixin private SchemasOption schemas;

  @Option(
      names = {"-v", "--verbose"},
      description = "Also list the tests that passed, with the verdicts on their events.")
  private boolean verbose;

  @Option(names = "--coverage", description = "Also list the rules that do not fail in any test.")
  private boolean coverage;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Also write the results as JUnit XML for CI servers.")
  private @Nullable Path junit;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  TestCommand() {}

  @Override
  public Integer call() throws IOException {
    List<Path> plans = paths.stream().filter(PlanTests::isPlan).toList();
    int failedOfPlans = 0;
    for (Path plan : plans) {
      failedOfPlans += runPlan(plan);
    }
    if (plans.size() == paths.size()) {
      return failedOfPlans == 0 ? ExitCode.FINE : ExitCode.FINDINGS;
    }
    paths = paths.stream().filter(path -> !plans.contains(path)).toList();
    int exit = runContracts();
    return failedOfPlans == 0 ? exit : ExitCode.FINDINGS;
  }

  /** Runs the tests of a replay plan; returns the number that failed. */
  private int runPlan(Path plan) {
    PrintWriter out = spec.commandLine().getOut();
    List<PlanTests.Result> results = PlanTests.run(plan, schemas.folder());
    int failed = 0;
    for (PlanTests.Result result : results) {
      if (!result.differences().isEmpty()) {
        failed++;
        out.printf("%s:%d: FAILED: %s%n", plan, result.line(), result.name());
        result.differences().forEach(difference -> out.println("    " + difference));
      } else if (verbose) {
        out.printf("%s: %s: passes after the fix%n", plan.getFileName(), result.name());
      }
    }
    out.println(results.size() - failed + " passed, " + failed + " failed");
    return failed;
  }

  private int runContracts() throws IOException {
    Problems problems = new Problems();
    ContractParser parser = new ContractParser(problems, new CelSyntax());
    Map<Contract, List<Fixture>> fixtures = new LinkedHashMap<>();
    List<Path> files = ContractFiles.find(paths);
    for (Path file : files) {
      Contract contract = parser.parse(file);
      if (contract != null) {
        fixtures.put(contract, FixtureParser.parse(contract, problems));
      }
    }
    ContractFiles.lonelyTests(files).forEach(problems::add);
    problems.throwIfAny();
    SchemaFolder given = schemas.folder();
    Map<Contract, List<FixtureResult>> results = new LinkedHashMap<>();
    fixtures.forEach(
        (contract, all) -> {
          SchemaFolder folder = given == null ? SchemaFolder.near(Path.of(contract.file())) : given;
          FixtureRunner runner = new FixtureRunner(contract, Subject.of(contract, folder));
          results.put(contract, all.stream().map(runner::run).toList());
        });
    if (junit != null) {
      JunitXml.write(results, junit);
    }
    return report(results);
  }

  private int report(Map<Contract, List<FixtureResult>> results) {
    PrintWriter out = spec.commandLine().getOut();
    int passed = 0;
    int failed = 0;
    for (Map.Entry<Contract, List<FixtureResult>> entry : results.entrySet()) {
      for (FixtureResult result : entry.getValue()) {
        Fixture.Kind came = result.came();
        if (result.passed()) {
          passed++;
          if (verbose && came != null) {
            out.printf(
                "%s: %s: %s%n", entry.getKey().name(), result.fixture().name(), came.label());
          }
        } else {
          failed++;
          Problem place = result.fixture().place();
          out.printf("%s:%d: FAILED: %s%n", place.file(), place.line(), result.fixture().name());
          result.differences().forEach(difference -> out.println("    " + difference));
        }
      }
    }
    if (coverage) {
      coverage(results, out);
    }
    long without = results.values().stream().filter(List::isEmpty).count();
    out.println(
        passed
            + " passed, "
            + failed
            + " failed"
            + (without == 0 ? "" : "; contracts without tests: " + without));
    return failed == 0 ? ExitCode.FINE : ExitCode.FINDINGS;
  }

  private static void coverage(Map<Contract, List<FixtureResult>> results, PrintWriter out) {
    TextTable table = new TextTable("CONTRACT", "TESTS", "RULES", "RULES TESTED");
    List<String> untested = new ArrayList<>();
    results.forEach(
        (contract, all) -> {
          Set<String> failed = new HashSet<>();
          all.forEach(result -> failed.addAll(result.broken()));
          table.row(contract.name(), all.size(), contract.rules().size(), failed.size());
          for (Contract.Rule rule : contract.rules()) {
            if (!failed.contains(rule.id())) {
              Problem place =
                  rule.places().rule().at("rule '" + rule.id() + "' never fails in any test");
              untested.add(place.toString());
            }
          }
        });
    out.println(table);
    untested.forEach(out::println);
  }
}
