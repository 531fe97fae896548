package io.sluice.job.mark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.failure.ConflictException;
import io.sluice.kafka.SourcePartition;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarksTest {

  private static final SourcePartition P0 = new SourcePartition("orders", "id-1", 0);
  private static final SourcePartition P1 = new SourcePartition("orders", "id-1", 1);
  private static final SourcePartition RECREATED = new SourcePartition("orders", "id-2", 0);

  private static final Marks MARKS = Marks.NONE.moved(Map.of(P0, 10L, P1, 5L), "shop");

  @Test
  void aTableWithoutThePropertyHasNoMarks() {
    assertThat(Marks.parse("shop.orders", null)).isEqualTo(Marks.NONE);
    assertThat(Marks.NONE.of(P0)).isEmpty();
    assertThat(Marks.NONE.knows("orders")).isFalse();
  }

  @Test
  void whatIsWrittenIsReadBack() {
    assertThat(Marks.parse("shop.orders", MARKS.toJson())).isEqualTo(MARKS);
    assertThat(MARKS.toJson())
        .isEqualTo(
            "{\"sequence\":1,\"owner\":\"shop\",\"topics\":{\"id-1\":{\"topic\":\"orders\","
                + "\"offsets\":{\"0\":10,\"1\":5}}}}");
  }

  @Test
  void aTopicThatWasRecreatedHasNoMark() {
    assertThat(MARKS.of(P0)).hasValue(10);
    assertThat(MARKS.of(P1)).hasValue(5);
    assertThat(MARKS.of(RECREATED)).isEmpty();
    assertThat(MARKS.of(new SourcePartition("orders", "id-1", 2))).isEmpty();
    assertThat(MARKS.knows("orders")).as("by its name").isTrue();
    assertThat(MARKS.knows("refunds")).isFalse();
  }

  @Test
  void marksNeverMoveDown() {
    Marks moved = MARKS.moved(Map.of(P0, 7L, P1, 9L, RECREATED, 1L), "stock");
    assertThat(moved.of(P0)).hasValue(10);
    assertThat(moved.of(P1)).hasValue(9);
    assertThat(moved.of(RECREATED)).hasValue(1);
    assertThat(moved.sequence()).isEqualTo(2);
    assertThat(moved.owner()).isEqualTo("stock");
    assertThat(MARKS.of(P1)).as("the marks before are as they were").hasValue(5);
  }

  @Test
  void theDigestIsOfAllThatTheMarksSay() {
    assertThat(MARKS.digest()).matches("[0-9a-f]{32}");
    assertThat(Marks.parse("shop.orders", MARKS.toJson()).digest()).isEqualTo(MARKS.digest());
    assertThat(MARKS.moved(Map.of(), "shop").digest()).isNotEqualTo(MARKS.digest());
    assertThat(Marks.NONE.moved(Map.of(P0, 10L, P1, 6L), "shop").digest())
        .isNotEqualTo(MARKS.digest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"sequence\":1",
        "{\"sequence\":\"x\",\"owner\":\"shop\",\"topics\":{}}",
        "{\"sequence\":1,\"owner\":\"shop\",\"topics\":[]}",
        "{\"sequence\":1,\"owner\":\"shop\"}",
        "{\"sequence\":1,\"owner\":\"shop\",\"topics\":{\"id-1\":{\"topic\":\"orders\"}}}",
        "{\"sequence\":1,\"owner\":\"shop\",\"topics\":{\"id-1\":{\"topic\":\"orders\",\"offsets\":{\"a\":1}}}}",
        "{\"sequence\":1,\"owner\":\"shop\",\"topics\":{\"id-1\":{\"topic\":\"orders\",\"offsets\":{\"0\":\"1\"}}}}",
        "{\"sequence\":1,\"owner\":\"shop\",\"topics\":{\"id-1\":{\"topic\":\"orders\",\"offsets\":{\"0\":1.5}}}}",
        "{\"sequence\":1,\"owner\":\"shop\",\"topics\":{\"id-1\":{\"topic\":\"orders\",\"offsets\":{\"0\":-1}}}}",
        "{\"sequence\":1,\"owner\":\"shop\",\"topics\":{\"id-1\":{\"topic\":\"orders\",\"offsets\":{\"-1\":1}}}}",
        "{\"sequence\":1,\"owner\":\"shop\",\"topics\":{\"id-1\":{\"offsets\":{\"0\":1}}}}",
        "{\"sequence\":-1,\"owner\":\"shop\",\"topics\":{}}",
        "{\"sequence\":1,\"topics\":{}}"
      })
  void whatSomebodyChangedByHandIsAConflict(String property) {
    assertThatThrownBy(() -> Marks.parse("shop.orders", property))
        .isInstanceOf(ConflictException.class)
        .hasMessageStartingWith(
            "property sluice.marks of table shop.orders does not contain valid marks");
  }
}
