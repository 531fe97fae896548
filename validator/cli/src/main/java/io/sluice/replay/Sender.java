package io.sluice.replay;

import io.sluice.deadletter.DeadLetter;
import io.sluice.failure.ConflictException;
import io.sluice.failure.InterruptionException;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import io.sluice.header.Headers;
import io.sluice.job.deadletter.LetterPieces;
import io.sluice.letters.Journal;
import io.sluice.letters.Letter;
import io.sluice.offset.Coordinates;
import io.sluice.offset.RecordSet;
import io.sluice.raw.InMemoryRecord;
import io.sluice.raw.RawHeader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ExistingTopicsProducer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends repaired records and their journal entries in transactions. */
final class Sender implements AutoCloseable {

  private static final int COMMIT_TRIES = 5;

  private final ReplayPlan plan;
  private final Targets targets;
  private final KafkaProducer<byte[], byte[]> producer;
  private boolean parking;
  private int round = 1;
  private String who = "";

  /**
   * Starts a sender and fences any other sender for the same dead-letter topic.
   *
   * @throws SetUpException if the required permission is missing
   */
  Sender(Map<String, String> kafka, ReplayPlan plan, Targets targets) {
    this.plan = plan;
    this.targets = targets;
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put("transactional.id", "sluice-replay-" + plan.letters());
    properties.put("acks", "all");
    // the broker limits compressed batches, but the client would limit uncompressed records
    int room = Math.max(64 << 20, 2 * targets.mostBytes());
    properties.put("max.request.size", Integer.toString(room));
    properties.putIfAbsent("buffer.memory", Integer.toString(room));
    properties.putIfAbsent("compression.type", "zstd");
    properties.putIfAbsent("linger.ms", "5");
    this.producer =
        new ExistingTopicsProducer<>(
            properties, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
    } catch (KafkaException e) {
      producer.close(Duration.ZERO);
      throw failure(e);
    }
  }

  /** Handles a batch of letters completely, or not at all. */
  Counts send(List<Letter> letters, Decider decider, Instant now) {
    Counts counts = new Counts();
    Batch batch = new Batch();
    Map<Integer, Long> from = new TreeMap<>();
    Map<Integer, Long> next = new TreeMap<>();
    for (Letter letter : letters) {
      Coordinates place = letter.place();
      from.putIfAbsent(place.partition(), place.offset());
      next.put(place.partition(), place.offset() + 1);
      if (!decider.isSelected(letter)) {
        continue;
      }
      LetterDecision decision = decider.decide(letter);
      counts.add(decision);
      decision.tell(batch.of(letter));
    }
    batch.records.add(
        JournalEntries.batch(plan, round, from, next, batch.sent, batch.parked, counts, now));
    commit(batch.records);
    return counts;
  }

  /** The records to send for a batch of letters. */
  private final class Batch {
    private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final RecordSet sent = new RecordSet();
    private final RecordSet parked = new RecordSet();

    private LetterDecision.Cases of(Letter letter) {
      return new LetterDecision.Cases() {
        @Override
        public void send(LetterDecision.Send send) {
          records.add(replayed(letter, send));
          sent.add(letter.id());
        }

        @Override
        public void parks(LetterDecision.Parks parks) {
          records.addAll(parked(letter));
          parked.add(letter.id());
        }

        @Override
        public void fails(LetterDecision.Fails fails) {
          // it stays open
        }

        @Override
        public void waits(LetterDecision.Waits waits) {
          // it stays open
        }

        @Override
        public void skips(LetterDecision.Skips skips) {
          // its state does not change
        }
      };
    }
  }

  private void commit(List<ProducerRecord<byte[], byte[]>> records) {
    try {
      producer.beginTransaction();
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      records.forEach(record -> sent.add(producer.send(record)));
      producer.flush();
      for (Future<RecordMetadata> one : sent) {
        RecordMetadata unused = one.get();
      }
      commitTransaction();
    } catch (ExecutionException e) {
      abort();
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      abort();
      throw InterruptionException.of(e);
    } catch (KafkaException e) {
      abort();
      throw failure(e);
    }
  }

  /** Commits, and retries if the reply is lost. */
  private void commitTransaction() {
    for (int left = COMMIT_TRIES; true; left--) {
      try {
        producer.commitTransaction();
        return;
      } catch (TimeoutException e) {
        if (left == 1) {
          throw new OutageException(
              "Kafka did not confirm the commit. Run the same command again; no letter is sent"
                  + " twice.",
              e);
        }
      }
    }
  }

  private void abort() {
    try {
      producer.abortTransaction();
    } catch (KafkaException e) {
      // the broker aborts it after its timeout, or when the next run starts
    }
  }

  private RuntimeException failure(@Nullable Throwable e) {
    if (e instanceof ProducerFencedException || e instanceof InvalidProducerEpochException) {
      return new ConflictException(
          "another run took over dead-letter topic "
              + plan.letters()
              + "; this run stopped, and its uncommitted letters were not sent");
    }
    if (e instanceof InterruptException interrupt) {
      return InterruptionException.of(interrupt);
    }
    if (e instanceof AuthorizationException) {
      return new SetUpException(
          "missing permission: "
              + e.getMessage()
              + ". This batch was not sent. Grant Write on the target topic, on the journal "
              + Journal.TOPIC
              + ", and on the transactional ID sluice-replay-"
              + plan.letters()
              + ".");
    }
    if (e instanceof RecordTooLargeException) {
      return new SetUpException(
          "a record is too large for the target topic: "
              + e.getMessage()
              + ". This batch was not sent. Raise max.message.bytes on the target topic.");
    }
    return new OutageException(
        "Kafka did not accept the records: "
            + (e == null ? "" : e.getMessage())
            + ". Run the same command again to resume; no letter is sent twice.",
        e == null ? new IllegalStateException() : e);
  }

  @SuppressWarnings("NullAway") // Kafka's classes are not annotated; null keys and values are legal
  private ProducerRecord<byte[], byte[]> replayed(Letter letter, LetterDecision.Send send) {
    InMemoryRecord record = send.record();
    Coordinates origin = letter.origin();
    List<Header> headers = new ArrayList<>();
    for (RawHeader header : record.headers()) {
      headers.add(new RecordHeader(header.name(), header.value()));
    }
    add(headers, Headers.ORIGIN_TOPIC, origin.topic());
    add(headers, Headers.ORIGIN_PARTITION, "" + origin.partition());
    add(headers, Headers.ORIGIN_OFFSET, "" + origin.offset());
    add(headers, Headers.ORIGIN_TIMESTAMP, "" + letter.originTimestamp());
    add(headers, Headers.ATTEMPT, "" + (letter.attempt() + 1));
    add(headers, Headers.FIRST_FAILED_AT, "" + letter.firstFailedAt());
    add(headers, Headers.REPLAY_PLAN, plan.digest());
    if (send.isFixed()) {
      add(headers, Headers.ORIGINAL_DIGEST, digest(send.original()));
      add(headers, Headers.FIXED_DIGEST, digest(record.value()));
    }
    return new ProducerRecord<>(
        plan.targetOf(origin.topic()), null, null, record.key(), record.value(), headers);
  }

  private static void add(List<Header> headers, String name, String value) {
    headers.add(new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8)));
  }

  private static String digest(byte @Nullable [] value) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(value == null ? new byte[0] : value));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The letter with all its headers, for the parking topic. */
  private List<ProducerRecord<byte[], byte[]>> parked(Letter letter) {
    if (!parking) {
      targets.makeParking();
      parking = true;
    }
    String topic = plan.letters() + Targets.PARKED;
    return LetterPieces.of(
        new DeadLetter(
            topic, System.currentTimeMillis(), letter.key(), letter.value(), letter.rawHeaders()),
        targets.mostBytesOf(topic),
        () -> producer.partitionsFor(topic).size());
  }

  /** Writes to the journal that a round starts or resumes. */
  void begin(int number, String person, Counts counts) {
    round = number;
    who = person;
    summary("running", counts);
  }

  /** Writes the result of the round to the journal. */
  void end(String status, Counts counts) {
    summary(status, counts);
  }

  private void summary(String status, Counts counts) {
    commit(
        List.of(
            JournalEntries.summary(
                plan, round, who, status, counts, Instant.now().truncatedTo(ChronoUnit.SECONDS))));
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(10));
  }
}
