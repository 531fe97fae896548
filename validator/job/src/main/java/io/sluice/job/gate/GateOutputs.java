package io.sluice.job.gate;

import io.sluice.job.handover.Gated;
import java.util.Map;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The outputs of Kafka's reader: one gate for each of its splits. */
public final class GateOutputs implements ReaderOutput<ConsumerRecord<byte[], byte[]>> {

  private final Map<String, PartitionGate> gates;
  private @Nullable ReaderOutput<Gated> target;

  /**
   * @param gates by the id of the split
   */
  public GateOutputs(Map<String, PartitionGate> gates) {
    this.gates = gates;
  }

  /** Sets the output of the gates. */
  public void to(ReaderOutput<Gated> output) {
    target = output;
  }

  @Override
  public SourceOutput<ConsumerRecord<byte[], byte[]>> createOutputForSplit(String splitId) {
    PartitionGate gate = gates.get(splitId);
    ReaderOutput<Gated> output = target;
    if (gate == null || output == null) {
      throw new IllegalStateException("no gate for " + splitId);
    }
    gate.setOutput(output);
    return gate;
  }

  @Override
  public void releaseOutputForSplit(String splitId) {
    // gates live as long as the reader
  }

  @Override
  public void collect(ConsumerRecord<byte[], byte[]> record) {
    throw new IllegalStateException("the Kafka reader emits records by split");
  }

  @Override
  public void collect(ConsumerRecord<byte[], byte[]> record, long timestamp) {
    collect(record);
  }

  @Override
  public void emitWatermark(Watermark watermark) {
    // the job has no event time
  }

  @Override
  public void markIdle() {
    // the job has no event time
  }

  @Override
  public void markActive() {
    // the job has no event time
  }
}
