package io.sluice.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of expressions that are the same for every event are evaluated when it is compiled. */
class ConstantsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "now - duration(\"90d\") > now          ; 1:15 ; use the units h, m, s, ms, us, and ns",
        "now > timestamp(\"2020-02-30T00:00:00Z\") ; 1:16 ; an RFC 3339 date, time, and offset",
        "now > timestamp(\"2020-01-01\")        ; 1:16 ; an RFC 3339 date, time, and offset",
        "message.a.matches(\"[\")               ; 1:18 ; not a valid RE2 regular expression:"
            + " missing closing ]",
        "matches(message.a, \"(?=x)\")          ; 1:8  ; use the 'pattern' check instead",
        "regex.extract(message.a, \"(\").hasValue() ; 1:14 ; not a valid RE2 regular expression",
        "now.getHours(\"Mars/Base\") > 5        ; 1:13 ; unknown time zone 'Mars/Base'",
        "message.a / 0 == 1                     ; 1:11 ; division by zero",
        "message.a % 0u == 1u                   ; 1:11 ; division by zero",
        "int(\"1.5\") == message.a              ; 1:4  ; not a 64-bit whole number",
        "decimal(\"1,5\") == message.a          ; 1:8  ; not a number",
        "message.a == 1 || 1 / 0 == 1           ; 1:21 ; division by zero",
        "[1, 2][2] == message.a                 ; 1:7  ; no such element",
        "message.a[-1] == 1                     ; 1:10 ; counts from 0",
        "message.a.substring(-1) == \"\"        ; 1:20 ; counts from 0",
        "base64.decode(\"?\") == b\"x\"         ; 1:14 ; always fails with these arguments",
        "message.l.exists(x, x > 1 / 0)         ; 1:27 ; division by zero",
        "9223372036854775807 + 1 > message.a    ; 1:21 ; always fails with these arguments",
      })
  void onesWithoutValueAreMistakes(String expression, String place, String message) {
    assertThatThrownBy(() -> CelCompiler.compile(expression, Shapes.ANY))
        .isInstanceOfSatisfying(
            ExpressionException.class,
            e -> {
              assertThat(e.issues()).hasSize(1);
              ExpressionException.Issue issue = e.issues().get(0);
              assertThat(issue.line() + ":" + issue.column()).isEqualTo(place);
              assertThat(issue.message()).contains(message).doesNotContain("Exception", "null");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "now - duration('36h') > timestamp('2020-02-29T00:00:00+01:00')",
        "message.a.matches('^[a-z]{1,8}$') && now.getHours('+05:30') > 5",
        "now.getDayOfWeek('Europe/Paris') == 1",
        "message.a / 0.0 > 1.0",
        "message.a / message.b == 1",
        "[1, 2].exists(x, x == message.a) && [1, 2][1] == 2",
        "message.a.charAt(0) == 'x'",
      })
  void othersAreNot(String expression) {
    assertThatCode(() -> CelCompiler.compile(expression, Shapes.ANY)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1 == 1                              ; true",
        "1 > 2                               ; false",
        "message.a == 1 || true              ; true",
        "false && message.a == 1             ; false",
        "true && message.a == 1              ;",
        "message.a == 1                      ;",
        "'a' in ['a', 'b']                   ; true",
        "[1, 2].all(x, x > 0)                ; true",
        "now == now                          ;",
      })
  void aConstantResultIsKnown(String expression, Boolean result) throws Exception {
    assertThat(CelCompiler.constantResult(expression)).isEqualTo(result);
  }
}
