package io.sluice.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Contract;
import io.sluice.contract.TestContract;
import io.sluice.decode.Event;
import io.sluice.fault.Fault;
import io.sluice.raw.InMemoryRecord;
import io.sluice.type.JsonObject;
import io.sluice.type.Scalar;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What faults of rules say. */
class RuleMessagesTest {

  private static String message(String rule, @Nullable Object a, @Nullable Object b) {
    Contract contract =
        TestContract.parse(
            """
                apiVersion: sluice/v1alpha1
                kind: Contract
                name: a
                owner: me
                source: { topics: [a] }
                table: { name: a.b }
                rules: [{ id: r, %s }]
                """
                .formatted(rule));
    JsonObject message = new JsonObject();
    message.put("a", a);
    message.put("b", b);
    Event event =
        new Event(
            message,
            null,
            new InMemoryRecord("a", 0, 0, 0, null, null, List.of()),
            Instant.parse("2024-01-31T12:00:00Z"));
    RuleResult result =
        RuleSet.compile(contract, Scalar.JSON, Scalar.JSON, Scalar.JSON).evaluate(event);
    assertThat(result).as(rule).isNotNull();
    Fault fault = Objects.requireNonNull(result).rejected().first();
    return fault.path() + " " + fault.message();
  }

  @Test
  void eachRuleThatHaltsIsNamedOnce() {
    Contract contract =
        TestContract.with(
            """
            rules:
              - { id: many, field: 'a[*]', gt: 0, onFailure: halt }
              - { id: not_this, field: 'a[*]', gt: 0, onFailure: warn }
              - { id: not_evaluable, field: 'a[0]', gt_field: b, onFailure: halt }
            """);
    JsonObject message = new JsonObject();
    message.put("a", Collections.nCopies(100_000, -1L));
    message.put("b", "no number");
    RuleResult result =
        RuleSet.compile(contract, Scalar.JSON, Scalar.JSON, Scalar.JSON)
            .evaluate(
                new Event(
                    message,
                    null,
                    new InMemoryRecord("a", 0, 0, 0, null, null, List.of()),
                    Instant.parse("2024-01-31T12:00:00Z")));
    assertThat(Objects.requireNonNull(result).halting().total()).isEqualTo(100_001);
    assertThat(result.halted()).isEqualTo("many, not_evaluable");
  }

  @Test
  void everyCheckSaysWhatMustBe() {
    assertThat(message("field: c, required: true", 1, 1)).isEqualTo("c must be present");
    assertThat(message("field: a, not_null: true", null, 1))
        .isEqualTo("a must be present and not null");
    assertThat(message("field: a, not_empty: true", "", 1)).isEqualTo("a must not be empty");
    assertThat(message("field: a, not_blank: true", " ", 1)).isEqualTo("a must not be blank");
    assertThat(message("field: a, in: [x, 1]", "y", 1)).isEqualTo("a must be one of x, 1");
    assertThat(message("field: a, not_in: [x]", "x", 1)).isEqualTo("a must not be one of x");
    assertThat(message("field: a, const: x", "y", 1)).isEqualTo("a must be one of x");
    assertThat(message("field: a, gt: 5", 5L, 1)).isEqualTo("a must be greater than 5");
    assertThat(message("field: a, gte: 5", 4L, 1)).isEqualTo("a must be at least 5");
    assertThat(message("field: a, lt: 5", 5L, 1)).isEqualTo("a must be less than 5");
    assertThat(message("field: a, lte: 5", 6L, 1)).isEqualTo("a must be at most 5");
    assertThat(message("field: a, between: [1, 2]", 3L, 1)).isEqualTo("a must be between 1 and 2");
    assertThat(message("field: a, multiple_of: 2", 3L, 1)).isEqualTo("a must be a multiple of 2");
    assertThat(message("field: a, finite: true", Double.NaN, 1))
        .isEqualTo("a must be a finite number");
    assertThat(message("field: a, len: 1", "xy", 1)).isEqualTo("a must have 1 character");
    assertThat(message("field: a, min_len: 2", "x", 1))
        .isEqualTo("a must have at least 2 characters");
    assertThat(message("field: a, max_bytes: 1", "xy", 1)).isEqualTo("a must have at most 1 bytes");
    assertThat(message("field: a, pattern: '^x'", "y", 1)).isEqualTo("a must match the pattern ^x");
    assertThat(message("field: a, contains: x", "y", 1)).isEqualTo("a must contain 'x'");
    assertThat(message("field: a, not_contains: x", List.of("x"), 1))
        .isEqualTo("a must not contain 'x'");
    assertThat(message("field: a, format: uuid", "x", 1)).isEqualTo("a must have the format uuid");
    assertThat(message("field: a, type: string", 1L, 1)).isEqualTo("a must be of type string");
    assertThat(message("field: a, min_items: 1", List.of(), 1))
        .isEqualTo("a must have at least 1 element");
    assertThat(message("field: a, max_items: 0", List.of(1L), 1))
        .isEqualTo("a must have at most 0 elements");
    assertThat(message("field: a, unique_items: true", List.of(1L, 1L), 1))
        .isEqualTo("a must have unique elements");
    assertThat(message("field: a, not_in_future: true", "2024-02-01", 1))
        .isEqualTo("a must not be in the future");
    assertThat(message("field: a, not_in_future: 1h", "2024-01-31T13:00:01Z", 1))
        .isEqualTo("a must not be more than 1h in the future");
    assertThat(message("field: a, not_older_than: 1h", "2024-01-31T10:59:59Z", 1))
        .isEqualTo("a must not be older than 1h");
    assertThat(message("field: a, eq_field: b", 1L, 2L)).isEqualTo("a must equal b");
    assertThat(message("field: a, gt_field: b", 1L, 2L)).isEqualTo("a must be greater than b");
    assertThat(message("field: a, lte_field: b", 2L, 1L)).isEqualTo("a must be at most b");
    assertThat(message("field: a, expr: this > 1", 1L, 1)).isEqualTo("a must satisfy this > 1");
    assertThat(message("field: a, gt: 5, message: too small", 5L, 1)).isEqualTo("a too small");
    assertThat(message("field: a, gt: 5", "x", 1))
        .isEqualTo(
            "a the rule could not be evaluated on this event: 'gt' cannot check this string");
  }
}
