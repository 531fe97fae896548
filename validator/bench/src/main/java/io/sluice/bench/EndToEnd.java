package io.sluice.bench;

import io.sluice.bench.Runs.Result;
import io.sluice.job.SluiceJob;
import io.sluice.pipeline.Setup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * A benchmark of the gate against a pass-through job with the stock IcebergSink and no checks. The
 * two run in turn in one process with the same data.
 */
public final class EndToEnd {

  static final String TOPIC = "orders";

  private final Runs runs;
  private final int records;

  EndToEnd(Runs runs, int records) {
    this.runs = runs;
    this.records = records;
  }

  public static void main(String[] arguments) throws Exception {
    Landscape.main(arguments, (runs, records, rounds) -> new EndToEnd(runs, records).run(rounds));
  }

  private void run(int rounds) throws Exception {
    runs.feed(List.of(TOPIC), Events.PARTITIONS, records);
    List<Result> gate = new ArrayList<>();
    List<Result> passThrough = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      passThrough.add(passThrough(round));
      gate.add(gate(round));
    }
    Runs.print("pass-through, stock IcebergSink, no checks", passThrough);
    Runs.print("gate, 20 rules, audit columns, own sink", gate);
    System.out.printf(
        Locale.ROOT,
        "ratio of records/s (gate / pass-through), medians: %.2f%n",
        Runs.median(gate) / Runs.median(passThrough));
  }

  private Result passThrough(int round) throws Exception {
    TableIdentifier table = TableIdentifier.of("bench", "pass_" + round);
    runs.catalog().createTable(table, PassThrough.schema());
    return runs.run(
        List.of(table), records, environment -> PassThrough.build(environment, runs, TOPIC, table));
  }

  /** Runs the gate; the round names the pipeline and its table. */
  private Result gate(int round) throws Exception {
    return gate(Integer.toString(round), records, false, Map.of());
  }

  /**
   * Runs the gate.
   *
   * @param rows the expected number of rows
   * @param traced whether rows have trace IDs
   * @param flink additional Flink configuration
   */
  Result gate(String round, int rows, boolean traced, Map<String, String> flink) throws Exception {
    TableIdentifier table = TableIdentifier.of("bench", "gate_" + round);
    StringBuilder rules = new StringBuilder();
    int number = 0;
    for (String rule : Events.RULES.lines().toList()) {
      rules.append(rule.replace("{ ", "{ id: r" + number++ + ", ")).append('\n');
    }
    Path contract = runs.folder().resolve("orders-" + round + ".yaml");
    Files.writeString(
        contract,
        "apiVersion: sluice/v1alpha1\nkind: Contract\nname: orders\nowner: bench\n"
            + "source: { topics: [orders] }\ntable: { name: "
            + table
            + ", traceId: "
            + traced
            + " }\nrules:\n"
            + rules);
    Path file = runs.folder().resolve("sluice-" + round + ".yaml");
    Files.writeString(
        file,
        "pipeline: { name: bench"
            + round
            + ", contracts: ["
            + contract
            + "], startFrom: earliest }\n"
            + runs.landscape());
    Setup setup = Setup.read(file);
    return runs.run(
        List.of(table), rows, flink, environment -> SluiceJob.build(environment, setup.plan()));
  }
}
