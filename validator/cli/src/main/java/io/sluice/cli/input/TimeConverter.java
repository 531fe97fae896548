package io.sluice.cli.input;

import io.sluice.config.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads times: {@code 2024-01-31T12:00:00Z}, or {@code 7d} for 7 days ago. */
public final class TimeConverter implements ITypeConverter<Instant> {

  @Override
  public Instant convert(String text) {
    Duration ago = Durations.parse(text);
    if (ago != null) {
      return Instant.now().minus(ago);
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is not a time; use a value such as 2024-01-31T12:00:00Z, or 7d for 7 days ago");
    }
  }
}
