package io.sluice.job.source;

import io.sluice.job.SourcePartition;
import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Version 1: topic, topic id, partition, offset. */
final class GateSplitSerializer implements SimpleVersionedSerializer<GateSplit> {

  @Override
  public int getVersion() {
    return 1;
  }

  @Override
  public byte[] serialize(GateSplit split) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    out.writeUTF(split.partition().topic());
    out.writeUTF(split.partition().topicId());
    out.writeInt(split.partition().partition());
    out.writeLong(split.offset());
    return out.getCopyOfBuffer();
  }

  @Override
  public GateSplit deserialize(int version, byte[] bytes) throws IOException {
    if (version != 1) {
      throw new IOException("a split of version " + version + " is from a newer Sluice");
    }
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    SourcePartition partition = new SourcePartition(in.readUTF(), in.readUTF(), in.readInt());
    return new GateSplit(partition, in.readLong());
  }
}
