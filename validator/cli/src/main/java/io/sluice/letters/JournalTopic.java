package io.sluice.letters;

import io.sluice.failure.OutageException;
import io.sluice.kafka.KafkaAdmin;
import io.sluice.kafka.OffsetSpan;
import io.sluice.kafka.TopicReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Reads the journal, a compacted topic on the cluster of the letters. */
public final class JournalTopic {

  /** The time to wait for the transaction of a killed run, which by default ends after a minute. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final int PARTITION = 0;

  private JournalTopic() {}

  /**
   * Reads all committed entries of the journal.
   *
   * @param kafka Kafka's own client properties
   */
  public static Journal read(Map<String, String> kafka) {
    try (TopicReader reader = new TopicReader(kafka, LetterTopic.PATIENCE, PATIENCE)) {
      return read(reader, () -> end(kafka));
    }
  }

  /**
   * Reads the journal.
   *
   * @param end supplies the offset after the last entry; called only if there is a journal
   */
  static Journal read(TopicReader reader, LongSupplier end) {
    Journal journal = new Journal();
    if (!reader.partitions(Journal.TOPIC).isEmpty()) {
      read(reader, end.getAsLong(), journal);
    }
    journal.complete();
    return journal;
  }

  private static void read(TopicReader reader, long end, Journal journal) {
    OffsetSpan committed =
        reader
            .spans(Journal.TOPIC, List.of(PARTITION))
            .getOrDefault(PARTITION, new OffsetSpan(0, end));
    reader.start(Journal.TOPIC, Map.of(PARTITION, new OffsetSpan(committed.from(), end)));
    try {
      while (!reader.isDone()) {
        reader.next().forEach(journal::take);
      }
    } catch (OutageException e) {
      throw TopicReader.isSilence(e)
          ? new OutageException(
              "the journal "
                  + Journal.TOPIC
                  + " cannot be read to its end, because a killed run left a transaction open."
                  + " Try again in a minute.",
              e)
          : e;
    }
  }

  /** The end including uncommitted records, so that no committed record behind them is missed. */
  private static long end(Map<String, String> kafka) {
    TopicPartition partition = new TopicPartition(Journal.TOPIC, PARTITION);
    return KafkaAdmin.once(
            kafka,
            "the end of " + Journal.TOPIC,
            admin ->
                admin
                    .listOffsets(
                        Map.of(partition, OffsetSpec.latest()),
                        new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .partitionResult(partition))
        .offset();
  }
}
