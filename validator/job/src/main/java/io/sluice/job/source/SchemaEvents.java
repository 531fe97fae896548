package io.sluice.job.source;

import io.sluice.registry.RegistryOutage;
import io.sluice.registry.SchemaCache;
import io.sluice.schema.SchemaText;
import io.sluice.wire.SchemaRef;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Carries news of schemas from the threads that fetch them to the thread that reads records. */
final class SchemaEvents implements SchemaCache.Listener {

  private final RegistryMetrics metrics;
  private final List<KnownSchema> fetched = new ArrayList<>();
  private CompletableFuture<Void> arrived = new CompletableFuture<>();

  SchemaEvents(RegistryMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public synchronized void fetched(SchemaRef ref, SchemaText schema) {
    fetched.add(KnownSchema.of(ref, schema, System.currentTimeMillis()));
  }

  @Override
  public void changed() {
    publish();
  }

  @Override
  public synchronized void outage(RegistryOutage outage) {
    metrics.failed(outage);
  }

  @Override
  public synchronized void answered() {
    metrics.answered();
  }

  /** Wakes the reader. */
  synchronized void publish() {
    arrived.complete(null);
  }

  /** Done as soon as there is news. */
  synchronized CompletableFuture<Void> future() {
    return arrived;
  }

  /** Whether there was news since the last call. */
  synchronized boolean take() {
    if (!arrived.isDone()) {
      return false;
    }
    arrived = new CompletableFuture<>();
    return true;
  }

  /** Schemas that were fetched since the last call. */
  synchronized List<KnownSchema> takeFetched() {
    if (fetched.isEmpty()) {
      return List.of();
    }
    List<KnownSchema> taken = List.copyOf(fetched);
    fetched.clear();
    return taken;
  }
}
