package io.sluice.cli.output;

import java.io.PrintWriter;

/** Shows progress: a bar on a terminal, and a line for each step everywhere. */
public final class ProgressLine {

  private final PrintWriter err;

  private final boolean isWatched = Terminal.watchesErrors();

  private final long start = System.nanoTime();

  public ProgressLine(PrintWriter err) {
    this.err = err;
  }

  /** Prints the step that begins. */
  public void step(String what) {
    err.printf("[%3d s] %s%n", (System.nanoTime() - start) / 1_000_000_000L, what);
    err.flush();
  }

  /** Draws how much of a step is done; on terminals only. */
  public void at(String what, long done, long all) {
    if (isWatched) {
      int width = all == 0 ? 0 : (int) (40 * done / all);
      err.printf("\r[%-40s] %d of %d %s ", "#".repeat(Math.min(40, width)), done, all, what);
      if (done >= all) {
        err.println();
      }
      err.flush();
    }
  }
}
