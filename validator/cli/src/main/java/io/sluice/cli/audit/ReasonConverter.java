package io.sluice.cli.audit;

import io.sluice.audit.report.Coverage.Reason;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a reason for leaving a part unverified. */
final class ReasonConverter implements ITypeConverter<Reason> {

  @Override
  public Reason convert(String text) {
    for (Reason reason : Reason.values()) {
      if (reason.label().equals(text)) {
        return reason;
      }
    }
    throw new TypeConversionException(
        "'"
            + text
            + "' is not a reason; use one of: "
            + Arrays.stream(Reason.values())
                .filter(reason -> reason != Reason.EMPTY)
                .map(Reason::label)
                .collect(Collectors.joining(", ")));
  }
}
