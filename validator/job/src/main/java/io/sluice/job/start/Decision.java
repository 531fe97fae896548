package io.sluice.job.start;

import io.sluice.kafka.SourcePartition;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where one table starts on one source partition, or why it cannot. */
public sealed interface Decision {

  /**
   * Reading can start.
   *
   * @param missing how many offsets below {@code start} Kafka no longer has, where that is known
   *     and accepted; else 0
   * @param record what is to be remembered of the start
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
   * @param accept what the user accepts the conflict by, or null where there is no such word
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

  /** Goes to the one of the two that takes this case. */
  void match(Consumer<Begin> begin, Consumer<Refused> refused);
}
