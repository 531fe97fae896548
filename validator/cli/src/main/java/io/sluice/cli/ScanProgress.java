package io.sluice.cli;

import io.sluice.letters.Letter;
import java.io.PrintWriter;
import java.util.Map;

/** Tells on a terminal how far a dead-letter topic was read. */
final class ScanProgress {

  private static final int EVERY = 5_000;

  private final ProgressLine progress;
  private long all;
  private long seen;

  ScanProgress(PrintWriter err) {
    this.progress = new ProgressLine(err);
  }

  void of(Map<Integer, Long> ends) {
    all = ends.values().stream().mapToLong(Long::longValue).sum();
  }

  void at(Letter letter) {
    seen++;
    if (seen % EVERY == 0) {
      progress.at("letters", Math.min(seen, all - 1), all);
    }
  }

  void done() {
    if (seen >= EVERY) {
      progress.at("letters", all, all);
    }
  }
}
