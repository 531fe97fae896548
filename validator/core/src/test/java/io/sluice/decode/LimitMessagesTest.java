package io.sluice.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.fault.Fault;
import io.sluice.limit.Limits;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fault of a limit gives the limit by its name in the configuration. */
class LimitMessagesTest {

  private static Fault fault(String json) {
    Decoded decoded =
        new JsonDecoder(Limits.DEFAULT).decode(json.getBytes(StandardCharsets.UTF_8), 0);
    return Objects.requireNonNull(decoded.faults()).first();
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
}
