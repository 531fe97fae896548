package io.sluice.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.fault.Fault;
import io.sluice.limit.Limits;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A fault of a limit gives the limit by its name in the configuration. */
class LimitMessagesTest {

  private static Fault fault(String json) {
    return fault(new JsonDecoder(Limits.DEFAULT), json.getBytes(StandardCharsets.UTF_8));
  }

  private static Fault fault(Decoder decoder, byte[] bytes) {
    return assertThatExceptionOfType(Malformed.class)
        .isThrownBy(() -> decoder.decode(bytes, 0))
        .actual()
        .faults()
        .first();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1e400 | a number has 401 digits before the decimal point; the limit is 400"
            + " (limits.exponent)",
        "1e-500 | a number has 499 zeros after the decimal point; the limit is 400"
            + " (limits.exponent)",
      })
  void numbers(String number, String message) {
    Fault fault = fault("{\"n\": " + number + "}");
    assertThat(fault.message()).isEqualTo(message);
    assertThat(fault.path()).isEqualTo("n");
  }

  @ParameterizedTest
  @CsvSource({"130", "200"})
  void depth(int depth) {
    Fault fault = fault("{\"a\":".repeat(depth) + "1" + "}".repeat(depth));
    assertThat(fault.message()).isEqualTo("nested deeper than 128 levels (limits.depth)");
    assertThat(fault.path()).matches("a\\.a \\(12\\d more\\) a");
  }

  @ParameterizedTest
  @ValueSource(ints = {1_001, 1_016, 1_017, 100_000})
  void digits(int digits) {
    for (String number : List.of("9".repeat(digits), "0." + "9".repeat(digits))) {
      Fault fault = fault("{\"a\": [1, " + number + "]}");
      assertThat(fault.code()).isEqualTo("bad_number");
      assertThat(fault.path()).isEqualTo("a[1]");
      assertThat(fault.message())
          .matches(
              "a number has (\\d+ digits; the limit is 1000|more than 1000 digits) \\(limits\\.digits\\)");
    }
  }

  @Test
  void aByteOrderMark() {
    assertThat(fault("\ufeff{\"a\": 1}").message()).contains("byte order mark");
  }

  @Test
  void items() {
    Fault fault = fault("{\"a\": [" + "1,".repeat(100_000) + "1]}");
    assertThat(fault.message()).isEqualTo("more than 100000 elements and members (limits.items)");
    assertThat(fault.path()).isEqualTo("a");
  }

  @Test
  void ofAvro() {
    AvroDecoder lists =
        new AvroDecoder(
            AvroSchemas.parse(
                new SchemaText(
                    SchemaFormat.AVRO,
                    """
                    {"type": "record", "name": "R", "fields": [
                      {"name": "next", "type": ["null", "R"]},
                      {"name": "list", "type": {"type": "array", "items": "null"}}]}
                    """,
                    Map.of())),
            Limits.DEFAULT);
    byte[] deep = new byte[1_000];
    Arrays.fill(deep, (byte) 2);
    assertThat(fault(lists, deep).message())
        .isEqualTo("nested deeper than 128 levels (limits.depth)");
    byte[] many = {0, (byte) 0xfe, (byte) 0xff, (byte) 0xff, 0x7f, 0};
    assertThat(fault(lists, many).message()).isEqualTo("more than 100000 elements (limits.items)");
  }
}
