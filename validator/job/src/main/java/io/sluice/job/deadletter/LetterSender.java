package io.sluice.job.deadletter;

import io.sluice.deadletter.DeadLetter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ExistingTopicsProducer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends dead letters to Kafka from a thread of its own, so that the reader never waits. A topic
 * that does not take letters delays its own letters only; they are tried again until it does.
 */
public final class LetterSender implements AutoCloseable {

  /** A topic that refused a letter is tried again, with one letter, after this time. */
  private static final long RETRY_NANOS = Duration.ofSeconds(5).toNanos();

  private static final long IDLE_MILLIS = 200;

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(IDLE_MILLIS);

  private final Map<String, Object> properties = new HashMap<>();
  private final Runnable changed;
  private final BlockingQueue<PendingLetter> queue = new LinkedBlockingQueue<>();
  private final Queue<Failed> failures = new ConcurrentLinkedQueue<>();
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Thread thread;

  /** What the coordinator has seen; null before it has said anything. */
  private volatile @Nullable Map<String, TopicState> states;

  private volatile boolean isClosed;
  private volatile @Nullable Throwable death;
  private @Nullable KafkaProducer<byte[], byte[]> producer;

  /** Letters of one topic that cannot be sent now, in their order. */
  private static final class Lane {
    private final Deque<PendingLetter> parked = new ArrayDeque<>();

    /** What the last letter failed with; null where none failed since one was written. */
    private @Nullable String failure;

    private long retryAt;

    /** The letter that finds out whether the topic takes letters again. */
    private @Nullable PendingLetter probe;
  }

  private record Failed(Attempt attempt, Exception failure) {
    PendingLetter letter() {
      return attempt.letter;
    }
  }

  /**
   * @param kafka Kafka's own client properties
   * @param changed is called, from any thread, when a letter is written or delayed
   */
  public LetterSender(Map<String, String> kafka, String name, Runnable changed) {
    this.changed = changed;
    properties.putAll(kafka);
    // a dead record is passed on when its letter is safe
    properties.put("acks", "all");
    properties.putIfAbsent("compression.type", "zstd");
    properties.putIfAbsent("linger.ms", "20");
    // only caps: which records are too large is for their topics to say
    properties.putIfAbsent("max.request.size", Integer.toString(96 << 20));
    properties.putIfAbsent("buffer.memory", Long.toString(128L << 20));
    // letters of all other topics wait while one asks for its topic
    properties.putIfAbsent("max.block.ms", "3000");
    if (!kafka.containsKey("delivery.timeout.ms") && !kafka.containsKey("request.timeout.ms")) {
      properties.put("delivery.timeout.ms", "30000");
      properties.put("request.timeout.ms", "10000");
    }
    this.thread = new Thread(this::run, "dead-letters-" + name);
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** Takes a letter and returns at once. */
  public PendingLetter send(DeadLetter letter) {
    PendingLetter pending = new PendingLetter(letter);
    queue.add(pending);
    return pending;
  }

  /** Takes note of what the coordinator has seen of the topics. */
  public void know(Map<String, TopicState> seen) {
    states = Map.copyOf(seen);
  }

  private void run() {
    try {
      send();
    } catch (Throwable e) {
      // the reader fails with it; a thread that ends in silence would stall its partitions
      death = e;
      changed.run();
    }
  }

  /** Fails where letters cannot be sent any more. */
  public void requireAlive() {
    Throwable cause = death;
    if (cause != null) {
      throw new IllegalStateException("dead letters cannot be sent any more", cause);
    }
  }

  private void send() {
    Map<String, TopicState> known = null;
    long looked = System.nanoTime();
    while (!isClosed) {
      try {
        PendingLetter next = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        for (Failed failed = failures.poll(); failed != null; failed = failures.poll()) {
          delay(failed);
        }
        if (next != null) {
          take(next);
        }
        Map<String, TopicState> now = states;
        boolean isNews = known != now;
        known = now;
        if (isNews || System.nanoTime() - looked >= LOOK_NANOS) {
          looked = System.nanoTime();
          lanes.forEach((topic, lane) -> retry(topic, lane, isNews));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void take(PendingLetter letter) {
    String topic = letter.letter().topic();
    Lane lane = lanes.computeIfAbsent(topic, name -> new Lane());
    String reason = reason(topic, lane);
    if (reason != null || !lane.parked.isEmpty()) {
      lane.parked.addLast(letter);
      delayed(letter, reason);
    } else {
      ship(letter);
    }
  }

  private void delayed(PendingLetter letter, @Nullable String reason) {
    letter.delayed(reason);
    changed.run();
  }

  /** Why letters of a topic cannot be sent now; null where they can. */
  private @Nullable String reason(String topic, Lane lane) {
    Map<String, TopicState> seen = states;
    TopicState state = seen == null ? null : seen.get(topic);
    if (state instanceof TopicState.Usable) {
      return lane.failure;
    }
    return state instanceof TopicState.Unusable unusable
        ? unusable.reason()
        : "dead-letter topic " + topic + " was not looked at yet";
  }

  private void delay(Failed failed) {
    if (failed.attempt().of != producer) {
      // aborted with a producer that was closed for another letter's sake
      lanes.values().stream()
          .filter(lane -> lane.probe == failed.letter())
          .forEach(lane -> lane.probe = null);
      take(failed.letter());
      return;
    }
    String topic = failed.letter().letter().topic();
    Lane lane = lanes.computeIfAbsent(topic, name -> new Lane());
    lane.failure =
        "dead-letter topic "
            + topic
            + " does not take letters: "
            + Objects.requireNonNullElse(failed.failure().getMessage(), "" + failed.failure());
    lane.retryAt = System.nanoTime() + RETRY_NANOS;
    if (lane.probe == failed.letter()) {
      lane.probe = null;
      lane.parked.addFirst(failed.letter());
    } else {
      lane.parked.addLast(failed.letter());
    }
    delayed(failed.letter(), lane.failure);
    if (isOfProducer(failed.failure())) {
      closeProducer();
    }
  }

  /** Whether the producer is of no use any more, whatever topic it writes to. */
  private static boolean isOfProducer(Exception failure) {
    return failure instanceof IllegalStateException
        || failure instanceof ProducerFencedException
        || failure instanceof InvalidProducerEpochException
        || failure instanceof OutOfOrderSequenceException
        || failure instanceof AuthenticationException
        || failure instanceof ClusterAuthorizationException;
  }

  private void retry(String topic, Lane lane, boolean isNews) {
    PendingLetter probe = lane.probe;
    if (probe != null && probe.isWritten()) {
      lane.probe = null;
      lane.failure = null;
    }
    if (lane.parked.isEmpty() || lane.probe != null) {
      return;
    }
    if (isNews) {
      String reason = reason(topic, lane);
      lane.parked.forEach(letter -> letter.delayed(reason));
      changed.run();
    }
    if (reason(topic, lane) == null) {
      while (!lane.parked.isEmpty() && failures.isEmpty()) {
        ship(lane.parked.removeFirst());
      }
    } else if (lane.failure != null
        && isUsable(topic)
        && (isNews || System.nanoTime() - lane.retryAt >= 0)) {
      PendingLetter first = lane.parked.removeFirst();
      lane.probe = first;
      ship(first);
    }
  }

  private boolean isUsable(String topic) {
    Map<String, TopicState> seen = states;
    return seen != null && seen.get(topic) instanceof TopicState.Usable;
  }

  private void ship(PendingLetter letter) {
    KafkaProducer<byte[], byte[]> open;
    try {
      open = producer();
    } catch (KafkaException e) {
      new Attempt(letter, null).answered(e);
      return;
    }
    Attempt attempt = new Attempt(letter, open);
    try {
      String topic = letter.letter().topic();
      List<ProducerRecord<byte[], byte[]>> records =
          LetterPieces.of(
              letter.letter(), mostBytes(topic), () -> open.partitionsFor(topic).size());
      attempt.left.set(records.size());
      for (ProducerRecord<byte[], byte[]> record : records) {
        if (attempt.isOver.get()) {
          break;
        }
        var unused = open.send(record, (metadata, failure) -> attempt.answered(failure));
      }
    } catch (RuntimeException e) {
      attempt.answered(e);
    }
  }

  private int mostBytes(String topic) {
    Map<String, TopicState> seen = states;
    TopicState state = seen == null ? null : seen.get(topic);
    int ofTopic = state instanceof TopicState.Usable usable ? usable.mostBytes() : 1 << 20;
    return (int) Math.min(ofTopic, Math.min(number("max.request.size"), number("buffer.memory")));
  }

  private long number(String property) {
    return Long.parseLong(String.valueOf(properties.get(property)));
  }

  private KafkaProducer<byte[], byte[]> producer() {
    KafkaProducer<byte[], byte[]> open = producer;
    if (open == null) {
      open =
          new ExistingTopicsProducer<>(
              properties, new ByteArraySerializer(), new ByteArraySerializer());
      producer = open;
    }
    return open;
  }

  /** One attempt to write a letter, in one record or in several. */
  private final class Attempt {
    private final PendingLetter letter;
    private final @Nullable KafkaProducer<byte[], byte[]> of;
    private final AtomicInteger left = new AtomicInteger(1);
    private final AtomicBoolean isOver = new AtomicBoolean();

    private Attempt(PendingLetter letter, @Nullable KafkaProducer<byte[], byte[]> of) {
      this.of = of;
      this.letter = letter;
    }

    /** Runs on the producer's thread, or on ours. */
    private void answered(@Nullable Exception failure) {
      if (failure != null) {
        if (isOver.compareAndSet(false, true)) {
          failures.add(new Failed(this, failure));
        }
      } else if (left.decrementAndGet() == 0 && isOver.compareAndSet(false, true)) {
        letter.written();
        changed.run();
      }
    }
  }

  private void closeProducer() {
    KafkaProducer<byte[], byte[]> open = producer;
    if (open != null) {
      producer = null;
      open.close(Duration.ZERO);
    }
  }

  /** Gives up what is not written; who waits for it reads its record again. */
  @Override
  public void close() {
    isClosed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeProducer();
  }
}
