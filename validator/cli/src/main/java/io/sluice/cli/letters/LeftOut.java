package io.sluice.cli.letters;

import io.sluice.letters.LetterScan;
import java.io.PrintWriter;
import java.util.stream.Collectors;

/** Tells of letters that are meant and were not shown. */
public final class LeftOut {

  private LeftOut() {}

  public static void print(LetterScan scan, PrintWriter err) {
    if (!scan.leftOut().isEmpty()) {
      err.println(
          "not shown: "
              + scan.leftOut().entrySet().stream()
                  .map(entry -> entry.getValue() + " " + entry.getKey().label())
                  .collect(Collectors.joining(", "))
              + "; see --state and --all");
    }
    if (scan.copies() > 0) {
      err.println("further copies of letters, left out: " + scan.copies());
    }
    if (scan.incomplete() > 0) {
      err.println(
          "letters with missing pieces, left out: "
              + scan.incomplete()
              + "; the job sends a letter again if it was stopped halfway");
    }
    if (scan.foreign() > 0) {
      err.println("records that are no letters of Sluice, left out: " + scan.foreign());
    }
  }
}
