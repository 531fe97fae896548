package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.output.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Every command that talks to Kafka takes the same options, and fails soon and in one line. */
class KafkaDownTest {

  /** What each command needs beside the addresses; a new one must say so here. */
  private static final Map<String, String> NEEDS =
      Map.ofEntries(
          Map.entry("audit verify", ""),
          Map.entry("check", "--topic orders --contract CONTRACT"),
          Map.entry("dlq discard", "--reason why --rule r --yes orders.dlq"),
          Map.entry("dlq list", "orders.dlq"),
          Map.entry("dlq metrics", "--once"),
          Map.entry("dlq show", "--id orders/0/17 orders.dlq"),
          Map.entry("dlq stats", "orders.dlq"),
          Map.entry("dlq tail", "orders.dlq"),
          Map.entry("hold list", ""),
          Map.entry("hold release", "--contract orders"),
          Map.entry("hold skip", "orders 0 0 --reason why"),
          Map.entry("hold set", "--contract orders --reason why"),
          Map.entry("profile", "--topic orders"),
          Map.entry("replay apply", "PLAN"),
          Map.entry("replay history", ""),
          Map.entry("replay plan", "orders.dlq"),
          Map.entry("replay report", "PLAN"),
          Map.entry("run", "--dry-run"));

  /** Those that need no configuration. */
  private static final Set<String> KAFKA_ALONE =
      Set.of(
          "check",
          "dlq discard",
          "dlq list",
          "dlq show",
          "dlq stats",
          "dlq tail",
          "profile",
          "replay history",
          "replay report");

  /** Nobody listens there. */
  private static final String CLOSED = "127.0.0.1:1";

  private record Result(int exit, Duration took, String out, String err) {}

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit fills the field in
  private Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(
        folder.resolve("orders.yaml"),
        """
        apiVersion: sluice/v1alpha1
        kind: Contract
        name: orders
        owner: team
        source:
          topics: [orders]
        value:
          format: json
          schema: orders.json
        table:
          name: shop.orders
        """);
    Files.writeString(folder.resolve("orders.json"), "{\"type\": \"object\"}");
    Files.writeString(
        folder.resolve("sluice.yaml"),
        """
        pipeline: { name: shop, contracts: [orders.yaml], startFrom: earliest }
        kafka: { bootstrap.servers: "127.0.0.1:2" }
        lake: { catalog: { type: jdbc, uri: "jdbc:sqlite:catalog.db", warehouse: lake } }
        """);
    Files.writeString(
        folder.resolve("plan.yaml"),
        """
        apiVersion: sluice/v1alpha1
        kind: ReplayPlan
        name: cents
        letters: { topic: orders.dlq, until: { 0: 10 } }
        """);
  }

  @Test
  void theCommandsThatTakeAConfigurationTakeAddressesToo() {
    List<CommandSpec> specs = new ArrayList<>();
    collect(new CommandLine(new Sluice()), specs);
    List<String> names =
        specs.stream()
            .filter(spec -> spec.findOption("--config") != null)
            .map(KafkaDownTest::name)
            // asks the catalog alone
            .filter(name -> !name.equals("table"))
            .toList();
    assertThat(names).containsExactlyInAnyOrderElementsOf(NEEDS.keySet());
    for (CommandSpec spec : specs) {
      if (names.contains(name(spec))) {
        assertThat(spec.optionsMap())
            .as(name(spec))
            .containsKeys("--bootstrap-server", "--command-config", "--schema-registry", "-c");
      }
    }
  }

  @Test
  void everyCommandSaysSoWithinTenSeconds() throws Exception {
    requireOutage(runAll(NEEDS.keySet(), "--config", file("sluice.yaml")), "127.0.0.1:2");
  }

  @Test
  void optionsOverrideTheConfiguration() throws Exception {
    Files.writeString(folder.resolve("client.properties"), "bootstrap.servers=" + CLOSED + "\n");
    requireOutage(
        runAll(
            Set.of("check", "dlq list", "hold list"),
            "--config",
            file("sluice.yaml"),
            "--command-config",
            file("client.properties")),
        CLOSED);
    Files.writeString(folder.resolve("client.properties"), "bootstrap.servers=127.0.0.1:3\n");
    requireOutage(
        runAll(
            NEEDS.keySet(),
            "--config",
            file("sluice.yaml"),
            "--command-config",
            file("client.properties"),
            "--bootstrap-server",
            CLOSED),
        CLOSED);
  }

  @Test
  void withoutAConfigurationCommandsWorkOrSayWhatTheyNeed() throws Exception {
    Map<String, Result> results = runAll(NEEDS.keySet(), "--bootstrap-server", CLOSED);
    Map<String, Result> alone = new TreeMap<>(results);
    alone.keySet().retainAll(KAFKA_ALONE);
    requireOutage(alone, CLOSED);
    results.keySet().removeAll(KAFKA_ALONE);
    requireSetUp(
        results,
        "requires a configuration that specifies the ",
        "this directory has no sluice.yaml");
    results.forEach(
        (name, result) -> assertThat(result.err()).startsWith("sluice " + name + " requires"));
  }

  @Test
  void withoutAnyAddressEveryCommandSaysSo() throws Exception {
    requireSetUp(runAll(NEEDS.keySet()), "--config FILE");
  }

  @Test
  void aWrongFileOfPropertiesIsASetUpProblem() throws Exception {
    requireSetUp(ofProperties("nowhere"), "--command-config: file '", "nowhere' does not exist");
    for (Map.Entry<String, String> bad :
        Map.of(
                "security.protocol=NONE", "security.protocol",
                "request.timeout.ms=soon", "request.timeout.ms",
                "group.id=mine", "sets 'group.id', which Sluice sets itself",
                "a=\\u00zz", "as a UTF-8 properties file")
            .entrySet()) {
      Files.writeString(folder.resolve("bad"), bad.getKey() + "\n");
      requireSetUp(ofProperties("bad"), bad.getValue(), "--command-config file");
    }
  }

  private Map<String, Result> ofProperties(String name) throws Exception {
    return runAll(NEEDS.keySet(), "--config", file("sluice.yaml"), "--command-config", file(name));
  }

  /** In a process of its own, with all that it writes to standard error. */
  @Test
  void theConfigurationOfTheFolderNeedsNoOption() throws Exception {
    Result result = runProcess("dlq", "list", "orders.dlq");
    assertThat(result.err()).contains("127.0.0.1:2 did not respond").hasLineCount(1);
    assertThat(result.exit()).isEqualTo(ExitCode.OUTAGE);
  }

  private static void requireOutage(Map<String, Result> results, String servers) {
    assertThat(results).isNotEmpty();
    results.forEach(
        (name, result) -> {
          assertThat(result.err()).as(name).contains(servers + " did not respond").hasLineCount(1);
          assertThat(result.out()).as(name).isEmpty();
          assertThat(result.exit()).as(name).isEqualTo(ExitCode.OUTAGE);
          assertThat(result.took()).as(name).isLessThan(Duration.ofSeconds(10));
        });
  }

  private static void requireSetUp(Map<String, Result> results, String... words) {
    assertThat(results).isNotEmpty();
    results.forEach(
        (name, result) -> {
          assertThat(result.err()).as(name).contains(words).hasLineCount(1);
          assertThat(result.out()).as(name).isEmpty();
          assertThat(result.exit()).as(name).isEqualTo(ExitCode.SET_UP);
        });
  }

  /** Runs commands, all at once. */
  private Map<String, Result> runAll(Set<String> names, String... options) throws Exception {
    ExecutorService all = Executors.newCachedThreadPool();
    Map<String, Future<Result>> running = new LinkedHashMap<>();
    for (String name : names) {
      List<String> words = new ArrayList<>(List.of(name.split(" ")));
      for (String word : NEEDS.getOrDefault(name, "").split(" ")) {
        if (!word.isEmpty()) {
          words.add(
              switch (word) {
                case "PLAN" -> file("plan.yaml");
                case "CONTRACT" -> file("orders.yaml");
                default -> word;
              });
        }
      }
      words.addAll(List.of(options));
      running.put(name, all.submit(() -> run(words)));
    }
    Map<String, Result> results = new TreeMap<>();
    for (Map.Entry<String, Future<Result>> one : running.entrySet()) {
      results.put(one.getKey(), one.getValue().get());
    }
    all.shutdown();
    return results;
  }

  private static Result run(List<String> words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    long begun = System.nanoTime();
    int exit =
        Sluice.run(
            new PrintWriter(out, true), new PrintWriter(err, true), words.toArray(String[]::new));
    return new Result(
        exit, Duration.ofNanos(System.nanoTime() - begun), out.toString(), err.toString());
  }

  private Result runProcess(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(Sluice.class.getName());
    command.addAll(List.of(arguments));
    Path err = folder.resolve("stderr");
    long begun = System.nanoTime();
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    return new Result(
        exit, Duration.ofNanos(System.nanoTime() - begun), out, Files.readString(err));
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private static String name(CommandSpec spec) {
    return spec.qualifiedName().replaceFirst("^sluice ", "");
  }

  /** All commands that run something. */
  private static void collect(CommandLine line, List<CommandSpec> into) {
    if (line.getSubcommands().isEmpty()) {
      into.add(line.getCommandSpec());
    }
    line.getSubcommands().values().forEach(sub -> collect(sub, into));
  }
}
