package io.sluice.job.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Contract;
import io.sluice.contract.ContractParser;
import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problems;
import io.sluice.fault.Code;
import io.sluice.fault.Faults;
import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.MetricPart;
import io.sluice.job.metric.TopicLabels;
import io.sluice.pipeline.Topics;
import io.sluice.row.Row;
import io.sluice.row.RowLayout;
import io.sluice.type.RecordType;
import io.sluice.verdict.Verdict;
import io.sluice.wire.SchemaRef;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each verdict counts where it belongs, and nowhere else. */
class TopicMetricsTest {

  private static final SchemaRef SCHEMA = new SchemaRef.Id(7);

  private final SeriesCount series = new SeriesCount();
  private final Contract contract = contract();
  private long now;
  private final TopicMetrics metrics =
      new GateMetrics(
              new Instruments(MetricPart.GATE, series.group(), () -> now),
              new TopicLabels(new Topics(List.of(contract))),
              schema -> 1_000_000)
          .of("orders", List.of(contract));

  private static Contract contract() {
    Problems problems = new Problems();
    Contract contract =
        new ContractParser(problems, new CelSyntax())
            .parse(
                "shop.yaml",
                "{apiVersion: sluice/v1alpha1, kind: Contract, name: shop, owner: o, source: {topics:"
                    + " [orders]}, table: {name: shop.orders}}",
                name -> name);
    problems.throwIfAny();
    return Objects.requireNonNull(contract);
  }

  private Map<String, Long> after(Verdict... verdicts) {
    for (Verdict verdict : verdicts) {
      metrics.judged(verdict, -1);
    }
    now = TimeUnit.HOURS.toNanos(1);
    return series.counts();
  }

  private Verdict.Stored stored(@Nullable Faults findings) {
    return new Verdict.Stored(
        contract,
        SCHEMA,
        new Row(
            new RowLayout("shop", contract.table(), new RecordType("row", null, List.of())),
            new Object[0]),
        findings,
        null);
  }

  @Test
  void whatIsStoredIsCleanOrWarned() {
    Faults findings = Faults.of(Code.RULE_ERROR, null, "of another type");
    assertThat(after(stored(null), stored(findings), stored(null)))
        .containsOnly(
            Map.entry("recordsClean contract=shop topic=orders", 2L),
            Map.entry("recordsWarned contract=shop topic=orders", 1L),
            Map.entry("schemaRecords schema=id:7 topic=orders", 3L));
  }

  @Test
  void whatIsDeadCountsByItsFirstFaultAndItsSchema() {
    Faults faults = Faults.of(Code.WRONG_VERSION, null, "too old");
    assertThat(after(new Verdict.Dead(contract, SCHEMA, faults, null)))
        .containsOnly(
            Map.entry("recordsDead contract=shop topic=orders", 1L),
            Map.entry("deadByCause code=wrong_version contract=shop stage=schema topic=orders", 1L),
            Map.entry("schemaRecords schema=id:7 topic=orders", 1L),
            Map.entry("schemaDead schema=id:7 topic=orders", 1L));
  }

  @Test
  void whatDiesBeforeItsContractIsKnownCountsForNone() {
    Faults faults = Faults.of(Code.UNKNOWN_SCHEMA, null, "gone");
    assertThat(after(new Verdict.Dead(null, null, faults, null)))
        .containsOnly(
            Map.entry("recordsDead contract=none topic=orders", 1L),
            Map.entry(
                "deadByCause code=unknown_schema contract=none stage=schema topic=orders", 1L));
  }

  @Test
  void whatIsDroppedCountsByItsReason() {
    assertThat(
            after(
                new Verdict.Dropped(Verdict.Reason.TOMBSTONE),
                new Verdict.Dropped(Verdict.Reason.UNMATCHED),
                new Verdict.Dropped(Verdict.Reason.TOMBSTONE)))
        .containsOnly(
            Map.entry("recordsDropped reason=tombstone topic=orders", 2L),
            Map.entry("recordsDropped reason=unmatched topic=orders", 1L));
  }

  @Test
  void whatIsHeldCountsOnceItIsPassedOn() {
    assertThat(after(new Verdict.Held(contract, SCHEMA, Verdict.Hold.SCHEMA, "fetching")))
        .isEmpty();
  }
}
