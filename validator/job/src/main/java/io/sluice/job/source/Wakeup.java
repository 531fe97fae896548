package io.sluice.job.source;

import java.util.concurrent.CompletableFuture;

/**
 * Wakes the reading task. Other threads publish that something changed (a schema was fetched, a
 * letter was written, an order arrived), and the task finds out the change when it runs.
 */
final class Wakeup {

  private CompletableFuture<Void> published = new CompletableFuture<>();

  /** Wakes the task, from any thread. */
  synchronized void publish() {
    published.complete(null);
  }

  /** A future that completes when something is published. */
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
