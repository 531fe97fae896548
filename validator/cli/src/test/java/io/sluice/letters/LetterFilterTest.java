package io.sluice.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.header.Headers;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each condition, as it holds and as it does not. */
class LetterFilterTest {

  private static final String FAULTS =
      """
      {"total": 2, "faults": [
        {"stage": "rules", "code": "gt", "rule": "r1", "path": "lines[3].sku"},
        {"stage": "conform", "code": "type", "path": "id"}]}
      """;

  /** A letter of orders/0/17 that died one second after the epoch. */
  private static Letter letter() {
    Map<String, String> ours = new LinkedHashMap<>();
    ours.put(Headers.CONTRACT, "orders");
    ours.put(Headers.SCHEMA, "id:17");
    ours.put(Headers.ATTEMPT, "2");
    ours.put(Headers.FAULTS, FAULTS);
    return Letters.of(ours);
  }

  private static boolean matches(Map<String, String> conditions) {
    return LetterFilter.of(conditions).matches(letter());
  }

  @ParameterizedTest
  @CsvSource({
    "since, 1970-01-01T00:00:01Z, true",
    "since, 1970-01-01T00:00:01.001Z, false",
    "until, 1970-01-01T00:00:01Z, false",
    "until, 1970-01-01T00:00:01.001Z, true",
    "id, 'orders/0/16,orders/0/17', true",
    "id, orders/0/16, false",
    "topic, orders, true",
    "topic, bills, false",
    "partition, 0, true",
    "partition, 1, false",
    "fromOffset, 17, true",
    "fromOffset, 18, false",
    "toOffset, 17, true",
    "toOffset, 16, false",
    "contract, orders, true",
    "contract, bills, false",
    "stage, conform, true",
    "stage, wire, false",
    "code, type, true",
    "code, lt, false",
    "rule, r1, true",
    "rule, r2, false",
    "path, lines[3].sku, true",
    "path, lines[*].sku, true",
    "path, lines[4].sku, false",
    "schema, id:17, true",
    "schema, id:18, false",
    "key, k, true",
    "key, l, false",
    "attempt, 2, true",
    "attempt, 0, false",
    "header.kind, order, true",
    "header.kind, bill, false",
    "header.other, order, false",
    "where, 'false', true"
  })
  void aConditionHoldsOrDoesNot(String name, String value, boolean holds) {
    assertThat(matches(Map.of(name, value))).isEqualTo(holds);
  }

  @Test
  void oneFaultMustHaveAllThatIsAskedFor() {
    assertThat(matches(Map.of())).isTrue();
    assertThat(matches(Map.of("code", "gt", "rule", "r1"))).isTrue();
    assertThat(matches(Map.of("code", "type", "rule", "r1"))).isFalse();
    assertThat(matches(Map.of("stage", "conform", "path", "id"))).isTrue();
    assertThat(matches(Map.of("stage", "rules", "path", "id"))).isFalse();
  }

  @Test
  void allConditionsMustHold() {
    assertThat(matches(Map.of("contract", "orders", "key", "k"))).isTrue();
    assertThat(matches(Map.of("contract", "orders", "key", "l"))).isFalse();
    assertThat(matches(Map.of("header.kind", "order", "header.other", "x"))).isFalse();
  }

  @Test
  void aRecordWithoutKeyHasNone() {
    Letter letter = new Letter(Letters.record(0, 3, 7, null, "{}", new RecordHeaders()));
    assertThat(LetterFilter.of(Map.of("key", "k")).matches(letter)).isFalse();
    assertThat(LetterFilter.of(Map.of()).matches(letter)).isTrue();
  }

  @Test
  void theConditionsAreKeptAsTheyWereGiven() {
    LetterFilter filter = LetterFilter.of(Map.of("topic", "orders", "where", "message.id > 1"));
    assertThat(filter.conditions()).containsOnlyKeys("topic", "where");
    assertThat(filter.where()).isEqualTo("message.id > 1");
    assertThat(LetterFilter.of(Map.of()).where()).isNull();
    assertThat(LetterFilter.NAMES).containsKeys("since", "where").hasSize(16);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "id | orders | 'orders' is not an ID; use TOPIC/PARTITION/OFFSET, such as orders/0/17",
        "partition | x | 'partition' must be a whole number, not 'x'",
        "since | today | 'since' must be a time such as 2026-01-31T12:00:00Z, not 'today'"
      })
  void aConditionThatMakesNoSenseIsRefused(String name, String value, String message) {
    assertThatThrownBy(() -> LetterFilter.of(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void anUnknownConditionIsRefused() {
    assertThatThrownBy(() -> LetterFilter.of(Map.of("topik", "orders")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("unknown condition 'topik'")
        .hasMessageContaining("topic");
  }
}
