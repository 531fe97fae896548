package io.sluice.job.source;

import java.util.concurrent.CompletableFuture;

/**
 * Wakes the task that reads: other threads publish that something changed (a schema was fetched, a
 * letter was written, an order came), and the task finds out what when it runs.
 */
final class Wakeup {

  private CompletableFuture<Void> published = new CompletableFuture<>();

  /** Wakes the task, from any thread. */
  synchronized void publish() {
    published.complete(null);
  }

  /** Done as soon as something is published. */
  synchronized CompletableFuture<Void> future() {
    return published;
  }

  /** Whether anything was published since the last call. */
  synchronized boolean take() {
    if (!published.isDone()) {
      return false;
    }
    published = new CompletableFuture<>();
    return true;
  }
}
