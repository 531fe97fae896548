package io.sluice.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Contract;
import io.sluice.contract.TestContract;
import io.sluice.fault.Fault;
import io.sluice.limit.Limits;
import io.sluice.raw.InMemoryRecord;
import io.sluice.raw.RawHeader;
import io.sluice.row.Tables;
import io.sluice.schema.Lookup;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaText;
import io.sluice.verdict.Verdict;
import io.sluice.wire.Framing;
import io.sluice.wire.SchemaRef;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Records of topics with several contracts, and what becomes of those that none takes. */
class TopicCheckerTest {

  private static final SchemaRef AWAY = new SchemaRef.Id(9);
  private static final SchemaRef UNKNOWN = new SchemaRef.Id(8);

  private static final String SMALL =
      """
      {"type": "object", "properties": {"size": {"type": "integer", "maximum": 9}}}
      """;
  private static final String LARGE =
      """
      {"type": "object", "properties": {"size": {"type": "integer", "minimum": 100}}}
      """;

  private static Contract contract(String name, String source, String value, String schema) {
    return TestContract.parse(
        """
        apiVersion: sluice/v1alpha1
        kind: Contract
        name: %s
        owner: me
        source: { topics: [a]%s }
        value: %s
        table: { name: shop.%s }
        """
            .formatted(name, source, value, name),
        schema);
  }

  private static Contract json(String name, String source) {
    return contract(name, source, "{ format: json }", "");
  }

  private static Contract framed(String name, String source) {
    return contract(name, source, "{}", "");
  }

  private static Lookup lookup(SchemaRef ref) {
    if (ref.equals(AWAY)) {
      return new Lookup.Pending("the registry is away");
    }
    return ref.equals(UNKNOWN)
        ? new Lookup.Unknown()
        : new Lookup.Found(
            new SchemaText(
                SchemaFormat.AVRO,
                "{\"type\": \"record\", \"name\": \"Order\", \"fields\": []}",
                Map.of()));
  }

  private static TopicChecker checker(Contract... contracts) {
    return new TopicChecker(
        List.of(contracts),
        null,
        (ref, readAt) -> lookup(ref),
        Tables.ANY,
        Limits.DEFAULT,
        Clock.systemUTC());
  }

  private static InMemoryRecord record(byte[] value, RawHeader... headers) {
    return new InMemoryRecord("a", 0, 0, 0, null, value, List.of(headers));
  }

  private static InMemoryRecord record(String json, RawHeader... headers) {
    return record(json.getBytes(StandardCharsets.UTF_8), headers);
  }

  private static RawHeader kind(String kind) {
    return RawHeader.text("kind", kind);
  }

  private static Verdict.Dead dead(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Dead.class);
    return (Verdict.Dead) verdict;
  }

  private static String fault(Verdict verdict) {
    Fault first = dead(verdict).faults().first();
    return first.code() + ": " + first.message();
  }

  @Test
  void aRecordThatNoContractTakesIsDroppedWhereAllOfThemSaySo() {
    Contract orders = json("orders", ", match: { header: { kind: order } }, unmatched: drop");
    Contract refunds = json("refunds", ", match: { header: { kind: refund } }, unmatched: drop");
    Contract strict = json("strict", ", match: { header: { kind: strict } }");
    InMemoryRecord ping = record("{}", kind("ping"));
    assertThat(checker(orders, refunds).check(ping))
        .isEqualTo(new Verdict.Dropped(Verdict.Reason.UNMATCHED));
    assertThat(fault(checker(orders, strict).check(ping)))
        .isEqualTo("no_contract: no contract for this topic matches the record");
    assertThat(checker(orders, refunds).check(record("{}", kind("refund"))).contract())
        .isEqualTo(refunds);
  }

  @Test
  void aRecordThatNamesItsSchemaIsUnmatchedWithIt() {
    Contract orders = framed("orders", ", match: { recordName: Order }");
    Contract refunds = framed("refunds", ", match: { recordName: Refund }");
    byte[] order = Framing.write(1, new byte[0]);
    assertThat(checker(orders, refunds).check(record(order)).contract()).isEqualTo(orders);
    Verdict.Dead dead = dead(checker(refunds).check(record(order)));
    assertThat(dead.faults().first().code()).isEqualTo("no_contract");
    assertThat(dead.schema()).isEqualTo(new SchemaRef.Id(1));
    assertThat(dead.contract()).isNull();
  }

  @Test
  void whatCannotBeADocumentIsNotDropped() {
    TopicChecker checker =
        checker(json("orders", ", match: { header: { kind: order } }, unmatched: drop"));
    assertThat(fault(checker.check(record("")))).isEqualTo("empty_value: the value is empty");
    int most = Limits.DEFAULT.recordBytes();
    assertThat(fault(checker.check(record(new byte[most + 1]))))
        .isEqualTo("too_large: the value has " + (most + 1) + " bytes; the limit is " + most);
    assertThat(checker.check(record(new byte[most]))).isInstanceOf(Verdict.Dropped.class);
  }

  @Test
  void aRecordThatTwoContractsTakeIsDead() {
    Verdict verdict =
        checker(framed("orders", ""), framed("all", ""))
            .check(record(Framing.write(1, new byte[0])));
    assertThat(fault(verdict))
        .isEqualTo(
            "ambiguous_contract: contracts orders, all all match this record;"
                + " change their 'match' so that only one matches");
    assertThat(verdict.contract()).isNull();
    assertThat(verdict.schema()).isEqualTo(new SchemaRef.Id(1));
  }

  @Test
  void aSchemaThatIsAwayHoldsThePartition() {
    assertThat(checker(framed("orders", "")).check(record(Framing.write(9, new byte[0]))))
        .isEqualTo(new Verdict.Held(null, AWAY, Verdict.Hold.SCHEMA, "the registry is away"));
  }

  @Test
  void aRecordThatCannotBeReadIsOfTheOnlyContractThatMayTakeIt() {
    Contract orders = framed("orders", ", match: { header: { kind: order } }");
    Contract refunds = framed("refunds", ", match: { header: { kind: refund } }");
    byte[] unknown = Framing.write(8, new byte[0]);
    Verdict.Dead dead = dead(checker(orders, refunds).check(record(unknown, kind("refund"))));
    assertThat(dead.contract()).isEqualTo(refunds);
    assertThat(dead.schema()).isEqualTo(UNKNOWN);
    assertThat(dead(checker(orders, refunds).check(record(unknown))).contract()).isNull();
  }

  @Test
  void aValueThatNamesNoSchemaIsCheckedWithThatOfItsOwnContract() {
    String value = "{ format: json, schema: size.json }";
    Contract small = contract("small", ", match: { field: { kind: s } }", value, SMALL);
    Contract large = contract("large", ", match: { field: { kind: l } }", value, LARGE);
    TopicChecker checker = checker(small, large);
    Verdict stored = checker.check(record("{\"kind\": \"l\", \"size\": 100}"));
    assertThat(stored).isInstanceOf(Verdict.Stored.class);
    assertThat(stored.contract()).isEqualTo(large);
    Verdict.Dead tooSmall = dead(checker.check(record("{\"kind\": \"l\", \"size\": 99}")));
    assertThat(tooSmall.faults().first().code()).isEqualTo("minimum");
    assertThat(tooSmall.schema()).as("its own schema").isEqualTo(stored.schema());
    Verdict.Dead tooLarge = dead(checker.check(record("{\"kind\": \"s\", \"size\": 10}")));
    assertThat(tooLarge.faults().first().code()).isEqualTo("maximum");
    assertThat(tooLarge.schema()).isInstanceOf(SchemaRef.Digest.class);
    assertThat(tooLarge.schema()).isNotEqualTo(tooSmall.schema());
  }

  @Test
  void aContractWhoseOwnSchemaIsWrongTakesNothing() {
    Contract plain = json("plain", ", match: { field: { kind: p } }");
    Contract wrong =
        contract(
            "wrong",
            ", match: { field: { kind: w } }",
            "{ format: json, schema: size.json }",
            "no JSON");
    TopicChecker checker = checker(plain, wrong);
    assertThat(checker.check(record("{\"kind\": \"p\"}"))).isInstanceOf(Verdict.Stored.class);
    Verdict verdict = checker.check(record("{\"kind\": \"w\"}"));
    assertThat(fault(verdict)).startsWith("unsupported_schema: the schema file cannot be used: ");
    assertThat(verdict.schema()).isInstanceOf(SchemaRef.Digest.class);
  }

  @Test
  void aTombstoneIsDropped() {
    assertThat(
            checker(json("orders", ""))
                .check(new InMemoryRecord("a", 0, 0, 0, null, null, List.of())))
        .isEqualTo(new Verdict.Dropped(Verdict.Reason.TOMBSTONE));
  }
}
