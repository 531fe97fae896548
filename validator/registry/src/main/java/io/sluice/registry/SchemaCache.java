package io.sluice.registry;

import io.sluice.schema.Lookup;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaText;
import io.sluice.wire.SchemaRef;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Schemas that are known, and those being fetched. Asking never blocks: fetching goes on in the
 * background, is repeated through outages, and each piece of news is told to a listener.
 */
public final class SchemaCache implements SchemaSource, AutoCloseable {

  /**
   * How long things last.
   *
   * @param confirmation between the first "no such schema" and the second, which is believed
   * @param absence how long "no such schema" is remembered
   * @param retry between two tries in an outage
   */
  public record Timing(Duration confirmation, Duration absence, Duration retry) {
    public static final Timing DEFAULT =
        new Timing(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(2));
  }

  /** Is told of news, on a thread of the cache. */
  public interface Listener {
    /** A schema was fetched from the registry. */
    default void fetched(SchemaRef ref, SchemaText schema) {}

    /** The answer to some lookup has changed; held records may be tried again. */
    default void changed() {}

    /** A call to the registry failed. */
    default void outage(RegistryOutage outage) {}

    /** A call to the registry was answered. */
    default void answered() {}
  }

  /** From this many on, expired absences are looked for. */
  private static final int MOST_ABSENT = 1_000;

  private record Absence(long until) {}

  /** A schema, and since when it is known, milliseconds since the epoch; 0 for unknown. */
  private record Known(SchemaText schema, long since) {}

  private final RegistryClient client;
  private final Timing timing;
  private final Clock clock;
  private final Listener listener;
  private final Map<SchemaRef, Known> known = new ConcurrentHashMap<>();
  private final Map<SchemaRef, Absence> absent = new ConcurrentHashMap<>();
  private final Map<SchemaRef, String> pending = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer;

  public SchemaCache(RegistryClient client, Timing timing, Clock clock, Listener listener) {
    this.client = client;
    this.timing = timing;
    this.clock = clock;
    this.listener = listener;
    this.timer = Executors.newScheduledThreadPool(2, SchemaCache::daemon);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "sluice-schema-fetch");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Adds a schema that is known from elsewhere, as from a checkpoint.
   *
   * @param since when it was first fetched, milliseconds since the epoch; 0 where that is not known
   */
  public void put(SchemaRef ref, SchemaText schema, long since) {
    known.put(ref, new Known(schema, since));
  }

  /**
   * When a schema was first fetched.
   *
   * @return milliseconds since the epoch; 0 where that is not known, -1 where the schema is not
   */
  public long since(SchemaRef ref) {
    Known schema = known.get(ref);
    return schema == null ? -1 : schema.since();
  }

  /** How many schemas are known. */
  public int size() {
    return known.size();
  }

  /** How many are being fetched, or confirmed not to be there. */
  public int awaited() {
    return pending.size();
  }

  @Override
  public Lookup lookup(SchemaRef ref) {
    Known schema = known.get(ref);
    if (schema != null) {
      return new Lookup.Found(schema.schema());
    }
    Absence absence = absent.get(ref);
    if (absence != null) {
      if (clock.millis() < absence.until()) {
        return new Lookup.Unknown();
      }
      absent.remove(ref);
    }
    if (pending.putIfAbsent(ref, "fetching schema " + ref.label()) == null) {
      timer.execute(() -> fetch(ref, false));
    }
    return new Lookup.Pending(pending.getOrDefault(ref, "fetching schema " + ref.label()));
  }

  private void fetch(SchemaRef ref, boolean confirming) {
    try {
      Optional<SchemaText> found = client.fetch(ref);
      listener.answered();
      if (found.isPresent()) {
        known.put(ref, new Known(found.get(), clock.millis()));
        settle(ref);
        listener.fetched(ref, found.get());
        listener.changed();
      } else if (confirming) {
        forgetExpired();
        absent.put(ref, new Absence(clock.millis() + timing.absence().toMillis()));
        settle(ref);
        listener.changed();
      } else {
        pending.put(ref, "confirming that the registry has no schema " + ref.label());
        again(ref, true, timing.confirmation());
      }
    } catch (RegistryOutage e) {
      pending.put(ref, "schema " + ref.label() + ": " + e.getMessage());
      listener.outage(e);
      again(ref, confirming, timing.retry());
    } catch (RuntimeException | StackOverflowError e) {
      // whatever the client throws beside its own exceptions must not end the retries
      RegistryOutage outage = new RegistryOutage("the registry client failed: " + e, e);
      pending.put(ref, "schema " + ref.label() + ": " + outage.getMessage());
      listener.outage(outage);
      again(ref, confirming, timing.retry());
    }
  }

  /** Keeps what hostile records can add small: ids that nobody asks for again are forgotten. */
  private void forgetExpired() {
    if (absent.size() >= MOST_ABSENT) {
      long now = clock.millis();
      absent.values().removeIf(absence -> absence.until() <= now);
    }
  }

  private void settle(SchemaRef ref) {
    pending.remove(ref);
  }

  private void again(SchemaRef ref, boolean confirming, Duration delay) {
    if (!timer.isShutdown()) {
      var unused =
          timer.schedule(() -> fetch(ref, confirming), delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
