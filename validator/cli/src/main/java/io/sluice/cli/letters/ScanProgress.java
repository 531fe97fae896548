package io.sluice.cli.letters;

import io.sluice.cli.output.ProgressLine;
import io.sluice.letters.Letter;
import java.io.PrintWriter;
import java.util.Map;

/** Shows on a terminal how much of a dead-letter topic was read. */
public final class ScanProgress {

  private static final int EVERY = 5_000;

  private final ProgressLine progress;
  private long all;
  private long seen;

  public ScanProgress(PrintWriter err) {
    this.progress = new ProgressLine(err);
  }

  public void of(Map<Integer, Long> ends) {
    all = ends.values().stream().mapToLong(Long::longValue).sum();
  }

  public void at(Letter letter) {
    seen++;
    if (seen % EVERY == 0) {
      progress.at("letters", Math.min(seen, all - 1), all);
    }
  }

  public void done() {
    if (seen >= EVERY) {
      progress.at("letters", all, all);
    }
  }
}
