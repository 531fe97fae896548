package io.sluice.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Contract;
import io.sluice.contract.TestContract;
import io.sluice.failure.Problem;
import io.sluice.type.Field;
import io.sluice.type.RecordType;
import io.sluice.type.Scalar;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutCheckTest {

  @Test
  void aPartitionFieldMayNotBeCalledLikeANestedColumn() {
    RecordType nested =
        new RecordType(
            "a",
            null,
            List.of(
                new Field("b", Scalar.TIMESTAMP_MICROS, true, null),
                new Field("b_day", Scalar.STRING, true, null)));
    RecordType columns = new RecordType("", null, List.of(new Field("a", nested, true, null)));
    Contract contract =
        TestContract.parse(
            """
                apiVersion: sluice/v1alpha1
                kind: Contract
                name: a
                owner: me
                source: { topics: [a] }
                table: { name: shop.a, partitionBy: [day(a.b)] }
                """);
    assertThat(LayoutCheck.problems(contract.table(), columns, null))
        .extracting(Problem::toString)
        .containsExactly(
            "a.yaml:6:38: 'day(a.b)' creates a partition field named 'a.b_day', but a column"
                + " already has that name");
  }
}
