package io.sluice.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Contract;
import io.sluice.contract.TestContract;
import io.sluice.limit.Limits;
import io.sluice.raw.InMemoryRecord;
import io.sluice.row.Tables;
import io.sluice.schema.Lookup;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaText;
import io.sluice.verdict.Verdict;
import io.sluice.wire.SchemaRef;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionsTest {

  private static Verdict check(String versions, SchemaSource schemas) {
    String text =
        """
        apiVersion: sluice/v1alpha1
        kind: Contract
        name: orders
        owner: team
        source: { topics: [orders] }
        value: { versions: '%s' }
        table: { name: shop.orders }
        """
            .formatted(versions);
    Contract contract = TestContract.parse(text);
    byte[] value = {0, 0, 0, 0, 7, 2};
    return new TopicChecker(
            List.of(contract), null, schemas, Tables.ANY, Limits.DEFAULT, Clock.systemUTC())
        .check(new InMemoryRecord("orders", 0, 0, 0, null, value, List.of()));
  }

  /** Schema 7 is version 3 of the subject. */
  private static Lookup third(SchemaRef ref, long readAt) {
    Integer version = ref instanceof SchemaRef.OfSubject ? 3 : null;
    return new Lookup.Found(new SchemaText(SchemaFormat.AVRO, "\"int\"", Map.of(), version));
  }

  @ParameterizedTest
  @CsvSource({
    "3, true",
    "'>=2', true",
    "'<=3', true",
    "2..4, true",
    "1, false",
    "'>=4', false",
    "1..2, false"
  })
  void takesTheVersionsThatAreNamed(String versions, boolean taken) {
    Verdict verdict = check(versions, VersionsTest::third);
    assertThat(verdict instanceof Verdict.Stored).isEqualTo(taken);
    if (verdict instanceof Verdict.Dead dead) {
      assertThat(dead.faults().first().code()).isEqualTo("wrong_version");
      assertThat(dead.faults().first().message())
          .contains("schema id:7 is version 3 of subject 'orders-value'");
    }
  }

  @Test
  void aSchemaOfAnotherSubjectIsNone() {
    Verdict verdict =
        check(
            ">=1",
            (ref, readAt) ->
                ref instanceof SchemaRef.OfSubject ? new Lookup.Unknown() : third(ref, readAt));
    assertThat(((Verdict.Dead) verdict).faults().first().message())
        .contains("not a version of subject 'orders-value'");
  }

  @Test
  void anOutageHolds() {
    Verdict verdict =
        check(
            ">=2",
            (ref, readAt) ->
                ref instanceof SchemaRef.OfSubject
                    ? new Lookup.Pending("down")
                    : third(ref, readAt));
    assertThat(verdict).isInstanceOf(Verdict.Held.class);
  }
}
