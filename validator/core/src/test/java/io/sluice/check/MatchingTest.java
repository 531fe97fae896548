package io.sluice.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Contract;
import io.sluice.contract.TestContract;
import io.sluice.decode.TestJson;
import io.sluice.raw.InMemoryRecord;
import io.sluice.raw.RawHeader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which contracts of a mixed topic take a record. */
class MatchingTest {

  private static final Contract ALL = contract("all", "");
  private static final Contract ORDERS = contract("orders", ", match: { header: { kind: order } }");
  private static final Contract REFUNDS =
      contract("refunds", ", match: { header: { kind: refund } }");
  private static final Contract NAMED =
      contract("named", ", match: { recordName: com.acme.Order }");
  private static final Contract TYPED =
      contract("typed", ", match: { field: { about.type: order } }");
  private static final Contract BOTH =
      contract("both", ", match: { header: { kind: order }, field: { type: order } }");

  private static Contract contract(String name, String match) {
    return TestContract.parse(
        """
        apiVersion: sluice/v1alpha1
        kind: Contract
        name: %s
        owner: me
        source: { topics: [a]%s }
        table: { name: shop.a }
        """
            .formatted(name, match));
  }

  private static InMemoryRecord record(RawHeader... headers) {
    return new InMemoryRecord("a", 0, 0, 0, null, new byte[0], List.of(headers));
  }

  private static List<Contract> all(InMemoryRecord raw, String json, Contract... contracts) {
    return new Matching(List.of(contracts)).all(raw, TestJson.decode(json), null);
  }

  @Test
  void aContractWithoutConditionsTakesEverything() {
    assertThat(all(record(), "1", ALL)).containsExactly(ALL);
    assertThat(all(record(), "1", ALL, ORDERS)).containsExactly(ALL);
  }

  @Test
  void aHeaderMustHaveTheValue() {
    InMemoryRecord order = record(RawHeader.text("kind", "order"));
    assertThat(all(order, "1", ORDERS, REFUNDS)).containsExactly(ORDERS);
    assertThat(all(order, "1", REFUNDS)).isEmpty();
    assertThat(all(record(), "1", ORDERS, REFUNDS)).isEmpty();
    assertThat(Matching.byHeaders(List.of(ORDERS, REFUNDS, ALL), order))
        .containsExactly(ORDERS, ALL);
  }

  @Test
  void aFieldMustHaveTheValue() {
    assertThat(all(record(), "{\"about\": {\"type\": \"order\"}}", TYPED)).containsExactly(TYPED);
    for (String other :
        List.of(
            "{\"about\": {\"type\": \"refund\"}}",
            "{\"about\": {\"type\": null}}",
            "{\"about\": {}}",
            "{\"about\": \"order\"}",
            "\"order\"")) {
      assertThat(all(record(), other, TYPED)).as(other).isEmpty();
    }
  }

  @Test
  void allConditionsMustHold() {
    InMemoryRecord order = record(RawHeader.text("kind", "order"));
    assertThat(all(order, "{\"type\": \"order\"}", BOTH)).containsExactly(BOTH);
    assertThat(all(order, "{\"type\": \"refund\"}", BOTH)).isEmpty();
    assertThat(all(record(), "{\"type\": \"order\"}", BOTH)).isEmpty();
  }

  @Test
  void theSchemaMustHaveTheName() {
    Matching matching = new Matching(List.of(NAMED));
    assertThat(matching.all(record(), null, "com.acme.Order")).containsExactly(NAMED);
    assertThat(matching.all(record(), null, "com.acme.Refund")).isEmpty();
    assertThat(matching.all(record(), null, null)).isEmpty();
  }

  @Test
  void aContractIsKnownAtOnceWhereHeadersAloneTellIt() {
    InMemoryRecord order = record(RawHeader.text("kind", "order"));
    assertThat(new Matching(List.of(ORDERS, REFUNDS)).knownAtOnce(order)).isEqualTo(ORDERS);
    assertThat(new Matching(List.of(ORDERS, REFUNDS)).knownAtOnce(record())).isNull();
    assertThat(new Matching(List.of(ORDERS, ALL)).knownAtOnce(order)).as("two do").isNull();
    assertThat(new Matching(List.of(NAMED)).knownAtOnce(record())).isNull();
    assertThat(new Matching(List.of(TYPED)).knownAtOnce(record())).isNull();
    assertThat(new Matching(List.of(ALL)).knownAtOnce(record())).isEqualTo(ALL);
  }
}
