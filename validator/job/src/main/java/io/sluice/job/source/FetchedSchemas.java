package io.sluice.job.source;

import io.sluice.job.split.KnownSchema;
import io.sluice.registry.RegistryOutage;
import io.sluice.registry.SchemaCache;
import io.sluice.schema.SchemaText;
import io.sluice.wire.SchemaRef;
import java.util.ArrayList;
import java.util.List;

/** Hands schemas from the threads that fetch them to the task that reads records. */
final class FetchedSchemas implements SchemaCache.Listener {

  private final RegistryMetrics metrics;
  private final Wakeup wakeup;
  private final List<KnownSchema> fetched = new ArrayList<>();

  FetchedSchemas(RegistryMetrics metrics, Wakeup wakeup) {
    this.metrics = metrics;
    this.wakeup = wakeup;
  }

  @Override
  public synchronized void fetched(SchemaRef ref, SchemaText schema) {
    fetched.add(KnownSchema.of(ref, schema, System.currentTimeMillis()));
  }

  @Override
  public void changed() {
    wakeup.publish();
  }

  /** Wakes the reader, so that reports show the current reason of a hold. */
  @Override
  public void reasonChanged() {
    wakeup.publish();
  }

  @Override
  public synchronized void outage(RegistryOutage outage) {
    metrics.failed(outage);
  }

  @Override
  public synchronized void answered() {
    metrics.answered();
  }

  /** The schemas fetched since the last call. */
  synchronized List<KnownSchema> take() {
    if (fetched.isEmpty()) {
      return List.of();
    }
    List<KnownSchema> taken = List.copyOf(fetched);
    fetched.clear();
    return taken;
  }
}
