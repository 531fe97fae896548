package io.sluice.bench;

import io.sluice.bench.Runs.Result;
import io.sluice.job.SluiceJob;
import io.sluice.pipeline.Setup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * A benchmark of Sluice's sink with 1, 10, and 100 tables in one job, against Iceberg's IcebergSink
 * (one table) and DynamicIcebergSink, in one process with the same data and without rules.
 */
public final class ManyTables {

  private final Runs runs;
  private final int records;

  private ManyTables(Runs runs, int records) {
    this.runs = runs;
    this.records = records;
  }

  public static void main(String[] arguments) throws Exception {
    Landscape.main(arguments, (runs, records, rounds) -> new ManyTables(runs, records).run());
  }

  private void run() throws Exception {
    for (int tables : new int[] {1, 10, 100}) {
      List<String> topics = new ArrayList<>();
      for (int i = 0; i < tables; i++) {
        topics.add("t" + tables + "_" + i);
      }
      runs.feed(topics, tables == 1 ? Events.PARTITIONS : 1, records);
      for (int round = 0; round < 2; round++) {
        round(topics, round);
      }
    }
  }

  private void round(List<String> topics, int round) throws Exception {
    String name = topics.size() + " tables, round " + (round + 1) + ": ";
    if (topics.size() == 1) {
      TableIdentifier stock = TableIdentifier.of("bench", "stock_" + round);
      runs.catalog().createTable(stock, PassThrough.schema());
      Result result =
          runs.run(
              List.of(stock),
              records,
              environment -> PassThrough.build(environment, runs, topics.get(0), stock));
      Runs.print(name + "IcebergSink", List.of(result));
    }
    String dynamic = "dynamic" + round + "_";
    Runs.print(
        name + "DynamicIcebergSink",
        List.of(
            runs.run(
                tables(dynamic, topics),
                records,
                environment -> PassThrough.buildDynamic(environment, runs, topics, dynamic))));
    Runs.print(name + "gate without rules", List.of(gate(topics, round)));
  }

  private static List<TableIdentifier> tables(String prefix, List<String> topics) {
    return topics.stream().map(topic -> TableIdentifier.of("bench", prefix + topic)).toList();
  }

  private Result gate(List<String> topics, int round) throws Exception {
    List<String> contracts = new ArrayList<>();
    for (String topic : topics) {
      Path contract = runs.folder().resolve(topic + "-" + round + ".yaml");
      Files.writeString(
          contract,
          "apiVersion: sluice/v1alpha1\nkind: Contract\nname: "
              + topic
              + "\nowner: bench\nsource: { topics: ["
              + topic
              + "] }\ntable: { name: bench.gate"
              + round
              + "_"
              + topic
              + " }\n");
      contracts.add(contract.toString());
    }
    Path file = runs.folder().resolve("many-" + topics.size() + "-" + round + ".yaml");
    Files.writeString(
        file,
        "pipeline: { name: many"
            + topics.size()
            + "_"
            + round
            + ", contracts: "
            + contracts
            + ", startFrom: earliest }\n"
            + runs.landscape());
    Setup setup = Setup.read(file);
    return runs.run(
        tables("gate" + round + "_", topics),
        records,
        environment -> SluiceJob.build(environment, setup.plan()));
  }
}
