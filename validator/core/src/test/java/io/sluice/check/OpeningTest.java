package io.sluice.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Contract;
import io.sluice.contract.TestContract;
import io.sluice.fault.Fault;
import io.sluice.limit.Limits;
import io.sluice.raw.InMemoryRecord;
import io.sluice.raw.RawHeader;
import io.sluice.schema.Lookup;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaText;
import io.sluice.wire.Framing;
import io.sluice.wire.SchemaRef;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What whoever looks into records is told of their bytes: the same as the job. */
class OpeningTest {

  private static final SchemaRef AWAY = new SchemaRef.Id(9);

  private static final SchemaSource SCHEMAS =
      (ref, readAt) ->
          ref.equals(AWAY)
              ? new Lookup.Pending("the registry is away")
              : new Lookup.Found(new SchemaText(SchemaFormat.AVRO, "\"long\"", Map.of()));

  private static final Contract FRAMED = TestContract.with("rules: []\n");
  private static final Contract JSON = TestContract.with("value: { format: json }\n");

  private static InMemoryRecord record(byte[] value) {
    return new InMemoryRecord("a", 0, 0, 0, null, value, List.of());
  }

  private static Opened open(Contract contract, byte[] value) {
    return Opening.ofValues(List.of(contract), SCHEMAS, Limits.DEFAULT).open(record(value));
  }

  private static String fault(Opened opened) {
    assertThat(opened).isInstanceOf(Opened.Refused.class);
    Fault first = ((Opened.Refused) opened).faults().first();
    return first.code() + ": " + first.message();
  }

  private static byte[] framed(int id, byte... payload) {
    return Framing.write(id, payload);
  }

  @Test
  void aValueIsWhatItsSchemaSays() {
    assertThat(open(FRAMED, framed(1, (byte) 14)))
        .isInstanceOfSatisfying(
            Opened.Decoded.class,
            decoded -> {
              assertThat(decoded.value()).isEqualTo(7L);
              assertThat(decoded.schema()).isEqualTo(new SchemaRef.Id(1));
            });
  }

  @Test
  void aSchemaThatIsAwayIsWaitedFor() {
    assertThat(open(FRAMED, framed(9))).isEqualTo(new Opened.Waiting(AWAY, "the registry is away"));
  }

  @Test
  void noBytesAreNoDocument() {
    assertThat(fault(open(JSON, new byte[0]))).isEqualTo("empty_value: the value is empty");
    assertThat(fault(open(FRAMED, new byte[0]))).startsWith("empty_value: ");
  }

  @Test
  void noMoreBytesAreReadThanTheLimit() {
    int most = Limits.DEFAULT.recordBytes();
    byte[] value = (" ".repeat(most) + "1").getBytes(StandardCharsets.UTF_8);
    String tooLarge = "too_large: the value has " + (most + 1) + " bytes; the limit is " + most;
    assertThat(fault(open(JSON, value))).isEqualTo(tooLarge);
    assertThat(
            Opening.ofValues(List.of(JSON), SCHEMAS, Limits.DEFAULT.ofAnySize())
                .open(record(value)))
        .isInstanceOf(Opened.Decoded.class);
    assertThat(fault(open(FRAMED, value))).isEqualTo(tooLarge);
  }

  @Test
  void asManyBytesAsTheLimitAreRead() {
    Limits limits = new Limits(6, 128, 100, 100, 100, 100, 100);
    byte[] json = "     1".getBytes(StandardCharsets.UTF_8);
    assertThat(Opening.ofValues(List.of(JSON), SCHEMAS, limits).open(record(json)))
        .isInstanceOf(Opened.Decoded.class);
    assertThat(
            Opening.ofValues(List.of(FRAMED), SCHEMAS, limits).open(record(framed(1, (byte) 14))))
        .isInstanceOf(Opened.Decoded.class);
  }

  @Test
  void theFirstContractWhoseHeadersHoldReadsTheValue() {
    Contract avro = bare("avro", ", match: { header: { kind: long } }", "avro", "\"long\"");
    Contract other = bare("other", ", match: { header: { kind: text } }", "avro", "\"string\"");
    Opening opening = Opening.ofValues(List.of(avro, other), SCHEMAS, Limits.DEFAULT);
    byte[] value = {2, 'x'};
    RawHeader text = RawHeader.text("kind", "text");
    assertThat(opening.open(new InMemoryRecord("a", 0, 0, 0, null, value, List.of(text))))
        .isInstanceOfSatisfying(
            Opened.Decoded.class, decoded -> assertThat(decoded.value()).hasToString("x"));
    assertThat(opening.open(record(new byte[] {14})))
        .as("no header says whose it is")
        .isInstanceOfSatisfying(
            Opened.Decoded.class, decoded -> assertThat(decoded.value()).isEqualTo(7L));
  }

  private static Contract bare(String name, String source, String format, String schema) {
    return TestContract.parse(
        """
        apiVersion: sluice/v1alpha1
        kind: Contract
        name: %s
        owner: me
        source: { topics: [a]%s }
        value: { format: %s, schema: file }
        table: { name: shop.%s }
        """
            .formatted(name, source, format, name),
        schema);
  }

  @Test
  void aValueThatNamesItsSchemaIsTheSameForEachContract() {
    Opening opening = Opening.ofValues(List.of(FRAMED), SCHEMAS, Limits.DEFAULT);
    assertThat(opening.isFramed()).isTrue();
    Opened opened = opening.open(record(framed(1, (byte) 14)));
    assertThat(opening.seenBy(FRAMED, (Opened.Decoded) opened)).isSameAs(opened);
  }

  @Test
  void aValueThatNamesNoSchemaIsSeenWithThatOfTheContract() {
    Contract own = bare("own", "", "json", "true");
    Opening opening = Opening.ofValues(List.of(JSON, own), SCHEMAS, Limits.DEFAULT);
    assertThat(opening.isFramed()).isFalse();
    Opened.Decoded opened =
        (Opened.Decoded) opening.open(record("1".getBytes(StandardCharsets.UTF_8)));
    assertThat(opening.seenBy(JSON, opened)).isSameAs(opened);
    assertThat(opening.seenBy(own, opened))
        .isInstanceOfSatisfying(
            Opened.Decoded.class,
            seen -> {
              assertThat(seen.value()).isEqualTo(opened.value());
              assertThat(seen.schema()).isInstanceOf(SchemaRef.Digest.class);
              assertThat(seen.compiled()).isNotSameAs(opened.compiled());
            });
  }

  @Test
  void whatIsNoJsonAndNoFrameIsTold() {
    byte[] value = "no JSON".getBytes(StandardCharsets.UTF_8);
    assertThat(fault(open(JSON, value))).startsWith("bad_json: ").doesNotContain("registry");
  }

  @Test
  void aFrameBeforeJsonIsTold() {
    assertThat(fault(open(JSON, framed(1, (byte) '1'))))
        .contains("the value starts with a registry wire-format header (schema id:1)");
  }
}
