package io.sluice.demo;

import java.util.concurrent.TimeUnit;

/** Ends processes that this process started. */
public final class Processes {

  private static final long PATIENCE_SECONDS = 10;

  private Processes() {}

  /** Asks a process to end, waits for it, and kills it if it does not end. */
  public static void stop(Process process) {
    process.destroy();
    await(process);
  }

  /** Waits for a process that is about to end, and kills it if it does not end. */
  public static void await(Process process) {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
