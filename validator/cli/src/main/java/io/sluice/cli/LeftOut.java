package io.sluice.cli;

import io.sluice.letters.LetterScan;
import java.io.PrintWriter;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells of letters that are meant and were not shown. */
final class LeftOut {

  private LeftOut() {}

  static void print(LetterScan scan, PrintWriter err) {
    if (!scan.leftOut().isEmpty()) {
      err.println(
          "not shown: "
              + scan.leftOut().entrySet().stream()
                  .map(entry -> entry.getValue() + " " + entry.getKey().label())
                  .collect(Collectors.joining(", "))
              + "; see --state and --all");
    }
    Map<String, Long> others = Map.of("copies", scan.copies(), "no letters", scan.foreign());
    others.forEach(
        (what, count) -> {
          if (count > 0) {
            err.println("left out: " + count + " " + what);
          }
        });
  }
}
