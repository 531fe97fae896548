package io.sluice.cli.author;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.check.TopicChecker;
import io.sluice.cli.input.RecordInput;
import io.sluice.cli.input.RecordsOption;
import io.sluice.cli.output.ExitCode;
import io.sluice.cli.output.Output;
import io.sluice.cli.output.ProgressLine;
import io.sluice.contract.Contract;
import io.sluice.contract.ContractParser;
import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problems;
import io.sluice.fault.Fault;
import io.sluice.fault.Stage;
import io.sluice.fixture.Fixture.Kind;
import io.sluice.fixture.FixtureRunner;
import io.sluice.limit.Limits;
import io.sluice.raw.InMemoryRecord;
import io.sluice.row.Tables;
import io.sluice.rules.RuleResult;
import io.sluice.verdict.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks records against a contract without running a job. */
@Command(
    name = "check",
    description = {
      "Check records against a contract without running a job.",
      "The records come from a JSON Lines file, an Avro container file, or a slice of a topic.",
      "Checking a file does not require Kafka or a registry. The command does not write anything."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "With --output json, prints one line for each record:",
      "  {\"record\":.., \"verdict\":\"clean|warned|dead|dropped|held\", \"faults\":[..]}",
      "",
      "Exit codes: 0: no dead records, 1: dead records, 2: the contract or input cannot be read."
    })
public final class CheckCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int RECORDS_PER_LOOK = 1_000;

  @Option(
      names = "--contract",
      paramLabel = "FILE",
      required = true,
      description = "The contract to check against.")
  private Path contractFile;

  @Mixin private RecordsOption source;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "text for a summary, or json for one line per record (default: ${DEFAULT-VALUE}).")
  private Output output;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  CheckCommand() {}

  @Override
  public Integer call() throws IOException {
    Problems problems = new Problems();
    Contract contract = new ContractParser(problems, new CelSyntax()).parse(contractFile);
    problems.throwIfAny();
    if (contract == null) {
      throw new IllegalStateException("no contract and no problem");
    }
    CheckSummary summary = new CheckSummary(contract);
    long start = System.nanoTime();
    try (RecordInput records = source.open(contract, contractFile)) {
      check(contract, records, summary);
    }
    PrintWriter err = spec.commandLine().getErr();
    summary.print(output == Output.TEXT ? spec.commandLine().getOut() : err);
    double seconds = (System.nanoTime() - start) / 1e9;
    err.printf("%.1f s, %.0f records/s%n", seconds, summary.records() / seconds);
    return summary.dead() == 0 ? ExitCode.FINE : ExitCode.FINDINGS;
  }

  private void check(Contract contract, RecordInput records, CheckSummary summary)
      throws IOException {
    TopicChecker checker =
        new TopicChecker(
            List.of(contract),
            null,
            records.schemas(),
            Tables.ANY,
            Limits.DEFAULT,
            Clock.systemUTC());
    ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
    for (RecordInput.Item item = records.next(); item != null; item = records.next()) {
      check(checker, item, summary);
      records.requireSchemas();
      if (summary.records() % RECORDS_PER_LOOK == 0) {
        progress.at("percent", Math.round(100 * records.done()), 100);
      }
    }
  }

  private void check(TopicChecker checker, RecordInput.Item item, CheckSummary summary) {
    InMemoryRecord record = item.record();
    if (record == null) {
      Fault fault = new Fault(Stage.DECODE, "unfit", null, null, String.valueOf(item.unreadable()));
      report(item.name(), Kind.DEAD, List.of(fault), null, summary);
      return;
    }
    Verdict verdict = checker.check(record);
    report(
        item.name(),
        FixtureRunner.kind(verdict),
        FixtureRunner.faults(verdict),
        verdict.rules(),
        summary);
  }

  private void report(
      String name,
      Kind kind,
      List<Fault> faults,
      @Nullable RuleResult rules,
      CheckSummary summary) {
    List<Fault> findings = new ArrayList<>(faults);
    if (rules != null) {
      // of a dead record, warnings are not among the faults
      findings.addAll(rules.warned().kept());
    }
    summary.add(name, kind, findings, rules == null ? Set.of() : rules.failed().keySet());
    if (output == Output.JSON) {
      ObjectNode line = JSON.createObjectNode();
      line.put("record", name);
      line.put("verdict", kind.label());
      ArrayNode all = line.putArray("faults");
      for (Fault fault : faults) {
        ObjectNode one = all.addObject();
        one.put("stage", fault.stage().label())
            .put("code", fault.code())
            .put("rule", fault.rule())
            .put("path", fault.path())
            .put("message", fault.message());
        if (fault.schemaPath() != null) {
          one.put("schemaPath", fault.schemaPath());
        }
      }
      spec.commandLine().getOut().println(line);
    }
  }
}
