package io.sluice.job.gate;

import io.sluice.job.deadletter.PendingLetter;
import io.sluice.job.handover.Gated;
import io.sluice.job.handover.GatedPartition;
import io.sluice.job.handover.RecordOutcome;
import io.sluice.row.Row;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Emits the checked records of one partition, in order. A dead record is emitted once its letter is
 * in Kafka, so everything downstream has its dead letters. A checkpoint goes back to the first
 * record that is still waiting here.
 */
final class Outlet {

  /**
   * The number of records at which the outlet is full. It accepts records again below {@link #FEW}.
   */
  private static final int MOST = 4_096;

  private static final int FEW = 1_024;

  private record Entry(Gated gated, @Nullable PendingLetter letter, int bytes) {}

  private final GatedPartition partition;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private @Nullable ReaderOutput<Gated> output;
  private final WaitingBytes bytes;
  private boolean isCrowded;

  /** Every record below it has been checked. */
  private long position;

  /**
   * @param bytes counts the bytes of the waiting records
   */
  Outlet(GatedPartition partition, long position, WaitingBytes bytes) {
    this.partition = partition;
    this.position = position;
    this.bytes = bytes;
  }

  void setOutput(ReaderOutput<Gated> target) {
    output = target;
  }

  /** The offset of the next record to check. */
  long position() {
    return position;
  }

  /** The offset at which reading continues after a restart. */
  long passedOn() {
    Entry first = entries.peekFirst();
    return first == null ? position : first.gated().offset();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The reason why the first record's letter cannot be written, or null. */
  @Nullable String trouble() {
    Entry first = entries.peekFirst();
    PendingLetter letter = first == null ? null : first.letter();
    return letter == null || letter.isWritten() ? null : letter.trouble();
  }

  /** Whether no more records should be checked for now. */
  boolean isFull() {
    return isCrowded || trouble() != null;
  }

  /**
   * Moves the position past offsets without a record, or reports the position for the first time.
   */
  void moveTo(long reached) {
    position = reached;
    add(Gated.position(partition, reached), null, 0);
  }

  /**
   * Accepts a checked record.
   *
   * @param letter null unless the record is dead and needs one
   */
  void pass(
      ConsumerRecord<byte[], byte[]> record,
      RecordOutcome outcome,
      @Nullable String rulesVersion,
      @Nullable Row row,
      @Nullable PendingLetter letter) {
    position = record.offset() + 1;
    add(
        new Gated(partition, record.offset(), record.timestamp(), outcome, rulesVersion, row),
        letter,
        PartitionGate.size(record));
  }

  /** Reports that a record is held. */
  void markHeld(ConsumerRecord<byte[], byte[]> record) {
    add(Gated.held(partition, record.offset(), record.timestamp()), null, 0);
  }

  private void add(Gated gated, @Nullable PendingLetter letter, int size) {
    if (letter == null && entries.isEmpty()) {
      collect(gated);
      return;
    }
    entries.addLast(new Entry(gated, letter, size));
    bytes.add(size);
    isCrowded |= entries.size() >= MOST;
  }

  /** Emits the records that no longer wait for a letter. */
  void drain() {
    for (Entry first = entries.peekFirst(); first != null; first = entries.peekFirst()) {
      PendingLetter letter = first.letter();
      if (letter != null && !letter.isWritten()) {
        break;
      }
      entries.removeFirst();
      bytes.remove(first.bytes());
      collect(first.gated());
    }
    isCrowded &= entries.size() > FEW;
  }

  private void collect(Gated gated) {
    ReaderOutput<Gated> target = output;
    if (target == null) {
      throw new IllegalStateException("records can be emitted only while the reader is polled");
    }
    target.collect(gated);
  }
}
