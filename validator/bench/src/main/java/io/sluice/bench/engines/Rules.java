package io.sluice.bench.engines;

import io.sluice.contract.Contract;
import io.sluice.contract.ContractParser;
import io.sluice.decode.Event;
import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problems;
import io.sluice.raw.InMemoryRecord;
import io.sluice.rules.RuleResult;
import io.sluice.rules.RuleSet;
import io.sluice.type.DecimalType;
import io.sluice.type.Field;
import io.sluice.type.ListType;
import io.sluice.type.RecordType;
import io.sluice.type.RecordValue;
import io.sluice.type.Scalar;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/** A benchmark of one rule on one event that passes, for each kind of rule. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class Rules {

  private static final RecordType LINE =
      new RecordType("Line", null, List.of(new Field("sku", Scalar.STRING, false, null)));

  private static final RecordType ORDER =
      new RecordType(
          "Order",
          null,
          List.of(
              new Field("id", Scalar.STRING, false, null),
              new Field("amount", Scalar.DOUBLE, false, null),
              new Field("price", new DecimalType(9, 2), false, null),
              new Field("status", Scalar.STRING, false, null),
              new Field("email", Scalar.STRING, true, null),
              new Field("placed", Scalar.TIMESTAMP_MILLIS, false, null),
              new Field("sent", Scalar.TIMESTAMP_MILLIS, true, null),
              new Field("payment_id", Scalar.STRING, true, null),
              new Field("lines", new ListType(LINE, false), false, null)));

  @Param({
    "field: id, not_null: true",
    "field: id, not_blank: true",
    "field: amount, gt: 0",
    "field: price, between: [0.01, 1000]",
    "field: price, multiple_of: 0.01",
    "field: status, in: [NEW, PAID, SENT]",
    "field: id, min_len: 3",
    "field: id, pattern: '^[A-Z]{3}-\\d{5}$'",
    "field: email, format: email",
    "field: id, format: uuid, when: message.status == 'OLD'",
    "field: placed, not_in_future: true",
    "field: placed, lte_field: sent",
    "field: 'lines[*].sku', not_blank: true",
    "field: lines, unique_items: true",
    "id: paid, expr: message.status != 'PAID' || isSet(message.payment_id)",
    "id: exact, expr: message.price > 0.01",
  })
  @SuppressWarnings("NullAway.Init") // JMH fills it in
  private String rule;

  @SuppressWarnings("NullAway.Init") // by setup
  private RuleSet rules;

  @SuppressWarnings("NullAway.Init") // by setup
  private Event event;

  @Setup
  public void compile() {
    String text =
        """
        apiVersion: sluice/v1alpha1
        kind: Contract
        name: orders
        owner: team
        source: { topics: [orders] }
        table: { name: shop.orders }
        rules: [{ %s }]
        """
            .formatted(rule);
    Problems problems = new Problems();
    Contract contract =
        Objects.requireNonNull(
            new ContractParser(problems, new CelSyntax()).parse("orders.yaml", text, n -> ""));
    problems.throwIfAny();
    rules = RuleSet.compile(contract, ORDER, Scalar.BYTES, ORDER);
    Object[] line = {"ABC-12345"};
    Object[] other = {"ABC-12346"};
    Object[] values = {
      "ABC-12345",
      12.5,
      new BigDecimal("12.50"),
      "PAID",
      "ada@example.org",
      1_700_000_000_000L,
      1_700_000_100_000L,
      "p-1",
      List.of(new RecordValue(LINE, line), new RecordValue(LINE, other))
    };
    event =
        new Event(
            new RecordValue(ORDER, values),
            null,
            new InMemoryRecord("orders", 0, 0, 0, null, new byte[0], List.of()),
            Instant.now());
    if (rules.evaluate(event) != null) {
      throw new IllegalStateException("the event breaks " + rule);
    }
  }

  @Benchmark
  public @Nullable RuleResult sluice() {
    return rules.evaluate(event);
  }
}
