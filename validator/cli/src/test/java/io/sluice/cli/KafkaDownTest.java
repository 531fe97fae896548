package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.output.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Where no broker answers, every command says so within ten seconds. */
class KafkaDownTest {

  /** What each command needs beside its configuration; a new one must say so here. */
  private static final Map<String, String> NEEDS =
      Map.ofEntries(
          Map.entry("audit verify", ""),
          Map.entry("check", "--topic orders --contract CONTRACT"),
          Map.entry("dlq discard", "--reason why --yes orders.dlq"),
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

  private record Result(int exit, Duration took, String said) {}

  @Test
  void everyCommandSaysSoWithinTenSeconds(@TempDir Path folder) throws Exception {
    Path config = folder.resolve("sluice.yaml");
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
        config,
        """
        pipeline: { name: shop, contracts: [orders.yaml], startFrom: earliest }
        kafka: { bootstrap.servers: "127.0.0.1:1" }
        lake: { catalog: { type: jdbc, uri: "jdbc:sqlite:catalog.db", warehouse: lake } }
        """);
    Path plan = folder.resolve("plan.yaml");
    Files.writeString(plan, "{}");
    ExecutorService all = Executors.newCachedThreadPool();
    Map<String, Future<Result>> running = new LinkedHashMap<>();
    for (List<String> command : commands(new CommandLine(new Sluice()), List.of())) {
      String name = String.join(" ", command);
      if (name.equals("table")) {
        // asks the catalog alone
        continue;
      }
      assertThat(NEEDS).as("what commands need").containsKey(name);
      String needs = NEEDS.getOrDefault(name, "");
      List<String> words = new ArrayList<>(command);
      words.addAll(List.of("--config", config.toString()));
      for (String word : needs.split(" ")) {
        if (!word.isEmpty()) {
          words.add(
              switch (word) {
                case "PLAN" -> plan.toString();
                case "CONTRACT" -> folder.resolve("orders.yaml").toString();
                default -> word;
              });
        }
      }
      running.put(name, all.submit(() -> run(words)));
    }
    for (Map.Entry<String, Future<Result>> one : running.entrySet()) {
      Result result = one.getValue().get();
      assertThat(result.said()).as(one.getKey()).contains("127.0.0.1:1 does not answer");
      assertThat(result.exit()).as(one.getKey()).isEqualTo(ExitCode.OUTAGE);
      assertThat(result.took()).as(one.getKey()).isLessThan(Duration.ofSeconds(10));
    }
    assertThat(running).hasSizeGreaterThan(10);
    all.shutdown();
  }

  private static Result run(List<String> words) {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said, true);
    long begun = System.nanoTime();
    int exit = Sluice.run(out, out, words.toArray(String[]::new));
    return new Result(exit, Duration.ofNanos(System.nanoTime() - begun), said.toString());
  }

  /** All commands that take a configuration and run something. */
  private static List<List<String>> commands(CommandLine line, List<String> path) {
    List<List<String>> found = new ArrayList<>();
    line.getSubcommands()
        .forEach(
            (name, sub) -> {
              List<String> here = new ArrayList<>(path);
              here.add(name);
              if (sub.getSubcommands().isEmpty()) {
                if (sub.getCommandSpec().findOption("--config") != null) {
                  found.add(here);
                }
              } else {
                found.addAll(commands(sub, here));
              }
            });
    return found;
  }
}
