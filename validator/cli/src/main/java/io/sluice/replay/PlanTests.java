package io.sluice.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import io.sluice.check.Opened;
import io.sluice.check.Opening;
import io.sluice.check.TopicChecker;
import io.sluice.contract.Contract;
import io.sluice.contract.ContractParser;
import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problems;
import io.sluice.failure.SetUpException;
import io.sluice.fault.Fault;
import io.sluice.fix.Fix;
import io.sluice.fix.UnfixableException;
import io.sluice.fixture.FixtureRunner;
import io.sluice.fixture.PlainJson;
import io.sluice.fixture.RecordWriter;
import io.sluice.fixture.Subject;
import io.sluice.fixture.YamlJson;
import io.sluice.language.SchemaFolder;
import io.sluice.language.UnfitEventException;
import io.sluice.limit.Limits;
import io.sluice.raw.InMemoryRecord;
import io.sluice.row.Tables;
import io.sluice.schema.SchemaSource;
import io.sluice.verdict.Verdict;
import io.sluice.yaml.YamlFile;
import io.sluice.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs the tests of a plan. A test has a dead event, the expected result of the fix, and a contract
 * that the result must pass. Does not require Kafka or a registry.
 */
public final class PlanTests {

  /**
   * The result of a test.
   *
   * @param differences the differences from the expected result; empty if the test passed
   */
  public record Result(String name, int line, List<String> differences) {}

  private final Path file;
  private final Problems problems = new Problems();
  private final @Nullable SchemaFolder schemas;

  private PlanTests(Path file, @Nullable SchemaFolder schemas) {
    this.file = file;
    this.schemas = schemas;
  }

  /** Whether a file is a plan. */
  public static boolean isPlan(Path file) {
    try {
      return Files.isRegularFile(file)
          && Files.readString(file)
              .lines()
              .anyMatch(line -> line.matches("kind:\\s*ReplayPlan\\s*"));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Runs all tests of a plan.
   *
   * @param schemas the folder with schemas, or null to use the one near each contract
   * @throws SetUpException if the plan or a contract cannot be read
   */
  public static List<Result> run(Path file, @Nullable SchemaFolder schemas) {
    return new PlanTests(file, schemas).run();
  }

  private List<Result> run() {
    ReplayPlan plan = PlanParser.read(file);
    List<Result> results = new ArrayList<>();
    try {
      YamlNode root = YamlFile.read(file.toString(), Files.readString(file), problems);
      YamlNode tests = root == null ? null : root.member("tests");
      for (YamlNode test : tests == null ? List.<YamlNode>of() : tests.elements()) {
        if (test.requireMapping()) {
          results.add(run(plan.fix(), test));
          test.refuseOthers();
        }
      }
    } catch (IOException e) {
      throw new SetUpException("cannot read plan '" + file + "'");
    }
    problems.throwIfAny();
    return results;
  }

  private Result run(Fix fix, YamlNode test) {
    String name = test.requiredText("name");
    YamlNode event = test.required("event");
    YamlNode becomes = test.member("becomes");
    Contract contract = contract(test);
    List<String> differences = new ArrayList<>();
    if (event != null && contract != null) {
      differences.addAll(
          differences(
              fix, contract, YamlJson.of(event), becomes == null ? null : YamlJson.of(becomes)));
    }
    return new Result(name, test.at("").line(), differences);
  }

  private @Nullable Contract contract(YamlNode test) {
    YamlNode named = test.required("contract");
    if (named == null) {
      return null;
    }
    return new ContractParser(problems, new CelSyntax()).parse(file.resolveSibling(named.text()));
  }

  private List<String> differences(
      Fix fix, Contract contract, JsonNode event, @Nullable JsonNode becomes) {
    SchemaFolder folder = schemas == null ? SchemaFolder.near(Path.of(contract.file())) : schemas;
    Subject subject = Subject.of(contract, folder);
    SchemaSource source = subject.schemas();
    try {
      RecordWriter writer = new RecordWriter(contract, subject);
      InMemoryRecord record =
          new InMemoryRecord(writer.topic(), 0, 0, 0, null, writer.value(event, null), List.of());
      InMemoryRecord fixed =
          new Repair(fix, contract, source, Limits.DEFAULT, encoding(fix, subject)).apply(record);
      List<String> differences = new ArrayList<>();
      Opened read = Opening.ofValues(List.of(contract), source, Limits.DEFAULT).open(fixed);
      if (becomes != null && read instanceof Opened.Decoded decoded) {
        JsonNode came = PlainJson.of(decoded.value(), decoded.compiled().type());
        if (!came.equals(PlanTests::compare, becomes)) {
          differences.add("expected " + becomes + ", but the fixed event is " + came);
        }
      }
      differences.addAll(faults(contract, source, fixed));
      return differences;
    } catch (UnfitEventException e) {
      return List.of("the event cannot be encoded: " + e.getMessage());
    } catch (UnfixableException e) {
      return List.of("the fix cannot be applied: " + e.getMessage());
    }
  }

  private static Repair.@Nullable Encoding encoding(Fix fix, Subject subject) {
    Integer version = fix.version();
    return version == null
        ? null
        : subject.versions().stream()
            .filter(one -> one.number() == version)
            .findFirst()
            .map(one -> new Repair.Encoding(one.number(), one.text()))
            .orElseThrow(
                () ->
                    new SetUpException(
                        "subject '"
                            + subject.name()
                            + "' has no version "
                            + version
                            + " in the schemas folder"));
  }

  private static List<String> faults(Contract contract, SchemaSource source, InMemoryRecord fixed) {
    Verdict verdict =
        new TopicChecker(
                List.of(contract), null, source, Tables.ANY, Limits.DEFAULT, Clock.systemUTC())
            .check(fixed);
    if (verdict instanceof Verdict.Stored) {
      return List.of();
    }
    String why =
        FixtureRunner.faults(verdict).stream()
            .map(PlanTests::describe)
            .collect(Collectors.joining("; "));
    return List.of(
        "the fixed event would be " + FixtureRunner.kind(verdict).label() + " again: " + why);
  }

  private static String describe(Fault fault) {
    return (fault.rule() == null ? fault.code() : fault.rule())
        + (fault.path() == null ? "" : " at " + fault.path())
        + ": "
        + fault.message();
  }

  /** Compares numbers by value. */
  private static int compare(JsonNode one, JsonNode other) {
    if (one instanceof NumericNode && other instanceof NumericNode) {
      return one.decimalValue().compareTo(other.decimalValue());
    }
    return one.equals(other) ? 0 : 1;
  }
}
