package io.sluice.job.source;

import io.sluice.check.TopicChecker;
import io.sluice.contract.Contract;
import io.sluice.contract.ContractParser;
import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problems;
import io.sluice.job.gate.GateMetrics;
import io.sluice.job.gate.TopicMetrics;
import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.MetricPart;
import io.sluice.job.metric.TopicLabels;
import io.sluice.job.trace.GateSpans;
import io.sluice.limit.Limits;
import io.sluice.pipeline.Topics;
import io.sluice.raw.InMemoryRecord;
import io.sluice.row.Tables;
import io.sluice.schema.Lookup;
import io.sluice.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A benchmark of counting a record and of the check for unwanted spans. It is in the package of the
 * measured classes, which are not public.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class Counting {

  private static final String CONTRACT =
      """
      apiVersion: sluice/v1alpha1
      kind: Contract
      name: orders
      owner: bench
      source: { topics: [orders] }
      value: { format: json }
      table: { name: shop.orders }
      rules:
        - { field: amount, gt: 0 }
        - { field: currency, in: [EUR], onFailure: warn }
      """;

  /** The verdict of the counted record. */
  @Param({"clean", "warned", "dead"})
  String verdict = "";

  private final GateSpans spans = GateSpans.fromEnvironment("bench");
  private InMemoryRecord record = record("");
  private Verdict judged = new Verdict.Dropped(Verdict.Reason.TOMBSTONE);
  private GateMetrics metrics;
  private TopicMetrics topic;

  @SuppressWarnings("NullAway.Init") // JMH calls the setup first
  public Counting() {}

  private static InMemoryRecord record(String event) {
    byte[] value = event.getBytes(StandardCharsets.UTF_8);
    return new InMemoryRecord("orders", 0, 1, 1, null, value, List.of());
  }

  @Setup
  public void judge() {
    Problems problems = new Problems();
    Contract contract =
        new ContractParser(problems, new CelSyntax()).parse("orders.yaml", CONTRACT, name -> name);
    problems.throwIfAny();
    List<Contract> contracts = List.of(Objects.requireNonNull(contract));
    record =
        record(
            switch (verdict) {
              case "clean" -> "{\"amount\": 1, \"currency\": \"EUR\"}";
              case "warned" -> "{\"amount\": 1, \"currency\": \"JPY\"}";
              default -> "{\"amount\": -1, \"currency\": \"EUR\"}";
            });
    judged =
        new TopicChecker(
                contracts,
                null,
                (ref, readAt) -> new Lookup.Pending("there is no registry"),
                Tables.ANY,
                Limits.DEFAULT,
                InstantSource.system())
            .check(record);
    metrics =
        new GateMetrics(
            new Instruments(MetricPart.GATE, UnregisteredMetricsGroup.createOperatorMetricGroup()),
            new TopicLabels(new Topics(contracts)),
            schema -> 0);
    topic = metrics.of("orders", contracts);
  }

  @Benchmark
  public void count() {
    topic.judged(judged, metrics.ageMillis(record.timestamp()));
  }

  @Benchmark
  public void askWhetherToTrace() {
    spans.end(spans.begin(), record, judged);
  }
}
