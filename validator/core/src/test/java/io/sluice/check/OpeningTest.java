package io.sluice.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Contract;
import io.sluice.contract.TestContract;
import io.sluice.fault.Fault;
import io.sluice.limit.Limits;
import io.sluice.raw.InMemoryRecord;
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
    assertThat(fault(open(JSON, new byte[0]))).isEqualTo("empty_value: the value has no bytes");
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
  void aFrameBeforeJsonIsTold() {
    assertThat(fault(open(JSON, framed(1, (byte) '1'))))
        .contains("the value begins with the wire format of the registry (schema id:1)");
  }
}
