package io.sluice.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.decode.Event;
import io.sluice.decode.TestJson;
import io.sluice.raw.InMemoryRecord;
import io.sluice.type.DecimalType;
import io.sluice.type.Field;
import io.sluice.type.RecordType;
import io.sluice.type.RecordValue;
import io.sluice.type.Scalar;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {

  private static final RecordType ORDER =
      new RecordType(
          "Order",
          null,
          List.of(
              new Field("amount", new DecimalType(9, 2), false, null),
              new Field("tax", new DecimalType(9, 2), true, null),
              new Field("ratio", Scalar.DOUBLE, false, null),
              new Field("count", Scalar.LONG, false, null),
              new Field("limit", Scalar.INT, true, null),
              new Field("email", Scalar.STRING, true, null),
              new Field("at", Scalar.TIMESTAMP_MILLIS, false, null)));

  private static final Object[] VALUES = {
    new BigDecimal("0.10"), new BigDecimal("0.20"), 0.5, 2L, 3, "ada@example.org", 0L
  };

  private static final String LARGE = large();

  private static String large() {
    StringBuilder attributes = new StringBuilder("\"k\": \"\"");
    for (int i = 0; i < 20_000; i++) {
      attributes.append(", \"k%d\": \"%d\"".formatted(i, i));
    }
    String needle = "abcdefghij".repeat(30);
    return """
    {"text": "%s", "half": "%s", "many": [%s1], "words": "%s", "needle": "%s",
     "pattern": "((a{1000}){1000}){1000}", "unclosed": "[%s",
     "instant": "2026-01-01T00:00:00.%sZ", "parts": [%s""], "attributes": {%s}}
    """
        .formatted(
            "x".repeat(1_000_000),
            "x".repeat(500_000),
            "1,".repeat(5_000),
            "abcde ".repeat(83_333) + "ab" + needle + "abcde ".repeat(80_000),
            needle,
            "[:".repeat(2_499),
            "0".repeat(500_000),
            "\"\",".repeat(50_000),
            attributes);
  }

  private static Outcome evaluate(String expression, @Nullable Object message) throws Exception {
    Event event =
        new Event(
            message,
            null,
            new InMemoryRecord("t", 0, 0, 0, null, new byte[0], List.of()),
            Instant.EPOCH);
    return CelCompiler.compile(expression, Shapes.ANY).evaluate(event, null);
  }

  private static @Nullable Object json(String text) {
    return TestJson.decode(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "message.amount + message.tax == decimal('0.3')",
        "message.amount + message.tax == 0.3",
        "0.3 == message.amount + message.tax",
        "message.amount * 3 == decimal('0.30')",
        "message.amount > 0 && message.amount < 1 && 1 > message.amount",
        "message.amount >= 0.1 && message.amount <= 0.1 && !(message.amount > 0.1)",
        "message.amount in [1, 0.1] && !(message.amount in [1, 2])",
        "{'a': message.amount} == dyn({'a': 0.1}) && dyn([message.amount]) != [0.2]",
        "-message.amount < 0 && message.amount - 0.1 == 0",
        "message.amount / 4 == decimal('0.025') && message.tax % message.amount == 0",
        "double(message.amount) == 0.1 && int(decimal('7.9')) == 7",
        "string(message.amount) == '0.10' && decimal(message.count) == 2",
        "message.count == 2.0 && message.ratio < 1 && message.count > message.ratio",
        "message.email.isEmail() && isEmail(message.email) && !isUuid(message.email)",
        "'10.0.0.1'.isIp() && isIp('::1') && !isIp('x') && isUri('https://example.org')",
        "message.email.matches('^[a-z]+@') && message.email.size() == 15",
        "message.at + duration('1h') > timestamp('1970-01-01T00:59:59Z')",
        "message.at.getFullYear() == 1970 && now - message.at == duration('0s')",
        "message.limit == 3 && isSet(message.tax)",
      })
  void holds(String expression) throws Exception {
    assertThat(evaluate(expression, new RecordValue(ORDER, VALUES))).isEqualTo(Outcome.PASS);
    new ExpressionFit(ORDER, Scalar.JSON).require(expression, Scalar.JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "message.a + message.b == message.c",
        "message.a * 10 == 1 && message.big + 1 == decimal('12345678901234567891')",
        "message.a == 0.1 && message.one == 1 && message.one == 1.0"
      })
  void numbersOfJsonAreExact(String expression) throws Exception {
    Object event =
        json("{\"a\": 0.1, \"b\": 0.2, \"c\": 0.3, \"one\": 1.0, \"big\": 12345678901234567890}");
    assertThat(evaluate(expression, event)).isEqualTo(Outcome.PASS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "message.amount / message.zero > 1",
        "1 / int(message.amount) > 1",
        "message.tax > 0", // null
        "decimal(message.text) > 0",
        "message.text.matches(message.pattern)",
        "message.list.map(l, message.text + l).size() > 0",
        "message.email.isEmail()", // null
        "message.many.all(m, !(m in message.many.map(n, n + 100000)))",
      })
  void whatGivesNoBooleanIsAnError(String expression) throws Exception {
    StringBuilder text =
        new StringBuilder(
            "{\"amount\": 0.1, \"zero\": 0, \"pattern\": \"(\", \"tax\": null, \"email\": null,");
    text.append("\"text\": \"").append("x".repeat(4_000_000)).append("\", \"list\": [");
    text.append("\"a\",".repeat(999)).append("\"a\"], \"many\": [");
    text.append("1,".repeat(39_999)).append("1]}");
    assertThat(evaluate(expression, json(text.toString()))).isEqualTo(Outcome.ERROR);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "message.count * message.ratio > 1 | no matching overload for '_*_'",
        "message.amount.size() > 1         | no matching overload for 'size'",
        "message.email > 1                 | no matching overload for '_>_'",
        "message.count.isEmail()           | no matching overload for 'isEmail'",
        "message.count == 'x'              | no matching overload for '_==_'",
        "message.count + 1                 | expected type 'bool' but found 'int'",
        "message.nope == 1                 | undefined field 'nope'",
      })
  void lintTellsNumbersApart(String expression, String problem) {
    assertThatThrownBy(() -> new ExpressionFit(ORDER, Scalar.JSON).require(expression, Scalar.JSON))
        .hasMessageContaining(problem);
  }

  @Test
  void computingWithoutEndIsAnError() throws Exception {
    String squared = "message.a";
    for (int i = 0; i < 5; i++) {
      squared = "(" + squared + " * " + squared + ")";
    }
    String digits = "9".repeat(300);
    assertThat(evaluate(squared + " > 1", json("{\"a\": " + digits + ".5}")))
        .isEqualTo(Outcome.ERROR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "message.many.transformMap(i, v, v).size() > 0",
        "message.many.map(n, message.text).join() != ''",
        "message.many.map(n, regex.replace(message.text, 'x$', '')).size() > 0",
        "message.many.map(n, regex.extract(message.text, '(?s).*')).size() > 0",
        "message.many.all(n, !message.text.matches('y$'))",
        "message.many.map(n, bytes(message.text)).size() > 0",
        "message.many.map(n, message.many).distinct().size() > 0",
        "message.many.map(n, [n] + message.many).size() > 0",
        "message.many.all(n, !message.text.contains('y'))",
        "message.many.all(n, message.text.size() > 3)",
        "message.many.all(n, !message.text.isEmail())",
        "message.many.all(n, message.text != message.text + 'y')",
        "message.many.all(n, message.text < message.text + 'y')",
        "!message.text.contains(message.half + 'y')",
        "message.text.split(message.half + 'y').size() == 1",
        "message.text.lastIndexOf(message.half + 'y') == -1",
        "'a'.matches(message.pattern)",
        "message.many.all(n, !'a'.matches(message.unclosed))",
        "regex.extractAll(message.text, 'x.*z|x').size() > 0",
        "regex.replace(message.text, 'x.*z|x', '') == ''",
        "message.many.all(n, message.parts.join() == '')",
        "message.many.all(n, timestamp(message.instant) > now)",
        "message.many.all(n, bytes(message.text) != b'x')",
        "!message.text.matches('(x?){900}x{900}y')",
      })
  @Timeout(60)
  void whatTakesTooMuchIsAnError(String expression) throws Exception {
    assertThat(evaluate(expression, json(LARGE))).isEqualTo(Outcome.ERROR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "message.many.map(n, n + 1).size() == 5001",
        "(message.many + message.many).size() == 10002",
        "message.text.indexOf('x'.replace('x', 'xxxxxxxxxx') + 'y') == -1",
        "message.words.contains(message.needle) && message.words.indexOf(message.needle) == 500000",
        "message.many.all(n, message.needle.contains('a') && message.needle != 'a')",
        "message.text.matches('^[xy]{2,40}') && 'b'.matches('([(]x{1000}){0,4}b')",
        "message.many.all(n, message.attributes.k7 == '7')",
        "message.many.all(n, message.attributes.exists(k, true))",
      })
  @Timeout(60)
  void whatIsLongButLinearIsNot(String expression) throws Exception {
    assertThat(evaluate(expression, json(LARGE))).isEqualTo(Outcome.PASS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "message.?a == optional.of(5.5) && message.?a != optional.of(5) && message.?z != message.?a",
        "!optional.ofNonZeroValue(message.zero).hasValue()",
        "message.objects.distinct().size() == 4000",
        "message.objects.map(o, o.n).sort().size() == 4000",
        "cel.bind(total, message.a + 1, total == 6.5)",
      })
  void valuesOfLibrariesAreComparedByWorth(String expression) throws Exception {
    StringBuilder text = new StringBuilder("{\"a\": 5.5, \"zero\": 0.0, \"objects\": [");
    for (int i = 0; i < 4_000; i++) {
      text.append(i == 0 ? "" : ",").append("{\"n\": ").append(i).append(".5, \"m\": 1}");
    }
    assertThat(evaluate(expression, json(text.append("]}").toString()))).isEqualTo(Outcome.PASS);
  }
}
