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
      "Each rule holds for the whole sample; a comment shows the evidence. Review each rule before",
      "you use it. The only data values in the draft are small enumerations and the endpoints of",
      "ranges."
    },
    mixinStandardHelpOptions = true)
public final class ProfileCommand implements Callable<Integer> {

  private static final int RECORDS_PER_LOOK = 1_000;

  @Mixin private RecordsOption source;

  @Option(
      names = "--contract",
      paramLabel = "FILE",
      description = "A contract that defines how to read the records. Drafts only the rules.")
  private @Nullable Path contractFile;

  @Option(
      names = "--owner",
      paramLabel = "TEAM",
      defaultValue = "change-me",
      description = "The team that owns the contract (default: ${DEFAULT-VALUE}).")
  private String owner;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Maximum number of records to read (default: ${DEFAULT-VALUE}).")
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
      throw new SetUpException("no records could be read, so there is nothing to draft from");
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

  /** A draft for the input; a topic or an Avro file supplies its schema, other files do not. */
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

  /** Reads the records; returns the type that their newest schema declares, or null. */
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
        progress.at("percent", Math.round(100 * records.done()), 100);
      }
    }
    if (unreadable > 0) {
      spec.commandLine()
          .getErr()
          .println(
              unreadable
                  + (unreadable == 1
                      ? " record could not be read and was left out"
                      : " records could not be read and were left out"));
    }
    return type;
  }
}
