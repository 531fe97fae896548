package io.sluice.lint;

import io.sluice.check.CompiledSchema;
import io.sluice.contract.CheckName;
import io.sluice.contract.Contract;
import io.sluice.contract.ContractAgreement;
import io.sluice.contract.ContractParser;
import io.sluice.expression.CelSyntax;
import io.sluice.failure.FilePlace;
import io.sluice.failure.Problem;
import io.sluice.failure.Problems;
import io.sluice.failure.SetUpException;
import io.sluice.finding.JsonPositions;
import io.sluice.finding.LintFinding;
import io.sluice.finding.LintFinding.Severity;
import io.sluice.finding.LintFinding.Topic;
import io.sluice.finding.PatternWords;
import io.sluice.fixture.Fixture;
import io.sluice.fixture.FixtureParser;
import io.sluice.fixture.FixtureRunner;
import io.sluice.fixture.Subject;
import io.sluice.jsonschema.JsonShape;
import io.sluice.language.SchemaFolder;
import io.sluice.language.SchemaFolder.Version;
import io.sluice.language.SchemaLanguage;
import io.sluice.language.SchemaLanguages;
import io.sluice.language.UnusableSchema;
import io.sluice.limit.Limits;
import io.sluice.rules.SchemaFit;
import io.sluice.type.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks contract files, each alone and all together, with their schemas and tests. */
public final class Linter {

  private final @Nullable SchemaFolder schemas;
  private final List<LintFinding> findings = new ArrayList<>();

  /**
   * @param schemas the folder of the schemas, or null to search next to each contract
   */
  public Linter(@Nullable SchemaFolder schemas) {
    this.schemas = schemas;
  }

  /**
   * Checks files.
   *
   * @return the findings, sorted by file and line
   */
  public List<LintFinding> lint(List<Path> files) {
    findings.clear();
    Problems problems = new Problems();
    ContractParser parser = new ContractParser(problems, new CelSyntax());
    List<Contract> contracts = new ArrayList<>();
    for (Path file : files) {
      Contract contract = parser.draft(file);
      if (contract != null) {
        contracts.add(contract);
      }
    }
    ContractAgreement.check(contracts, problems);
    add(Severity.ERROR, Topic.CONTRACT, problems.all());
    add(Severity.WARNING, Topic.OVERLAP, ContractAgreement.doubts(contracts));
    add(Severity.ERROR, Topic.TEST, ContractFiles.lonelyTests(files));
    for (Contract contract : contracts) {
      try {
        lint(contract);
      } catch (SetUpException e) {
        if (e.problems().isEmpty()) {
          throw e;
        }
        // an unreadable schema must not stop the checks of other files
        add(Severity.ERROR, Topic.SCHEMA, e.problems());
      }
    }
    Set<Problem> said = new HashSet<>();
    List<LintFinding> sorted = new ArrayList<>(findings);
    // tests are read from the same text again
    sorted.removeIf(finding -> !said.add(finding.problem()));
    sorted.sort(
        Comparator.comparing((LintFinding finding) -> finding.problem().file())
            .thenComparing(finding -> finding.problem().line())
            .thenComparing(finding -> finding.problem().column()));
    return sorted;
  }

  private void add(Severity severity, Topic topic, List<Problem> problems) {
    problems.forEach(problem -> findings.add(new LintFinding(severity, topic, problem)));
  }

  private void lint(Contract contract) {
    Subject subject = Subject.of(contract, folder(contract));
    fit(contract, subject);
    patterns(contract);
    findings.addAll(ExpressionLint.of(contract));
    tests(contract, subject);
  }

  private SchemaFolder folder(Contract contract) {
    return schemas == null ? SchemaFolder.near(Path.of(contract.file())) : schemas;
  }

  private void fit(Contract contract, Subject subject) {
    List<Version> versions = TableLint.versions(contract, subject);
    if (versions.isEmpty() && subject.isFramed() && hasTopics(contract)) {
      findings.add(
          new LintFinding(
              Severity.WARNING,
              Topic.SCHEMA,
              new Problem(contract.file(), 1, 1, withoutSchema(subject.name()))));
    }
    Type key = TableLint.keyType(contract);
    List<JsonShape.Document> shapes = new ArrayList<>();
    Set<Problem> known = new HashSet<>();
    for (int i = versions.size() - 1; i >= 0; i--) {
      Version version = versions.get(i);
      boolean isNewest = i == versions.size() - 1;
      SchemaLanguage language = SchemaLanguages.of(version.text().format());
      if (language != null) {
        findings.addAll(language.lint(version, isNewest));
      }
      CompiledSchema schema = compile(contract, version);
      if (schema == null) {
        continue;
      }
      shapes.add(0, schema.shape());
      if (isNewest && schema.isSlow()) {
        add(Severity.WARNING, Topic.SCHEMA, List.of(slow(version, contract)));
      }
      SchemaFit fit = SchemaFit.of(contract, schema.type(), key);
      Severity severity = isNewest ? Severity.ERROR : Severity.WARNING;
      String suffix = isNewest ? "" : " (in version " + version.number() + ")";
      fit.misfits().stream()
          .filter(known::add)
          .forEach(misfit -> add(severity, Topic.SCHEMA, List.of(with(misfit, suffix))));
      if (isNewest) {
        add(Severity.ERROR, Topic.TABLE, TableLint.problems(contract, schema, key));
        add(Severity.NOTE, Topic.TABLE, ColumnLint.disagreements(version, schema.shape()));
        // a field that only the newest version has is absent in older ones, which all checks but
        // two allow
        add(
            schema.isOpen() ? Severity.WARNING : Severity.ERROR,
            Topic.UNKNOWN_FIELD,
            fit.unknown());
        add(Severity.WARNING, Topic.IDLE_RULE, fit.idle());
        add(Severity.NOTE, Topic.OPEN_TYPE, fit.open());
      }
    }
    add(Severity.NOTE, Topic.TABLE, ColumnLint.collisions(contract, shapes, key));
  }

  private static Problem slow(Version version, Contract contract) {
    return new Problem(
        version.file().toString(),
        1,
        1,
        "the schema refers to itself in several branches. With 'engine: "
            + contract.value().validation().engine().name().toLowerCase(Locale.ROOT)
            + "', the time it takes to check an event can grow exponentially with its depth, and"
            + " deep events get the 'too_complex' fault. Remove 'engine' to use Sluice's own"
            + " evaluator");
  }

  /** Whether the contract names its topics. If not, that is the mistake to fix first. */
  private static boolean hasTopics(Contract contract) {
    return !contract.source().topics().isEmpty() || contract.source().topicPattern() != null;
  }

  private static String withoutSchema(String subject) {
    String what = ", so lint cannot check field names and types; ";
    return subject.contains("{topic}")
        ? "the topics come from a pattern"
            + what
            + "set 'value.subject' to a subject whose"
            + " schema is in Git"
        : "there is no schema for subject '"
            + subject
            + "' in Git"
            + what
            + "add it as "
            + SchemaLanguages.firstFiles(subject);
  }

  private static Problem with(Problem problem, String suffix) {
    return new Problem(
        problem.file(), problem.line(), problem.column(), problem.message() + suffix);
  }

  private @Nullable CompiledSchema compile(Contract contract, Version version) {
    try {
      return CompiledSchema.compile(version.text(), contract.value().validation(), Limits.DEFAULT);
    } catch (UnusableSchema e) {
      findings.add(
          new LintFinding(
              Severity.ERROR,
              Topic.SCHEMA,
              JsonPositions.problem(
                  version.file().toString(),
                  version.text().text(),
                  e.pointer(),
                  String.valueOf(e.getMessage()))));
      return null;
    }
  }

  private void patterns(Contract contract) {
    for (Contract.Rule rule : contract.rules()) {
      if (rule.check() == CheckName.PATTERN) {
        pattern(rule.argument().text(), rule.places().argument());
      }
    }
  }

  private void pattern(String text, FilePlace place) {
    if (!text.startsWith("^") && !text.endsWith("$") && !text.matches("\\(\\?[ims]+:\\^.*")) {
      warn(
          place,
          "the pattern can match any part of the text; to match the whole text, anchor it with ^"
              + " and $");
    }
    String withoutUnicode = PatternWords.withoutUnicode(text);
    if (withoutUnicode != null) {
      warn(place, withoutUnicode);
    }
  }

  private void warn(FilePlace place, String message) {
    findings.add(new LintFinding(Severity.WARNING, Topic.PATTERN, place.at(message)));
  }

  private void tests(Contract contract, Subject subject) {
    Problems problems = new Problems();
    List<Fixture> fixtures = FixtureParser.parse(contract, problems);
    add(Severity.ERROR, Topic.TEST, problems.all());
    if (contract.rules().isEmpty() || !problems.isEmpty()) {
      return;
    }
    if (fixtures.isEmpty()) {
      findings.add(
          new LintFinding(
              Severity.WARNING,
              Topic.UNTESTED,
              new Problem(
                  contract.file(),
                  1,
                  1,
                  "the contract has rules but no tests; add 'tests', or a file NAME.tests.yaml"
                      + " next to"
                      + " it, with events that break the rules")));
      return;
    }
    FixtureRunner runner = new FixtureRunner(contract, subject);
    Set<String> failed = new HashSet<>();
    fixtures.forEach(fixture -> failed.addAll(runner.run(fixture).broken()));
    List<String> untested =
        contract.rules().stream()
            .map(Contract.Rule::id)
            .filter(id -> !failed.contains(id))
            .toList();
    if (!untested.isEmpty()) {
      findings.add(
          new LintFinding(
              Severity.WARNING,
              Topic.UNTESTED,
              new Problem(
                  contract.file(),
                  1,
                  1,
                  "no test makes these rules fail: " + String.join(", ", untested))));
    }
  }
}
