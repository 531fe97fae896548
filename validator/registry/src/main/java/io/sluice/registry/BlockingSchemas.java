package io.sluice.registry;

import io.sluice.schema.Lookup;
import io.sluice.schema.SchemaSource;
import io.sluice.wire.SchemaRef;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Schemas for tools that may wait: each is asked for once, when it is needed. For one thread. An
 * outage is kept, since a lookup may not throw; whoever reads records asks for it after each.
 */
public final class BlockingSchemas implements SchemaSource {

  private final @Nullable RegistryClient registry;
  private final Map<SchemaRef, Lookup> known = new HashMap<>();
  private @Nullable RegistryOutage outage;
  private boolean missed;

  /**
   * @param registry null where none is named
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
      return new Lookup.Pending("there is no registry");
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

  /** What kept the last lookups from an answer, or null. */
  public @Nullable RegistryOutage outage() {
    return outage;
  }

  /** Whether a schema was needed and no registry is named. */
  public boolean isRegistryMissing() {
    return missed;
  }
}
