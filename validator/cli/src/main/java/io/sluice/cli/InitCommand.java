package io.sluice.cli;

import io.sluice.problem.SetUpException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the least configuration and contract that run. */
@Command(
    name = "init",
    description = "Write sluice.yaml and the least contract for a topic.",
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {

  @Parameters(paramLabel = "TOPIC", description = "The topic to begin with.")
  private String topic;

  @Option(
      names = "--owner",
      paramLabel = "TEAM",
      defaultValue = "change-me",
      description = "Who owns the contract (default: ${DEFAULT-VALUE}).")
  private String owner;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      defaultValue = ".",
      description = "Where to write (default: the current folder).")
  private Path folder;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  InitCommand() {}

  @Override
  public Integer call() throws IOException {
    String name = topic.replaceAll("[^A-Za-z0-9_-]+", "_").replaceAll("^[^A-Za-z]+", "");
    if (name.isEmpty()) {
      throw new SetUpException("'" + topic + "' has no letter to name a contract by");
    }
    Path contract = folder.resolve("rules").resolve(name + ".yaml");
    write(
        contract,
        """
        apiVersion: sluice/v1alpha1
        kind: Contract
        name: %s
        owner: %s
        source:
          topics: ["%s"]
        table:
          name: raw.%s
        rules: []
        """
            .formatted(name, owner, topic, name.replace('-', '_')));
    write(
        folder.resolve("sluice.yaml"),
        """
        pipeline:
          name: %s
          contracts: [rules/%s.yaml]
          startFrom: earliest
        kafka:
          bootstrap.servers: localhost:9092
        registry:
          url: http://localhost:8081
        lake:
          catalog:
            type: jdbc
            uri: jdbc:sqlite:catalog.db?busy_timeout=60000&journal_mode=WAL
            warehouse: warehouse
            jdbc.schema-version: V1
        """
            .formatted(name, name));
    spec.commandLine()
        .getErr()
        .println("next: sluice run --dry-run, which tries reach, topics and tables");
    return ExitCode.FINE;
  }

  private void write(Path file, String text) throws IOException {
    if (Files.exists(file)) {
      throw new SetUpException(file + " is there already; nothing was overwritten");
    }
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(file, text);
    spec.commandLine().getErr().println("wrote " + file);
  }
}
