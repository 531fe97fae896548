package io.sluice.letters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.expressions.Evaluator;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

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
}
