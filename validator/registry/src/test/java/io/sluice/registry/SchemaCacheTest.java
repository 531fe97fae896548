package io.sluice.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.Lookup;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaText;
import io.sluice.wire.SchemaRef;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the cache makes of a registry's answers, one after the other. */
class SchemaCacheTest {

  private static final SchemaRef REF = new SchemaRef.Id(1);
  private static final SchemaText SCHEMA = new SchemaText(SchemaFormat.AVRO, "\"int\"", Map.of());
  private static final Optional<SchemaText> NONE = Optional.empty();

  private final Semaphore changes = new Semaphore(0);
  private final AtomicInteger outages = new AtomicInteger();
  private final AtomicInteger calls = new AtomicInteger();

  /** A registry that gives these answers in turn, null for an outage, then the last for ever. */
  private SchemaCache cache(Duration absence, List<Optional<SchemaText>> answers) {
    Deque<Optional<SchemaText>> left = new ArrayDeque<>(answers);
    RegistryClient client =
        ref -> {
          calls.incrementAndGet();
          Optional<SchemaText> answer = left.size() > 1 ? left.poll() : left.peek();
          if (answer.equals(OUTAGE)) {
            throw new RegistryOutage("down, by intent", new IOException());
          }
          return answer;
        };
    SchemaCache.Timing timing =
        new SchemaCache.Timing(Duration.ofMillis(20), absence, Duration.ofMillis(10));
    return new SchemaCache(client, timing, Clock.systemUTC(), new Listening());
  }

  private static final Optional<SchemaText> OUTAGE =
      Optional.of(new SchemaText(SchemaFormat.OTHER, "stands for an outage", Map.of()));

  private final class Listening implements SchemaCache.Listener {
    @Override
    public void changed() {
      changes.release();
    }

    @Override
    public void outage(RegistryOutage outage) {
      outages.incrementAndGet();
    }
  }

  private void awaitChange() throws InterruptedException {
    assertThat(changes.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void fetchesOnceAndTellsOfIt() throws InterruptedException {
    try (SchemaCache cache = cache(Duration.ofMinutes(1), List.of(Optional.of(SCHEMA)))) {
      assertThat(cache.lookup(REF)).isInstanceOf(Lookup.Pending.class);
      awaitChange();
      assertThat(cache.lookup(REF)).isEqualTo(new Lookup.Found(SCHEMA));
      assertThat(cache.lookup(REF)).isEqualTo(new Lookup.Found(SCHEMA));
      assertThat(calls).hasValue(1);
    }
  }

  @Test
  void believesAbsenceOnlyTheSecondTime() throws InterruptedException {
    try (SchemaCache cache = cache(Duration.ofMinutes(1), List.of(NONE, NONE))) {
      assertThat(cache.lookup(REF)).isInstanceOf(Lookup.Pending.class);
      awaitChange();
      assertThat(cache.lookup(REF)).isEqualTo(new Lookup.Unknown());
      assertThat(calls).hasValue(2);
    }
  }

  @Test
  void findsASchemaThatWasOnlyLate() throws InterruptedException {
    try (SchemaCache cache = cache(Duration.ofMinutes(1), List.of(NONE, Optional.of(SCHEMA)))) {
      assertThat(cache.lookup(REF)).isInstanceOf(Lookup.Pending.class);
      awaitChange();
      assertThat(cache.lookup(REF)).isEqualTo(new Lookup.Found(SCHEMA));
    }
  }

  @Test
  void waitsThroughAnOutageAndKeepsConfirming() throws InterruptedException {
    try (SchemaCache cache =
        cache(Duration.ofMinutes(1), List.of(OUTAGE, NONE, OUTAGE, OUTAGE, NONE))) {
      assertThat(cache.lookup(REF)).isInstanceOf(Lookup.Pending.class);
      awaitChange();
      assertThat(cache.lookup(REF)).isEqualTo(new Lookup.Unknown());
      assertThat(outages).hasValue(3);
    }
  }

  @Test
  void forgetsAbsenceAfterAWhile() throws InterruptedException {
    try (SchemaCache cache =
        cache(Duration.ofMillis(30), List.of(NONE, NONE, Optional.of(SCHEMA)))) {
      assertThat(cache.lookup(REF)).isInstanceOf(Lookup.Pending.class);
      awaitChange();
      Thread.sleep(60);
      assertThat(cache.lookup(REF)).isInstanceOf(Lookup.Pending.class);
      awaitChange();
      assertThat(cache.lookup(REF)).isEqualTo(new Lookup.Found(SCHEMA));
    }
  }

  @Test
  void knowsWhatItWasGiven() {
    try (SchemaCache cache = cache(Duration.ofMinutes(1), List.of(OUTAGE))) {
      cache.put(REF, SCHEMA, 17);
      assertThat(cache.lookup(REF)).isEqualTo(new Lookup.Found(SCHEMA));
      assertThat(cache.since(REF)).isEqualTo(17);
      assertThat(calls).hasValue(0);
    }
  }
}
