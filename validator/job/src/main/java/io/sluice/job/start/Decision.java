package io.sluice.job.start;

import io.sluice.kafka.SourcePartition;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The decision where one table starts on one source partition, or why it cannot. */
public sealed interface Decision {

  /**
   * Reading can start.
   *
   * @param missing the number of offsets below {@code start} that Kafka no longer has, if the user
   *     accepts the loss; otherwise 0
   * @param record the start record to store
   */
  record Begin(StartRule rule, TableStart start, long missing, StartRecord record)
      implements Decision {
    @Override
    public void match(Consumer<Begin> begin, Consumer<Refused> refused) {
      begin.accept(this);
    }
  }

  /**
   * Reading must not start.
   *
   * @param accept the word with which the user accepts the conflict, or null if it cannot be
   *     accepted
   * @param message what happened, and what to do
   */
  record Refused(
      StartConflict conflict,
      String table,
      SourcePartition partition,
      @Nullable String accept,
      String message)
      implements Decision {
    @Override
    public void match(Consumer<Begin> begin, Consumer<Refused> refused) {
      refused.accept(this);
    }
  }

  /** Calls the function for this case. */
  void match(Consumer<Begin> begin, Consumer<Refused> refused);
}
