package io.sluice.rules;

import io.sluice.contract.Argument;
import io.sluice.expression.Outcome;
import io.sluice.failure.Suggestion;
import io.sluice.format.Formats;
import io.sluice.format.Formats.Format;
import io.sluice.type.Type;
import java.math.BigDecimal;

/** The check of a named format. */
final class FormatCheck {

  private FormatCheck() {}

  static CompiledCheck compile(Argument argument, Type type) throws Mismatch {
    Format format = Formats.of(argument.text());
    if (format == null) {
      throw new Mismatch(
          "unknown format '"
              + argument.text()
              + "'"
              + Suggestion.among(argument.text().replace('-', '_'), Formats.names()));
    }
    String expectation = "have the format " + argument.text();
    boolean degrees = format.name().equals("latitude") || format.name().equals("longitude");
    if (degrees && Comparison.isNumeric(type)) {
      return CompiledCheck.of(
          (value, event) -> {
            BigDecimal number = Comparison.number(value);
            if (number == null && !(value instanceof String)) {
              return value instanceof Number ? Outcome.FAIL : Outcome.ERROR;
            }
            return Check.of(
                format.test().test(number == null ? value.toString() : number.toPlainString()));
          },
          expectation);
    }
    return TextChecks.text(type, format.test(), expectation);
  }
}
