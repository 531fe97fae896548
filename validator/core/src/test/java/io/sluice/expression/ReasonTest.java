package io.sluice.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.decode.Event;
import io.sluice.decode.TestJson;
import io.sluice.expression.Expression.Reason;
import io.sluice.raw.InMemoryRecord;
import io.sluice.type.Absent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An expression without a result says why, and never quotes a value. */
class ReasonTest {

  private static final String EVENT =
      """
      {"text": "secret-4711", "number": 4711, "zero": 0, "none": null, "list": [1, 2],
       "object": {"a": 1}, "pattern": "(", "big": 9223372036854775807}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "message.text > 0 | '>' does not accept a string and an int (message.text is a string) | message.text",
        "message.number.contains('4') | 'contains' does not accept an int and a string (message.number is an int) | message.number",
        "message.none > 0 | '>' does not accept null and an int (message.none is null) |",
        "message.text + message.number == '' | '+' does not accept a string and an int (message.text is a string, message.number is an int) |",
        "message.missing == 1 | 'message.missing' is absent |",
        "message.text.a == 1 | there is no 'message.text.a' in a string | message.text",
        "message.number / message.zero == 1 | '/' divides by zero (message.number is an int, message.zero is an int) |",
        "message.big + message.number > 0 | '+' produces a number that does not fit its type (message.big is an int, message.number is an int) |",
        "message.list[message.number] == 1 | '[]' accesses an element that the list does not have (message.list is a list, message.number is an int) |",
        "message.object['b'] == 1 | '[]' accesses a key that the map does not have (message.object is an object) |",
        "timestamp(message.text) > now | 'timestamp' has no result for this value: a string (message.text is a string) |",
        "message.text.matches(message.pattern) | 'matches' has no result for these values: a string and a string (message.text is a string, message.pattern is a string) |",
        "message.text.charAt(message.number) == 'x' | 'charAt' has no result for these values: a string and an int (message.text is a string, message.number is an int) |",
        "message.text | its result is a string, not true or false |",
        "message.list.all(x, x > 'a') | '>' does not accept an int and a string |",
      })
  void namesFunctionsAndTypes(String expression, String text, String path) throws Exception {
    Event event =
        new Event(
            TestJson.decode(EVENT),
            null,
            new InMemoryRecord("t", 0, 0, 0, null, new byte[0], List.of()),
            Instant.EPOCH);
    Expression compiled = CelCompiler.compile(expression, Shapes.ANY);
    assertThat(compiled.evaluate(event, Absent.VALUE)).isEqualTo(Outcome.ERROR);
    Reason reason = compiled.reason(event, Absent.VALUE);
    assertThat(reason).isEqualTo(new Reason(text, path));
    assertThat(reason.text()).doesNotContain("4711");
  }
}
