package io.sluice.job.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Contract;
import io.sluice.contract.ContractParser;
import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problems;
import io.sluice.fault.Code;
import io.sluice.fault.Faults;
import io.sluice.job.hold.HeldPartition;
import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.MetricPart;
import io.sluice.job.metric.NewestLabels;
import io.sluice.job.metric.TopicLabels;
import io.sluice.kafka.SourcePartition;
import io.sluice.pipeline.Topics;
import io.sluice.verdict.Verdict;
import io.sluice.wire.SchemaRef;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whatever records say, the number of series is bounded by what is declared. */
class CardinalityTest {

  private static final int MANY = 100_000;

  private final SeriesCount series = new SeriesCount();
  private final Contract contract = contract();
  private final TopicLabels labels = new TopicLabels(new Topics(List.of(contract)));

  private static Contract contract() {
    Problems problems = new Problems();
    Contract contract =
        new ContractParser(problems, new CelSyntax())
            .parse(
                "shop.yaml",
                "{apiVersion: sluice/v1alpha1, kind: Contract, name: shop, owner: o, source: {"
                    + "topicPattern: 'shop[.].*'}, table: {name: 'shop.{topic}'}}",
                name -> name);
    problems.throwIfAny();
    return Objects.requireNonNull(contract);
  }

  private GateMetrics metrics(long since) {
    return new GateMetrics(
        new Instruments(MetricPart.GATE, series.group()), labels, schema -> since);
  }

  private Verdict.Dead dead(SchemaRef schema) {
    return new Verdict.Dead(contract, schema, Faults.of(Code.UNKNOWN_SCHEMA, null, "gone"), null);
  }

  @Test
  void schemasThatTheRegistryDoesNotHaveShareOneLabel() {
    TopicMetrics topic = metrics(SchemaLabels.UNKNOWN).of("shop.orders", List.of(contract));
    for (int i = 0; i < MANY; i++) {
      topic.judged(dead(new SchemaRef.Id(i)), 5);
      topic.judged(dead(new SchemaRef.Guid(new UUID(i, i))), 5);
    }
    assertThat(series.now()).isLessThan(20);
  }

  @Test
  void ofSchemasThatItHasTheNewestHaveTheirOwn() {
    TopicMetrics topic = metrics(1_000_000).of("shop.orders", List.of(contract));
    for (int i = 0; i < MANY; i++) {
      topic.judged(dead(new SchemaRef.Id(i)), 5);
    }
    assertThat(series.now()).isLessThan(20 + 3 * NewestLabels.MOST);
    assertThat(series.labels("schema")).hasSize(NewestLabels.MOST).contains("id:" + (MANY - 1));
  }

  @Test
  void ofTopicsThatAPatternMatchesSomeHaveTheirOwn() {
    GateMetrics metrics = metrics(0);
    for (int i = 0; i < MANY; i++) {
      String name = "shop.t" + i;
      metrics.of(name, List.of(contract)).judged(dead(new SchemaRef.Id(1)), 5);
      metrics.held(new SourcePartition(name, "id", 0), HeldPartition.Kind.OUTAGE);
    }
    assertThat(series.labels("topic")).hasSize(101).contains("other");
    assertThat(series.now()).isLessThan(101 * 20);
  }
}
