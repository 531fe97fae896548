package io.sluice.cli.author;

import io.sluice.check.Opened;
import io.sluice.check.Opening;
import io.sluice.cli.input.JsonLinesInput;
import io.sluice.cli.input.RecordInput;
import io.sluice.cli.input.RegistryOption;
import io.sluice.cli.output.ExitCode;
import io.sluice.contract.Contract;
import io.sluice.failure.SetUpException;
import io.sluice.fixture.Subject;
import io.sluice.limit.Limits;
import io.sluice.profile.Profile;
import io.sluice.profile.RuleDraft;
import io.sluice.registry.ConfluentRegistryClient;
import io.sluice.registry.RegistryOutage;
import io.sluice.registry.SubjectSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a minimal configuration and contract that run as they are. */
@Command(
    name = "init",
    description = "Write sluice.yaml and a minimal contract for a topic.",
    mixinStandardHelpOptions = true)
public final class InitCommand implements Callable<Integer> {

  @Parameters(paramLabel = "TOPIC", description = "The topic to write a contract for.")
  private String topic;

  @Option(
      names = "--owner",
      paramLabel = "TEAM",
      defaultValue = "change-me",
      description = "The team that owns the contract (default: ${DEFAULT-VALUE}).")
  private String owner;

  @Option(
      names = "--sample",
      paramLabel = "FILE",
      description =
          "Draft rules from sample events, as 'sluice profile' does: JSON, one event per line.")
  private @Nullable Path sample;

  @Option(
      names = "--subject",
      paramLabel = "SUBJECT",
      description = "The subject of the topic's values (default: TOPIC-value).")
  private @Nullable String subject;

  @Mixin private RegistryOption registry;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      defaultValue = ".",
      description = "The folder to write to (default: the current directory).")
  private Path folder;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  InitCommand() {}

  @Override
  public Integer call() throws IOException {
    Path example = sample;
    ContractDraft draft = ContractDraft.of(topic, owner, value(example));
    String name = draft.name();
    Path contract = folder.resolve("rules").resolve(name + ".yaml");
    ConfluentRegistryClient client = registry.client();
    if (example != null && client != null) {
      throw new ParameterException(
          spec.commandLine(),
          "Use either --sample (JSON without a registry) or --schema-registry, not both.");
    }
    String rules = example == null ? "rules: []\n" : rulesOf(draft, example);
    List<SubjectSchema> versions = client == null ? List.of() : versions(client);
    write(contract, draft.text(rules));
    new SchemaWriter(folder.resolve("schemas"), spec.commandLine().getErr())
        .write(client, versions);
    write(
        folder.resolve("sluice.yaml"),
        """
        pipeline:
          name: %s
          contracts: [rules/%s.yaml]
          startFrom: earliest
        kafka:
          bootstrap.servers: localhost:9092
        %slake:
          catalog:
            type: jdbc
            uri: jdbc:sqlite:catalog.db?busy_timeout=60000&journal_mode=WAL
            warehouse: warehouse
            jdbc.schema-version: V1
        """
            .formatted(name, name, example == null ? registrySection(registry.url()) : ""));
    spec.commandLine()
        .getErr()
        .println(
            "next: run 'sluice run --dry-run' to check Kafka, the registry, topics, and tables");
    return ExitCode.FINE;
  }

  private static String registrySection(@Nullable String url) {
    return "registry:\n  url: " + (url == null ? "http://localhost:8081" : url) + "\n";
  }

  private String value(@Nullable Path example) {
    if (example != null) {
      return ContractDraft.PLAIN_JSON;
    }
    return subject == null ? "" : "value:\n  subject: \"" + subject + "\"\n";
  }

  private static String rulesOf(ContractDraft draft, Path example) throws IOException {
    if (!Files.isRegularFile(example)) {
      throw new SetUpException("--sample: file '" + example + "' does not exist");
    }
    Profile profile = new Profile();
    Contract contract = draft.contract();
    Subject none = new Subject("", false, List.of());
    Opening opening = Opening.ofValues(List.of(contract), none.schemas(), Limits.DEFAULT);
    try (RecordInput records =
        new JsonLinesInput(Files.newInputStream(example), 0, contract, none, List.of())) {
      for (RecordInput.Item item = records.next(); item != null; item = records.next()) {
        if (item.record() != null) {
          profile.add(
              opening
                  .open(item.record())
                  .fold(Opened.Decoded::value, refused -> null, waiting -> null));
        }
      }
    }
    return RuleDraft.rules(profile, null);
  }

  private List<SubjectSchema> versions(ConfluentRegistryClient client) {
    String name = subject == null ? topic + "-value" : subject;
    try {
      List<SubjectSchema> versions = client.versions(name);
      if (versions.isEmpty()) {
        throw new SetUpException(
            "the registry has no subject '" + name + "'; set the correct one with --subject");
      }
      return versions;
    } catch (RegistryOutage e) {
      throw e.failure("nothing was written");
    }
  }

  private void write(Path file, String text) throws IOException {
    if (Files.exists(file)) {
      throw new SetUpException(file + " already exists; nothing was overwritten");
    }
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(file, text);
    spec.commandLine().getErr().println("wrote " + file);
  }
}
