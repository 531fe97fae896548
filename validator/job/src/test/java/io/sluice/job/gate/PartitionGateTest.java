package io.sluice.job.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.check.TopicChecker;
import io.sluice.contract.Contract;
import io.sluice.contract.ContractParser;
import io.sluice.deadletter.DeadLetterEncoder;
import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problems;
import io.sluice.job.deadletter.LetterSender;
import io.sluice.job.handover.Gated;
import io.sluice.job.handover.GatedPartition;
import io.sluice.job.hold.HeldPartition;
import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.MetricPart;
import io.sluice.job.metric.TopicLabels;
import io.sluice.job.split.GateSplit;
import io.sluice.job.trace.GateSpans;
import io.sluice.kafka.SourcePartition;
import io.sluice.limit.Limits;
import io.sluice.pipeline.Topics;
import io.sluice.row.Tables;
import io.sluice.schema.Lookup;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaText;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a partition is held and goes on, and what is said of it downstream. */
class PartitionGateTest {

  private static final SourcePartition PARTITION = new SourcePartition("shop.orders", "id", 0);
  private static final SchemaText SCHEMA =
      new SchemaText(SchemaFormat.AVRO, "\"string\"", Map.of());

  private final Contract contract = contract();
  private final LetterSender letters = new LetterSender(Map.of(), "0", () -> {});
  private final GateSpans spans = GateSpans.fromEnvironment("shop");
  private final GateMetrics metrics =
      new GateMetrics(
          new Instruments(MetricPart.GATE, new SeriesCount().group()),
          new TopicLabels(new Topics(List.of(contract))),
          schema -> 0);
  private final Output output = new Output();
  private final List<String> pauses = new ArrayList<>();
  private boolean isSchemaThere;
  private final PartitionGate gate = gate();

  private static Contract contract() {
    Problems problems = new Problems();
    Contract contract =
        new ContractParser(problems, new CelSyntax())
            .parse(
                "shop.yaml",
                "{apiVersion: sluice/v1alpha1, kind: Contract, name: shop, owner: o, source: {topics:"
                    + " [shop.orders]}, table: {name: shop.orders}}",
                name -> name);
    problems.throwIfAny();
    return Objects.requireNonNull(contract);
  }

  private PartitionGate gate() {
    TopicChecker checker =
        new TopicChecker(
            List.of(contract),
            null,
            (ref, readAt) ->
                isSchemaThere ? new Lookup.Found(SCHEMA) : new Lookup.Pending("fetching"),
            Tables.ANY,
            Limits.DEFAULT,
            Clock.systemUTC());
    return new PartitionGate(
        new GateSplit(PARTITION, 0, Map.of()),
        new GatedPartition(
            PARTITION, Map.of("shop.orders", new GatedPartition.TableFilter(0, 0, 0)), "ledger", 0),
        new RecordJudge.JudgedTopic(
            checker,
            "shop.orders.dlq",
            false,
            metrics.of("shop.orders", List.of(contract)),
            List.of(contract)),
        new RecordJudge.Tools(
            new DeadLetterEncoder("shop"),
            letters,
            metrics,
            spans,
            new VerdictCounter(),
            new WaitingBytes(),
            Clock.systemUTC()),
        new PartitionGate.Pausing() {
          @Override
          public void pause(PartitionGate gate) {
            pauses.add("pause");
          }

          @Override
          public void resume(PartitionGate gate) {
            pauses.add("resume");
          }
        },
        offset -> null);
  }

  @AfterEach
  void close() throws Exception {
    letters.close();
    spans.close();
  }

  private void send(long offset) {
    gate.setOutput(output);
    // an Avro string of one byte, schema 1
    gate.collect(
        new ConsumerRecord<>(
            "shop.orders", 0, offset, new byte[0], new byte[] {0, 0, 0, 0, 1, 2, 'x'}));
  }

  @Test
  void aRecordWhoseSchemaIsFetchedWaitsAndSoDoAllThatFollow() {
    send(0);
    send(1);
    assertThat(output.said).containsExactly("0 HELD");
    assertThat(pauses).contains("pause").doesNotContain("resume");
    assertThat(gate.nextOffset()).isEqualTo(0);
    assertThat(held().kind()).isEqualTo(HeldPartition.Kind.OUTAGE);
    assertThat(gate.retry(10)).isZero();
    assertThat(output.said).as("said once").containsExactly("0 HELD");
    isSchemaThere = true;
    assertThat(gate.retry(10)).isEqualTo(2);
    assertThat(gate.retry(10)).isZero();
    assertThat(gate.held()).isNull();
    assertThat(gate.nextOffset()).isEqualTo(2);
    assertThat(pauses).endsWith("resume");
  }

  @Test
  void anOrderHoldsTheNextRecordAndIsNotSaidOfIt() {
    gate.order("a deploy");
    send(0);
    assertThat(output.said).isEmpty();
    assertThat(held().reason()).isEqualTo("a deploy");
    assertThat(gate.retry(10)).isZero();
    isSchemaThere = true;
    gate.order(null);
    assertThat(gate.held()).as("what waits is tried").isNull();
    assertThat(gate.isWaiting()).isTrue();
    assertThat(gate.retry(10)).isEqualTo(1);
    assertThat(gate.held()).isNull();
    assertThat(gate.isWaiting()).isFalse();
  }

  @Test
  void aPartitionThatWasHeldByOrderAndGotNothingGoesOn() {
    gate.order("a deploy");
    gate.order(null);
    assertThat(gate.isWaiting()).as("it is paused").isTrue();
    assertThat(gate.retry(10)).isZero();
    assertThat(pauses).containsExactly("pause", "resume");
    assertThat(gate.isWaiting()).isFalse();
  }

  @Test
  void aRecordThatStillWaitsAfterTheOrderIsTakenBackIsSaidToBeHeld() {
    gate.order("a deploy");
    send(0);
    gate.order(null);
    assertThat(gate.retry(10)).isZero();
    assertThat(held().kind()).isEqualTo(HeldPartition.Kind.OUTAGE);
    assertThat(output.said).containsExactly("0 HELD");
  }

  private HeldPartition held() {
    return Objects.requireNonNull(gate.held());
  }

  /** Notes offsets and outcomes. */
  private static final class Output implements ReaderOutput<Gated> {
    private final List<String> said = new ArrayList<>();

    @Override
    public void collect(Gated gated) {
      said.add(gated.offset() + " " + gated.outcome());
    }

    @Override
    public void collect(Gated gated, long timestamp) {
      collect(gated);
    }

    @Override
    public void emitWatermark(Watermark watermark) {}

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}

    @Override
    public SourceOutput<Gated> createOutputForSplit(String splitId) {
      return this;
    }

    @Override
    public void releaseOutputForSplit(String splitId) {}
  }
}
