package io.sluice.cli.audit;

import io.sluice.audit.AuditProgress;
import io.sluice.cli.output.Terminal;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Shows the audit's progress on a terminal, with the time left for the current part. */
final class AuditProgressBar implements AuditProgress {

  private static final long EVERY_NANOS = 200_000_000;
  private static final int WIDTH = 30;

  private final PrintWriter err;

  private final boolean isWatched = Terminal.watchesErrors();

  private final Map<String, Long> begun = new HashMap<>();
  private long shown;
  private int length;

  AuditProgressBar(PrintWriter err) {
    this.err = err;
  }

  @Override
  public synchronized void at(String what, long done, long all) {
    long now = System.nanoTime();
    long since = begun.computeIfAbsent(what, part -> now);
    if (!isWatched || now - shown < EVERY_NANOS) {
      return;
    }
    shown = now;
    String line = line(what, done, all, now - since);
    err.print("\r" + line + " ".repeat(Math.max(0, length - line.length())));
    err.flush();
    length = line.length();
  }

  /** The line to show. */
  static String line(String what, long done, long all, long nanos) {
    double share = all <= 0 ? 1 : Math.min(1, (double) done / all);
    String bar = "#".repeat((int) (WIDTH * share));
    String left = "";
    if (share > 0.02 && nanos > 1_000_000_000L) {
      long seconds = (long) (nanos / 1e9 * (1 - share) / share);
      left =
          seconds < 60
              ? ", about " + seconds + " s left"
              : ", about " + (seconds + 30) / 60 + " min left";
    }
    return String.format(
        Locale.ROOT, "[%-" + WIDTH + "s] %3.0f%% %s%s", bar, 100 * share, what, left);
  }

  /** Clears the line. */
  synchronized void end() {
    if (length > 0) {
      err.print("\r" + " ".repeat(length) + "\r");
      err.flush();
      length = 0;
    }
  }
}
