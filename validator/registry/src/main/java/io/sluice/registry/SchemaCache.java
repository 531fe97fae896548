package io.sluice.registry;

import io.sluice.schema.Lookup;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaText;
import io.sluice.wire.SchemaRef;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A cache of schemas. A lookup never blocks: the cache fetches schemas in the background, retries
 * during outages, and notifies a listener.
 */
public final class SchemaCache implements SchemaSource, AutoCloseable {

  /**
   * The delays of the cache.
   *
   * @param confirmation delay between the first "no such schema" and the second, which counts
   * @param absence how long "no such schema" applies to records that were read before the registry
   *     answered
   * @param retry delay between attempts during an outage
   */
  public record Timing(Duration confirmation, Duration absence, Duration retry) {
    public static final Timing DEFAULT =
        new Timing(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(2));
  }

  /** Receives news on a thread of the cache. */
  public interface Listener {
    /** A schema was fetched from the registry. */
    default void fetched(SchemaRef ref, SchemaText schema) {}

    /** The answer to a lookup has changed, so held records can be tried again. */
    default void changed() {}

    /** Only the reason why a schema is not available has changed. */
    default void reasonChanged() {}

    /** A call to the registry failed. */
    default void outage(RegistryOutage outage) {}

    /** A call to the registry was answered. */
    default void answered() {}
  }

  /** The number of absences at which expired ones are removed. */
  private static final int MOST_ABSENT = 1_000;

  /**
   * The minimum time between two requests for the same schema, no matter how many records refer to
   * it.
   */
  private static final long ASK_AGAIN_MILLIS = 1_000;

  /** A registry without the call for GUIDs can be updated later. */
  private static final Duration CALL_MISSING = Duration.ofHours(1);

  /**
   * A confirmed answer that a schema is not available.
   *
   * @param asked when the registry was asked, milliseconds since the epoch
   */
  private record Absence(Lookup answer, long asked, long until) {}

  /**
   * A schema and the time when it was first fetched, in milliseconds since the epoch, or 0 if
   * unknown.
   */
  private record Known(SchemaText schema, long since) {}

  private final RegistryClient client;
  private final Timing timing;
  private final Clock clock;
  private final Listener listener;
  private final Map<SchemaRef, Known> known = new ConcurrentHashMap<>();
  private final Map<SchemaRef, Absence> absent = new ConcurrentHashMap<>();
  private final Map<SchemaRef, String> pending = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer;

  /** Until this time, the registry is assumed to have no call for GUIDs. */
  private volatile long guidsMissingUntil;

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
   * Adds a schema from elsewhere, for example from a checkpoint.
   *
   * @param since when it was first fetched, milliseconds since the epoch; 0 if that is not known
   */
  public void put(SchemaRef ref, SchemaText schema, long since) {
    known.put(ref, new Known(schema, since));
  }

  /**
   * The time when a schema was first fetched.
   *
   * @return milliseconds since the epoch; 0 if that is not known, -1 if the schema is not
   */
  public long since(SchemaRef ref) {
    Known schema = known.get(ref);
    return schema == null ? -1 : schema.since();
  }

  /** The number of cached schemas. */
  public int size() {
    return known.size();
  }

  /** The number of schemas being fetched or confirmed as missing. */
  public int awaited() {
    return pending.size();
  }

  @Override
  public Lookup lookup(SchemaRef ref, long readAt) {
    Known schema = known.get(ref);
    if (schema != null) {
      return new Lookup.Found(schema.schema());
    }
    long now = clock.millis();
    if (isGuid(ref) && now < guidsMissingUntil) {
      return new Lookup.Unknown();
    }
    Absence absence = absent.get(ref);
    if (absence != null && now >= absence.until()) {
      absent.remove(ref, absence);
      absence = null;
    }
    if (absence != null && (readAt == 0 || absence.asked() > readAt)) {
      return absence.answer();
    }
    if (pending.putIfAbsent(ref, "fetching schema " + ref.label()) == null) {
      long earliest = absence == null ? now : absence.asked() + ASK_AGAIN_MILLIS;
      // a confirmed absence needs one more answer only
      again(ref, absence != null, Duration.ofMillis(Math.max(0, earliest - now)));
    }
    return new Lookup.Pending(pending.getOrDefault(ref, "fetching schema " + ref.label()));
  }

  private static boolean isGuid(SchemaRef ref) {
    SchemaRef schema = ref instanceof SchemaRef.OfSubject of ? of.schema() : ref;
    return schema instanceof SchemaRef.Guid;
  }

  private void fetch(SchemaRef ref, boolean confirming) {
    long asked = clock.millis();
    try {
      RegistryAnswer answer = client.fetch(ref);
      listener.answered();
      if (answer instanceof RegistryAnswer.Found found) {
        known.put(ref, new Known(found.schema(), clock.millis()));
        absent.remove(ref);
        stopWaiting(ref);
        listener.fetched(ref, found.schema());
        listener.changed();
      } else if (confirming) {
        if (answer instanceof RegistryAnswer.NoSuchCall && isGuid(ref)) {
          guidsMissingUntil = asked + CALL_MISSING.toMillis();
        }
        forgetExpired();
        absent.put(ref, new Absence(absence(answer), asked, asked + timing.absence().toMillis()));
        stopWaiting(ref);
        listener.changed();
      } else {
        waitFor(ref, "confirming that the registry has no usable schema " + ref.label());
        again(ref, true, timing.confirmation());
      }
    } catch (RegistryOutage e) {
      waitFor(ref, "schema " + ref.label() + ": " + e.getMessage());
      listener.outage(e);
      again(ref, confirming, timing.retry());
    } catch (RuntimeException | StackOverflowError e) {
      // no other exception from the client must end the retries
      RegistryOutage outage = new RegistryOutage("the registry client failed: " + e, e);
      waitFor(ref, "schema " + ref.label() + ": " + outage.getMessage());
      listener.outage(outage);
      again(ref, confirming, timing.retry());
    }
  }

  private void waitFor(SchemaRef ref, String reason) {
    if (!reason.equals(pending.put(ref, reason))) {
      listener.reasonChanged();
    }
  }

  private static Lookup absence(RegistryAnswer answer) {
    return answer.fold(
        Lookup.Found::new, Lookup.Unknown::new, Lookup.Unknown::new, Lookup.Unusable::new);
  }

  /** Bounds what hostile records can add: removes IDs that nobody asks for again. */
  private void forgetExpired() {
    if (absent.size() >= MOST_ABSENT) {
      long now = clock.millis();
      absent.values().removeIf(absence -> absence.until() <= now);
    }
  }

  private void stopWaiting(SchemaRef ref) {
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
