package io.sluice.letters;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.header.Headers;
import io.sluice.offset.Coordinates;
import io.sluice.offset.RecordSet;
import io.sluice.pipeline.Setup;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.expressions.Evaluator;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LetterStatesTest {

  /** A data file may have rows that were replayed beside rows that were not. */
  @Test
  void rowsWithoutOriginAreLeftOut() {
    Schema schema =
        new Schema(Types.NestedField.optional(1, "_origin_topic", Types.StringType.get()));
    Evaluator evaluator =
        new Evaluator(
            schema.asStruct(), LetterStates.of("_origin_topic", Set.of("orders", "orders.replay")));
    GenericRecord row = GenericRecord.create(schema);
    assertThat(evaluator.eval(row)).isFalse();
    row.setField("_origin_topic", "orders");
    assertThat(evaluator.eval(row)).isTrue();
    row.setField("_origin_topic", "bills");
    assertThat(evaluator.eval(row)).isFalse();
  }

  private static RecordSet set(long... offsets) {
    RecordSet set = new RecordSet();
    for (long offset : offsets) {
      set.add(new Coordinates("orders", 0, offset));
    }
    return set;
  }

  private static Journal journal() {
    Journal journal = new Journal();
    String sent =
        """
        {"kind": "sent", "digest": "d1", "round": 1, "ids": {"orders/0": [[1, 4]]},
         "parked": {"orders/0": [[5, 5]]}}
        """;
    journal.take(Letters.entry(0, "sent/d1/1/0", sent));
    Discard.entries("x1", "orders.dlq", set(3, 6), "too old", "me")
        .forEach((key, entry) -> journal.take(Letters.entry(1, key, entry.toString())));
    journal.complete();
    return journal;
  }

  /** What is in a table counts before what the journal says. */
  @ParameterizedTest
  @CsvSource({"1, VOID", "2, REPAIRED", "3, DISCARDED", "4, SENT", "5, PARKED", "7, OPEN"})
  void aLetterIsInOneState(long offset, State state) {
    LetterStates states = new LetterStates(journal(), set(1), set(1, 2));
    assertThat(states.of(Letters.of("orders/0/" + offset, Map.of()))).isEqualTo(state);
    assertThat(state.label()).isEqualTo(state.name().toLowerCase(Locale.ROOT));
  }

  @Test
  void aLetterOfAReplayIsRepairedByItsOrigin() {
    LetterStates states = new LetterStates(journal(), set(), set(2));
    assertThat(states.isRepaired(new Coordinates("orders", 0, 2))).isTrue();
    assertThat(states.isRepaired(new Coordinates("orders", 0, 3))).isFalse();
    Map<String, String> origin =
        Map.of(
            Headers.ORIGIN_TOPIC, "orders",
            Headers.ORIGIN_PARTITION, "0",
            Headers.ORIGIN_OFFSET, "2");
    assertThat(states.of(Letters.of("orders.replay/0/9", origin))).isEqualTo(State.REPAIRED);
  }

  @Test
  void aScanVisitsEachLetterThatIsMeantOnce() {
    LetterScan scan =
        new LetterScan(
            LetterFilter.of(Map.of("toOffset", "6")),
            EnumSet.of(State.OPEN, State.SENT),
            null,
            new LetterStates(journal(), set(), set()));
    List<String> visited = new ArrayList<>();
    LetterScan.Visitor visitor =
        (letter, state) -> {
          visited.add(letter.id() + " " + state);
          return visited.size() < 2;
        };
    assertThat(scan.visit(Letters.of("orders/0/0", Map.of()), visitor)).isTrue();
    assertThat(scan.visit(Letters.of("orders/0/0", Map.of()), visitor)).as("a copy").isTrue();
    assertThat(scan.visit(Letters.of("orders/0/3", Map.of()), visitor)).isTrue();
    assertThat(scan.visit(Letters.of("orders/0/6", Map.of()), visitor)).isTrue();
    assertThat(scan.visit(Letters.of("orders/0/7", Map.of()), visitor)).as("not meant").isTrue();
    assertThat(scan.visit(Letters.of("no id", Map.of()), visitor)).as("no letter").isTrue();
    assertThat(scan.visit(Letters.of("orders/0/1", Map.of()), visitor)).as("the end").isFalse();
    assertThat(visited).containsExactly("orders/0/0 OPEN", "orders/0/1 SENT");
    assertThat(scan.leftOut()).isEqualTo(Map.of(State.DISCARDED, 2L));
    assertThat(scan.copies()).isEqualTo(1);
    assertThat(scan.foreign()).isEqualTo(1);
    assertThat(scan.incomplete()).isZero();
  }

  @Test
  void aConditionOverEventsIsAskedToo() {
    Setup setup =
        Letters.setup(
            """
            source: { topics: [orders] }
            value: { format: json }
            table: { name: shop.orders }
            """);
    LetterScan scan =
        new LetterScan(
            LetterFilter.of(Map.of()),
            EnumSet.allOf(State.class),
            new EventCondition("has(message.id)", setup),
            new LetterStates(journal(), set(), set()));
    assertThat(scan.visit(Letters.of("orders/0/0", Map.of()), (letter, state) -> false)).isTrue();
    assertThat(scan.copies()).isZero();
  }
}
