package io.sluice.cli.input;

import io.sluice.config.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads times: {@code 2024-01-31T12:00:00Z}, or {@code 7d} for so long ago. */
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
          "a time is written as 2024-01-31T12:00:00Z, or as 7d for so long ago; this is '"
              + text
              + "'");
    }
  }
}
