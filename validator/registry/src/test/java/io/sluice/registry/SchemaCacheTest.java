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
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the cache makes of a registry's answers, one after the other. */
class SchemaCacheTest {

  private static final SchemaRef REF = new SchemaRef.Id(1);
  private static final SchemaText SCHEMA = new SchemaText(SchemaFormat.AVRO, "\"int\"", Map.of());
  private static final RegistryAnswer NONE = new RegistryAnswer.NoSuchSchema();

  private final Semaphore changes = new Semaphore(0);
  private final AtomicInteger outages = new AtomicInteger();
  private final Semaphore reasons = new Semaphore(0);
  private final AtomicInteger calls = new AtomicInteger();

  /** The registry answers nothing before this is down, where a test says so. */
  private CountDownLatch leaveToAnswer = new CountDownLatch(0);

  /** A registry that gives these answers in turn, null for an outage, then the last forever. */
  private SchemaCache cache(Duration absence, List<RegistryAnswer> answers) {
    Deque<RegistryAnswer> left = new ArrayDeque<>(answers);
    RegistryClient client =
        ref -> {
          calls.incrementAndGet();
          awaitLeaveToAnswer();
          RegistryAnswer answer = left.size() > 1 ? left.poll() : left.peek();
          if (answer.equals(OUTAGE)) {
            throw new RegistryOutage("down, by intent", new IOException());
          }
          return answer;
        };
    SchemaCache.Timing timing =
        new SchemaCache.Timing(Duration.ofMillis(20), absence, Duration.ofMillis(10));
    return new SchemaCache(client, timing, Clock.systemUTC(), new Listening());
  }

  private static final RegistryAnswer OUTAGE =
      new RegistryAnswer.Found(new SchemaText(SchemaFormat.AVRO, "stands for an outage", Map.of()));

  private final class Listening implements SchemaCache.Listener {
    @Override
    public void changed() {
      changes.release();
    }

    @Override
    public void reasonChanged() {
      reasons.release();
    }

    @Override
    public void outage(RegistryOutage outage) {
      outages.incrementAndGet();
    }
  }

  private void awaitLeaveToAnswer() {
    try {
      leaveToAnswer.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("the test ended before the registry was let answer", e);
    }
  }

  private void awaitChange() throws InterruptedException {
    assertThat(changes.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void fetchesOnceAndTellsOfIt() throws InterruptedException {
    try (SchemaCache cache =
        cache(Duration.ofMinutes(1), List.of(new RegistryAnswer.Found(SCHEMA)))) {
      assertThat(cache.lookup(REF, 0)).isInstanceOf(Lookup.Pending.class);
      awaitChange();
      assertThat(cache.lookup(REF, 0)).isEqualTo(new Lookup.Found(SCHEMA));
      assertThat(cache.lookup(REF, 0)).isEqualTo(new Lookup.Found(SCHEMA));
      assertThat(calls).hasValue(1);
    }
  }

  @Test
  void believesAbsenceOnlyTheSecondTime() throws InterruptedException {
    try (SchemaCache cache = cache(Duration.ofMinutes(1), List.of(NONE, NONE))) {
      assertThat(cache.lookup(REF, 0)).isInstanceOf(Lookup.Pending.class);
      awaitChange();
      assertThat(cache.lookup(REF, 0)).isEqualTo(new Lookup.Unknown());
      assertThat(calls).hasValue(2);
    }
  }

  @Test
  void findsASchemaThatWasOnlyLate() throws InterruptedException {
    try (SchemaCache cache =
        cache(Duration.ofMinutes(1), List.of(NONE, new RegistryAnswer.Found(SCHEMA)))) {
      assertThat(cache.lookup(REF, 0)).isInstanceOf(Lookup.Pending.class);
      awaitChange();
      assertThat(cache.lookup(REF, 0)).isEqualTo(new Lookup.Found(SCHEMA));
    }
  }

  @Test
  void waitsThroughAnOutageAndKeepsConfirming() throws InterruptedException {
    try (SchemaCache cache =
        cache(Duration.ofMinutes(1), List.of(OUTAGE, NONE, OUTAGE, OUTAGE, NONE))) {
      assertThat(cache.lookup(REF, 0)).isInstanceOf(Lookup.Pending.class);
      awaitChange();
      assertThat(cache.lookup(REF, 0)).isEqualTo(new Lookup.Unknown());
      assertThat(outages).hasValue(3);
    }
  }

  @Test
  @Timeout(30)
  void tellsOnceWhyItWaitsThroughAnOutage() throws InterruptedException {
    leaveToAnswer = new CountDownLatch(1);
    try (SchemaCache cache = cache(Duration.ofMinutes(1), List.of(OUTAGE))) {
      assertThat(cache.lookup(REF, 0))
          .isEqualTo(new Lookup.Pending("fetching schema " + REF.label()));
      leaveToAnswer.countDown();
      assertThat(reasons.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      assertThat(cache.lookup(REF, 0))
          .isEqualTo(new Lookup.Pending("schema " + REF.label() + ": down, by intent"));
      while (calls.get() < 4) {
        Thread.sleep(5);
      }
      assertThat(reasons.tryAcquire()).as("news that the reason is the same").isFalse();
    }
  }

  @Test
  void forgetsAbsenceAfterAWhile() throws InterruptedException {
    try (SchemaCache cache =
        cache(Duration.ofMillis(30), List.of(NONE, NONE, new RegistryAnswer.Found(SCHEMA)))) {
      assertThat(cache.lookup(REF, 0)).isInstanceOf(Lookup.Pending.class);
      awaitChange();
      Thread.sleep(60);
      assertThat(cache.lookup(REF, 0)).isInstanceOf(Lookup.Pending.class);
      awaitChange();
      assertThat(cache.lookup(REF, 0)).isEqualTo(new Lookup.Found(SCHEMA));
    }
  }

  @Test
  void knowsWhatItWasGiven() {
    try (SchemaCache cache = cache(Duration.ofMinutes(1), List.of(OUTAGE))) {
      cache.put(REF, SCHEMA, 17);
      assertThat(cache.lookup(REF, 0)).isEqualTo(new Lookup.Found(SCHEMA));
      assertThat(cache.since(REF)).isEqualTo(17);
      assertThat(calls).hasValue(0);
    }
  }

  @Test
  void anAbsenceIsBelievedOnlyIfTheRegistryWasAskedAfterTheRecordWasRead()
      throws InterruptedException {
    try (SchemaCache cache =
        cache(Duration.ofMinutes(1), List.of(NONE, NONE, new RegistryAnswer.Found(SCHEMA)))) {
      long before = System.currentTimeMillis() - 1;
      assertThat(cache.lookup(REF, before)).isInstanceOf(Lookup.Pending.class);
      awaitChange();
      assertThat(cache.lookup(REF, before)).isEqualTo(new Lookup.Unknown());
      long after = System.currentTimeMillis() + 1;
      assertThat(cache.lookup(REF, after)).isInstanceOf(Lookup.Pending.class);
      awaitChange();
      assertThat(cache.lookup(REF, after)).isEqualTo(new Lookup.Found(SCHEMA));
      assertThat(calls.get()).isEqualTo(3);
    }
  }

  @Test
  void whatEveryRecordNamesIsAskedForOnceASecond() throws InterruptedException {
    try (SchemaCache cache = cache(Duration.ofMinutes(1), List.of(NONE))) {
      long until = System.currentTimeMillis() + 2_500;
      while (System.currentTimeMillis() < until) {
        var unused = cache.lookup(REF, System.currentTimeMillis());
        Thread.sleep(1);
      }
      assertThat(calls.get()).isBetween(3, 5);
    }
  }

  @Test
  void aRegistryWithoutTheCallForGuidsIsNotAskedForEachOfThem() throws InterruptedException {
    SchemaRef guid = new SchemaRef.Guid(new UUID(1, 2));
    SchemaRef another = new SchemaRef.Guid(new UUID(3, 4));
    try (SchemaCache cache =
        cache(Duration.ofMinutes(1), List.of(new RegistryAnswer.NoSuchCall()))) {
      assertThat(cache.lookup(guid, 0)).isInstanceOf(Lookup.Pending.class);
      awaitChange();
      assertThat(cache.lookup(guid, 0)).isEqualTo(new Lookup.Unknown());
      assertThat(cache.lookup(another, System.currentTimeMillis() + 1))
          .isEqualTo(new Lookup.Unknown());
      assertThat(cache.lookup(REF, 0)).as("ids have a call").isInstanceOf(Lookup.Pending.class);
    }
  }
}
