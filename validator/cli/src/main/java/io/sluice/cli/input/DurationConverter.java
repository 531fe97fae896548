package io.sluice.cli.input;

import io.sluice.config.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations: {@code 90s}, {@code 30m}, {@code 2h}, {@code 7d}. */
public final class DurationConverter implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String text) {
    Duration duration = Durations.parse(text);
    if (duration == null) {
      throw new TypeConversionException(
          "'" + text + "' is not a duration; use a value such as 90s, 30m, 2h, or 7d");
    }
    return duration;
  }
}
