package io.sluice.cli.audit;

import io.sluice.audit.report.Coverage.Reason;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the reasons for which the audit may leave something unverified. */
final class ReasonConverter implements ITypeConverter<Reason> {

  @Override
  public Reason convert(String text) {
    for (Reason reason : Reason.values()) {
      if (reason.label().equals(text)) {
        return reason;
      }
    }
    throw new TypeConversionException(
        "there is no reason '"
            + text
            + "'; the reasons are "
            + Arrays.stream(Reason.values())
                .filter(reason -> reason != Reason.EMPTY)
                .map(Reason::label)
                .collect(Collectors.joining(", ")));
  }
}
