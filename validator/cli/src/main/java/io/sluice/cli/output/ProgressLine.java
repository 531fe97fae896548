package io.sluice.cli.output;

import java.io.PrintWriter;

/** Shows progress: live on a terminal, one line per step elsewhere. */
public final class ProgressLine {

  private final PrintWriter err;

  @SuppressWarnings("SystemConsoleNull") // on 17, where this runs, it is null when piped
  private final boolean terminal = System.console() != null;

  private final long start = System.nanoTime();

  public ProgressLine(PrintWriter err) {
    this.err = err;
  }

  /** Prints a step that starts now. */
  public void step(String what) {
    err.printf("[%3d s] %s%n", (System.nanoTime() - start) / 1_000_000_000L, what);
    err.flush();
  }

  /** Shows the progress of a step, on terminals only. */
  public void at(String what, long done, long all) {
    if (terminal) {
      int width = all == 0 ? 0 : (int) (40 * done / all);
      err.printf("\r[%-40s] %d of %d %s ", "#".repeat(Math.min(40, width)), done, all, what);
      if (done >= all) {
        err.println();
      }
      err.flush();
    }
  }
}
