package io.sluice.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.audit.kafka.ClusterView;
import io.sluice.audit.kafka.TopicLook;
import io.sluice.audit.lake.KnownContracts;
import io.sluice.audit.lake.LedgerBook;
import io.sluice.audit.report.Finding.Kind;
import io.sluice.audit.report.Findings;
import io.sluice.kafka.OffsetSpan;
import io.sluice.kafka.TopicReader;
import io.sluice.offset.Coordinates;
import io.sluice.pieces.LetterJoiner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Reads each dead-letter topic once and assigns the letters to their source partitions. */
final class DeadLetters {

  private final ClusterView kafka;
  private final SourceTopics sources;
  private final LedgerBook ledger;
  private final KnownContracts contracts;
  private final String pipeline;
  private final Findings findings;
  private final List<String> notes;
  private final AuditProgress progress;
  private final Map<String, Source> read = new HashMap<>();

  /**
   * The dead-letter topics of a source topic.
   *
   * @param name the topic's name, or several names
   * @param isDenied whether this user does not have permission to read one of them
   * @param retention the retention of each topic in milliseconds, without topics that keep letters
   *     forever
   */
  record Source(String name, boolean isDenied, Map<String, Long> retention) {

    static final Source NONE = new Source("", false, Map.of());

    private Source and(Source other) {
      Map<String, Long> both = new HashMap<>(retention);
      both.putAll(other.retention);
      return new Source(name + ", " + other.name, isDenied || other.isDenied, both);
    }

    /** Whether letters from the given time have expired in one of the given topics. */
    boolean isExpired(Set<String> topics, long millis) {
      return retention.entrySet().stream()
          .anyMatch(
              one ->
                  topics.contains(one.getKey())
                      && millis + one.getValue() < System.currentTimeMillis());
    }
  }

  private record Beyond(String letters, SourceTopic topic, Coordinates at) {}

  private final List<Beyond> beyond = new ArrayList<>();

  DeadLetters(
      ClusterView kafka,
      SourceTopics sources,
      Evidence evidence,
      String pipeline,
      Findings findings,
      List<String> notes,
      AuditProgress progress) {
    this.kafka = kafka;
    this.sources = sources;
    this.ledger = evidence.ledger();
    this.contracts = evidence.contracts();
    this.pipeline = pipeline;
    this.findings = findings;
    this.notes = notes;
    this.progress = progress;
  }

  /** Reads a topic, unless it was read before. */
  void read(String name) {
    if (read.containsKey(name)) {
      return;
    }
    TopicLook look = kafka.look(name);
    if (!(look instanceof TopicLook.Found found)) {
      boolean isDenied = look instanceof TopicLook.Denied;
      read.put(name, new Source(name, isDenied, Map.of()));
      return;
    }
    TopicReader reader = kafka.reader();
    OptionalLong retention = kafka.retention(name);
    read.put(
        name,
        new Source(
            name, false, retention.isEmpty() ? Map.of() : Map.of(name, retention.getAsLong())));
    Map<Integer, OffsetSpan> spans = reader.spans(name, found.partitions());
    long all = spans.values().stream().mapToLong(OffsetSpan::length).sum();
    LetterJoiner joiner = new LetterJoiner();
    Set<String> damaged = new HashSet<>();
    long done = 0;
    // a letter that expires while the audit reads the topic counts as expired
    reader.start(name, spans, (partition, span) -> {});
    while (!reader.isDone()) {
      ConsumerRecords<byte[], byte[]> batch = reader.next();
      batch.forEach(record -> take(name, record, joiner, damaged));
      done += batch.count();
      progress.at("dead letters of " + name, done, all);
    }
    if (joiner.incomplete() + damaged.size() > 0) {
      notes.add(
          "topic "
              + name
              + " has "
              + (joiner.incomplete() + damaged.size())
              + " incomplete copies of letters; they are not counted");
    }
  }

  private void take(
      String name,
      ConsumerRecord<byte[], byte[]> record,
      LetterJoiner joiner,
      Set<String> damaged) {
    ConsumerRecord<byte[], byte[]> letter;
    try {
      letter = joiner.add(record);
    } catch (RuntimeException e) {
      // the pieces do not form a record, so they carry no letter
      damaged.add(record.partition() + "/" + record.offset());
      return;
    }
    if (letter != null) {
      place(name, letter);
    }
  }

  private void place(String name, ConsumerRecord<byte[], byte[]> letter) {
    String id = text(letter, "sluice.id");
    Coordinates at = id == null ? null : Coordinates.parse(id);
    boolean isOurs = pipeline.equals(text(letter, "sluice.pipeline"));
    if (at == null) {
      if (isOurs) {
        findings.add(Kind.STRAY, place(letter), name, "the dead letter has no sluice.id");
      }
      return;
    }
    String topicId = text(letter, "sluice.topic.id");
    SourceTopic existing = sources.existing(at.topic());
    SourceTopic topic = topicId == null ? existing : sources.of(at.topic(), topicId);
    if (topic == null) {
      if (isOurs) {
        findings.add(
            Kind.STRAY,
            at,
            name,
            "the dead letter refers to a topic that the pipeline has never read");
      }
      return;
    }
    Long begin = ledger.begin(topic.id(), at.partition());
    if (!isOurs && begin != null && at.offset() >= begin) {
      // this pipeline has judged the record itself, so another pipeline's letter is no place for it
      return;
    }
    checkItself(name, letter, at);
    PartitionPlaces places = topic.partitions().get(at.partition());
    if (places == null) {
      findings.add(Kind.STRAY, at, name, "the source topic has no such partition");
      return;
    }
    places.letters().add(at.offset(), letter);
    if (topic.exists() && at.offset() >= places.range().end()) {
      beyond.add(new Beyond(name, topic, at));
    }
  }

  /** Checks that the headers of a letter agree with each other. */
  private void checkItself(String name, ConsumerRecord<byte[], byte[]> letter, Coordinates at) {
    boolean isConsistent =
        at.topic().equals(text(letter, "sluice.topic"))
            && Integer.toString(at.partition()).equals(text(letter, "sluice.partition"))
            && Long.toString(at.offset()).equals(text(letter, "sluice.offset"));
    if (!isConsistent) {
      findings.add(Kind.ALTERED, at, name, "the dead letter's headers refer to different records");
    }
    String contract = text(letter, "sluice.contract");
    String version = text(letter, "sluice.rules.version");
    KnownContracts.Version known = version == null ? null : contracts.of(version);
    if (known != null && !known.name().equals(contract)) {
      findings.add(
          Kind.ALTERED, at, name, "the dead letter's contract and rules version do not match");
    }
  }

  private static Coordinates place(ConsumerRecord<byte[], byte[]> letter) {
    return new Coordinates(letter.topic(), letter.partition(), letter.offset());
  }

  /** The given topics, combined. */
  Source of(Set<String> names) {
    return names.stream().map(read::get).reduce(Source::and).orElse(Source.NONE);
  }

  /** Reports letters whose records are still not in their topic. */
  void reportBeyond() {
    Map<String, Map<Integer, OffsetSpan>> now = new HashMap<>();
    for (Beyond one : beyond) {
      // a running pipeline may have written letters of records that arrived in the meantime
      OffsetSpan span =
          now.computeIfAbsent(
                  one.topic().name(),
                  name -> kafka.reader().spans(name, one.topic().partitions().keySet()))
              .get(one.at().partition());
      if (span == null || one.at().offset() >= span.to()) {
        findings.add(Kind.STRAY, one.at(), one.letters(), "the source topic has no such record");
      }
    }
  }

  private static @Nullable String text(ConsumerRecord<byte[], byte[]> letter, String name) {
    Header header = letter.headers().lastHeader(name);
    return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
  }
}
