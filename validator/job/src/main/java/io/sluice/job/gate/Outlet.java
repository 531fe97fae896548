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
 * Passes on what was judged of one partition, in order. A dead record is passed on when its letter
 * is in Kafka, so whatever is downstream of here has its dead letters already. A checkpoint goes
 * back to the first record that is still in here.
 */
final class Outlet {

  /** The outlet is full at this number of records, and takes new ones again below {@link #FEW}. */
  private static final int MOST = 4_096;

  private static final int FEW = 1_024;

  private record Entry(Gated gated, @Nullable PendingLetter letter, int bytes) {}

  private final GatedPartition partition;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private @Nullable ReaderOutput<Gated> output;
  private final WaitingBytes bytes;
  private boolean isCrowded;

  /** Every record below it has been judged. */
  private long position;

  /**
   * @param bytes counts what waits in here
   */
  Outlet(GatedPartition partition, long position, WaitingBytes bytes) {
    this.partition = partition;
    this.position = position;
    this.bytes = bytes;
  }

  void setOutput(ReaderOutput<Gated> target) {
    output = target;
  }

  /** The offset of the next record to judge. */
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

  /** Why the first record's letter cannot be written, or null. */
  @Nullable String trouble() {
    Entry first = entries.peekFirst();
    PendingLetter letter = first == null ? null : first.letter();
    return letter == null || letter.isWritten() ? null : letter.trouble();
  }

  /** Whether no more records are to be judged for now. */
  boolean isFull() {
    return isCrowded || trouble() != null;
  }

  /**
   * Moves the position past offsets that hold no record, or says for the first time where it is.
   */
  void moveTo(long reached) {
    position = reached;
    add(Gated.position(partition, reached), null, 0);
  }

  /**
   * Takes a record that was judged.
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

  /** Says that a record is held; it does not pass. */
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

  /** Passes on what no longer waits for a letter. */
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
      throw new IllegalStateException("records come only while the reader is polled");
    }
    target.collect(gated);
  }
}
