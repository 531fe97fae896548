package io.sluice.job.deadletter;

import io.sluice.deadletter.DeadLetter;
import io.sluice.job.deadletter.LetterProducer.FailedLetter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends dead letters to Kafka on its own thread, so that the reader never waits. A topic that does
 * not accept letters delays only its own letters, which are tried again until it accepts them.
 */
public final class LetterSender implements AutoCloseable {

  /** The delay before a topic that refused a letter is tried again, with one letter. */
  private static final long RETRY_NANOS = Duration.ofSeconds(5).toNanos();

  private static final long IDLE_MILLIS = 200;

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(IDLE_MILLIS);

  private final Runnable changed;
  private final LetterProducer producer;
  private final BlockingQueue<PendingLetter> queue = new LinkedBlockingQueue<>();
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Thread thread;

  /** The state of the topics as the coordinator sent it, or null before the first time. */
  private volatile @Nullable Map<String, TopicState> states;

  private volatile boolean isClosed;
  private volatile @Nullable Throwable death;

  /** The letters for one topic that cannot be sent now, in order. */
  private static final class Lane {
    private final Deque<PendingLetter> parked = new ArrayDeque<>();

    /** The failure of the last letter, or null if none failed since one was written. */
    private @Nullable String failure;

    private long retryAt;

    /** The letter that tests whether the topic accepts letters again. */
    private @Nullable PendingLetter probe;
  }

  /**
   * @param kafka Kafka's own client properties
   * @param changed is called, from any thread, when a letter is written or delayed
   */
  public LetterSender(Map<String, String> kafka, String name, Runnable changed) {
    this.changed = changed;
    this.producer = new LetterProducer(kafka, changed);
    this.thread = new Thread(this::run, "dead-letters-" + name);
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** Accepts a letter and returns at once. */
  public PendingLetter send(DeadLetter letter) {
    PendingLetter pending = new PendingLetter(letter);
    queue.add(pending);
    return pending;
  }

  /** Receives the state of the topics from the coordinator. */
  public void know(Map<String, TopicState> seen) {
    states = Map.copyOf(seen);
  }

  private void run() {
    try {
      send();
    } catch (Throwable e) {
      // the reader fails with it; otherwise, its partitions would stall silently
      death = e;
      changed.run();
    }
  }

  /** Fails if the sender thread has failed. */
  public void requireAlive() {
    Throwable cause = death;
    if (cause != null) {
      throw new IllegalStateException("the thread that sends dead letters has failed", cause);
    }
  }

  private void send() {
    Map<String, TopicState> known = null;
    long looked = System.nanoTime();
    while (!isClosed) {
      try {
        PendingLetter next = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        for (FailedLetter failed = producer.pollFailure();
            failed != null;
            failed = producer.pollFailure()) {
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

  /** The reason why letters for a topic cannot be sent now, or null if they can. */
  private @Nullable String reason(String topic, Lane lane) {
    Map<String, TopicState> seen = states;
    TopicState state = seen == null ? null : seen.get(topic);
    if (state == null) {
      return "dead-letter topic " + topic + " has not been checked yet";
    }
    String trouble = state.trouble();
    return trouble == null ? lane.failure : trouble;
  }

  private void delay(FailedLetter failed) {
    if (failed.isAborted()) {
      // aborted because another letter closed the producer
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
            + " does not accept letters: "
            + Objects.requireNonNullElse(failed.failure().getMessage(), "" + failed.failure());
    lane.retryAt = System.nanoTime() + RETRY_NANOS;
    if (lane.probe == failed.letter()) {
      lane.probe = null;
      lane.parked.addFirst(failed.letter());
    } else {
      lane.parked.addLast(failed.letter());
    }
    delayed(failed.letter(), lane.failure);
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
      while (!lane.parked.isEmpty() && !producer.hasFailures()) {
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
    Map<String, TopicState> seen = states;
    TopicState state = seen == null ? null : seen.get(letter.letter().topic());
    producer.send(letter, state instanceof TopicState.Usable usable ? usable.mostBytes() : 1 << 20);
  }

  /** Gives up all letters that are not written. Their records are read again. */
  @Override
  public void close() {
    isClosed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close();
  }
}
