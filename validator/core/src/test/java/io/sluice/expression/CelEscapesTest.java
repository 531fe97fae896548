package io.sluice.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.ExpressionSyntax.Mistake;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CelEscapesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'a\\+b' == this",
        "\"\\d\" == this",
        "this == '\\x4'",
        "this == '\\u00g0'",
        "this == '\\400'",
        "this == b'\\8'",
        "this == '''it's \\w'''",
      })
  void oneMistakeAtTheBackslash(String expression) {
    List<Mistake> mistakes = new CelSyntax().mistakes(expression);
    assertThat(mistakes).hasSize(1);
    assertThat(mistakes.get(0).column()).isEqualTo(expression.indexOf('\\') + 1);
    assertThat(mistakes.get(0).message()).contains("there is no escape sequence '\\");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "this == '\\n\\t\\\\\\'\\\"\\x41\\u00e9\\U0001F600\\101\\?\\`'",
        "this.matches(r'^\\d+$') && this.matches(R\"\\w\")",
        "this == \"\"\"\\n\"\"\" // a comment with '\\d'",
      })
  void whatCelHas(String expression) {
    assertThat(new CelSyntax().mistakes(expression)).isEmpty();
    assertThat(CelEscapes.firstMistake(expression)).isNull();
  }

  @Test
  void theLineIsCounted() {
    Mistake mistake = CelEscapes.firstMistake("this == 'a' &&\n  this == '\\d'");
    assertThat(Objects.requireNonNull(mistake).line()).isEqualTo(2);
    assertThat(mistake.column()).isEqualTo(12);
  }
}
