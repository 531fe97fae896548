package io.sluice.rules;

import io.sluice.contract.Argument;
import io.sluice.expression.Outcome;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Checks against the time of the check. */
final class AgeChecks {

  private AgeChecks() {}

  static CompiledCheck notInFuture(Argument argument, Type type) throws Mismatch {
    Duration grace = argument instanceof Argument.Span span ? span.duration() : Duration.ZERO;
    Moment.Reader reader = Moment.reader(type);
    return CompiledCheck.of(
        (value, event) -> {
          Instant at = reader.read(value);
          return at == null
              ? Outcome.ERROR
              : Check.of(!at.isAfter(Moment.before(event.now(), grace.negated())));
        },
        argument instanceof Argument.Span
            ? "not be more than " + argument.text() + " in the future"
            : "not be in the future");
  }

  /** A date counts as its last moment. */
  static CompiledCheck notOlderThan(Argument.Span argument, Type type) throws Mismatch {
    Duration most = argument.duration();
    Moment.Reader reader = Moment.reader(type);
    return CompiledCheck.of(
        (value, event) -> {
          Instant at = reader.read(value);
          if (at == null) {
            return Outcome.ERROR;
          }
          boolean isDate = type == Scalar.DATE || Moment.isDateText(value);
          Instant end = isDate ? at.plus(1, ChronoUnit.DAYS) : at;
          return Check.of(!end.isBefore(Moment.before(event.now(), most)));
        },
        "not be older than " + argument.text());
  }
}
