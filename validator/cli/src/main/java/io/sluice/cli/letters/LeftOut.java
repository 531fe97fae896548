package io.sluice.cli.letters;

import io.sluice.letters.LetterScan;
import java.io.PrintWriter;
import java.util.stream.Collectors;

/** Prints how many matching letters were left out, and why. */
public final class LeftOut {

  private LeftOut() {}

  public static void print(LetterScan scan, PrintWriter err) {
    printUnknown(scan, err);
    if (!scan.leftOut().isEmpty()) {
      err.println(
          "not shown: "
              + scan.leftOut().entrySet().stream()
                  .map(entry -> entry.getValue() + " " + entry.getKey().label())
                  .collect(Collectors.joining(", "))
              + "; use --state or --all to see them");
    }
    if (scan.copies() > 0) {
      err.println("copies of letters left out: " + scan.copies());
    }
    if (scan.incomplete() > 0) {
      err.println(
          "letters with missing pieces left out: "
              + scan.incomplete()
              + "; the job resends a letter if it was stopped partway through");
    }
    if (scan.foreign() > 0) {
      err.println("records left out because they are not Sluice dead letters: " + scan.foreign());
    }
  }

  /** Prints which states could not be determined. */
  static void printUnknown(LetterScan scan, PrintWriter err) {
    if (!scan.hasTables()) {
      err.println(
          "the tables were not read, because no configuration lists them: void and repaired letters"
              + " appear as open or sent. Use --config FILE to see their actual state.");
    }
  }
}
