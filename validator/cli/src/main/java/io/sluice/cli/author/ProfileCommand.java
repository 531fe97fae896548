package io.sluice.cli.author;

import io.sluice.check.Opened;
import io.sluice.check.Opening;
import io.sluice.cli.input.RecordInput;
import io.sluice.cli.input.RecordsOption;
import io.sluice.cli.output.ExitCode;
import io.sluice.cli.output.ProgressLine;
import io.sluice.contract.Contract;
import io.sluice.contract.ContractParser;
import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problems;
import io.sluice.failure.SetUpException;
import io.sluice.limit.Limits;
import io.sluice.profile.Profile;
import io.sluice.profile.RuleDraft;
import io.sluice.raw.InMemoryRecord;
import io.sluice.type.Type;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Drafts a contract from a sample. */
@Command(
    name = "profile",
    description = {
      "Draft a contract from a sample of records.",
      "Rules are what holds for the whole sample, with the evidence in comments: look at each of",
      "them. Small enumerations are written out, other values are not."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "  sluice profile --input orders.jsonl > rules/orders.yaml"})
public final class ProfileCommand implements Callable<Integer> {

  private static final int RECORDS_PER_LOOK = 1_000;

  @Mixin private RecordsOption source;

  @Option(
      names = "--contract",
      paramLabel = "FILE",
      description = "A contract that says how records are read; then only rules are drafted.")
  private @Nullable Path contractFile;

  @Option(
      names = "--owner",
      paramLabel = "TEAM",
      defaultValue = "change-me",
      description = "Who owns the contract (default: ${DEFAULT-VALUE}).")
  private String owner;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100000",
      description = "How many records to look at (default: ${DEFAULT-VALUE}).")
  private long limit;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  ProfileCommand() {}

  @Override
  public Integer call() throws IOException {
    Path file = contractFile;
    ContractDraft draft = file == null ? draft() : null;
    Contract contract = draft == null ? read(file) : draft.contract();
    Profile profile = new Profile();
    String rules;
    try (RecordInput records = source.open(contract, file)) {
      rules = RuleDraft.rules(profile, profile(contract, records, profile));
    }
    if (profile.events() == 0) {
      throw new SetUpException("there is no record that could be read, so there is nothing to see");
    }
    PrintWriter out = spec.commandLine().getOut();
    String evidence = "# drafted from " + profile.events() + " records\n" + rules;
    out.print(draft == null ? evidence : draft.text(evidence));
    return ExitCode.FINE;
  }

  private static Contract read(@Nullable Path file) {
    if (file == null) {
      throw new IllegalStateException("neither a contract nor a draft");
    }
    Problems problems = new Problems();
    Contract contract = new ContractParser(problems, new CelSyntax()).parse(file);
    problems.throwIfAny();
    if (contract == null) {
      throw new IllegalStateException("no contract and no problem");
    }
    return contract;
  }

  /** Of a topic or an Avro file the schema is known, of other files it is not. */
  private ContractDraft draft() {
    String topic = source.topic();
    String input = source.input();
    if (topic != null) {
      return ContractDraft.of(topic, owner, "");
    }
    String name = input == null || input.equals("-") ? "sample" : "" + Path.of(input).getFileName();
    boolean isAvro = name.endsWith(".avro");
    return ContractDraft.of(
        name.replaceFirst("\\.[a-z]+$", ""), owner, isAvro ? "" : ContractDraft.PLAIN_JSON);
  }

  /** Reads the records; gives what the newest of their schemas declares, or null. */
  private @Nullable Type profile(Contract contract, RecordInput records, Profile profile)
      throws IOException {
    Opening opening = Opening.ofValues(List.of(contract), records.schemas(), Limits.DEFAULT);
    ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
    Type type = null;
    long unreadable = 0;
    for (RecordInput.Item item = records.next();
        item != null && profile.events() < limit;
        item = records.next()) {
      InMemoryRecord record = item.record();
      Opened opened = record == null || record.value() == null ? null : opening.open(record);
      records.requireSchemas();
      if (!(opened instanceof Opened.Decoded event)) {
        unreadable++;
        continue;
      }
      type = event.compiled().type();
      profile.add(event.value());
      if (profile.events() % RECORDS_PER_LOOK == 0) {
        progress.at("% of the input", Math.round(100 * records.done()), 100);
      }
    }
    if (unreadable > 0) {
      spec.commandLine().getErr().println(unreadable + " records could not be read; left out");
    }
    return type;
  }
}
