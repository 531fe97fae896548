package io.sluice.registry;

import io.sluice.schema.Lookup;
import io.sluice.schema.SchemaSource;
import io.sluice.wire.SchemaRef;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A schema source for tools that may block. It fetches each schema once, when it is needed. Not
 * thread-safe. A lookup cannot throw, so callers check {@link #outage} after each record.
 */
public final class BlockingSchemas implements SchemaSource {

  private final @Nullable RegistryClient registry;
  private final Map<SchemaRef, Lookup> known = new HashMap<>();
  private @Nullable RegistryOutage outage;
  private boolean missed;

  /**
   * @param registry null if none is configured
   */
  public BlockingSchemas(@Nullable RegistryClient registry) {
    this.registry = registry;
  }

  @Override
  public Lookup lookup(SchemaRef ref, long readAt) {
    Lookup lookup = known.get(ref);
    if (lookup == null) {
      lookup = fetch(ref);
      if (lookup.isFinal()) {
        known.put(ref, lookup);
      }
    }
    return lookup;
  }

  private Lookup fetch(SchemaRef ref) {
    if (registry == null) {
      missed = true;
      return new Lookup.Pending("no registry is configured");
    }
    try {
      return registry
          .fetch(ref)
          .fold(Lookup.Found::new, Lookup.Unknown::new, Lookup.Unknown::new, Lookup.Unusable::new);
    } catch (RegistryOutage e) {
      outage = e;
      return new Lookup.Pending(String.valueOf(e.getMessage()));
    }
  }

  /** The outage that the last lookups met, or null. */
  public @Nullable RegistryOutage outage() {
    return outage;
  }

  /** Whether a schema was needed but no registry is configured. */
  public boolean isRegistryMissing() {
    return missed;
  }
}
