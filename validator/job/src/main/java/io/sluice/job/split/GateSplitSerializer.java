package io.sluice.job.split;

import io.sluice.job.start.TableStart;
import io.sluice.kafka.SourcePartition;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * The serializer of splits: topic, topic ID, partition, offset, and since version 2 the starts of
 * tables.
 */
public final class GateSplitSerializer implements SimpleVersionedSerializer<GateSplit> {

  private static final int VERSION = 2;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(GateSplit split) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(128);
    out.writeUTF(split.partition().topic());
    out.writeUTF(split.partition().topicId());
    out.writeInt(split.partition().partition());
    out.writeLong(split.offset());
    out.writeInt(split.starts().size());
    for (Map.Entry<String, TableStart> start : split.starts().entrySet()) {
      out.writeUTF(start.getKey());
      out.writeLong(start.getValue().first());
      out.writeLong(start.getValue().from());
    }
    return out.getCopyOfBuffer();
  }

  @Override
  public GateSplit deserialize(int version, byte[] bytes) throws IOException {
    if (version > VERSION) {
      throw new IOException(
          "the state contains a split in format version "
              + version
              + ", written by a newer Sluice release. Run that release, or start without state.");
    }
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    SourcePartition partition = new SourcePartition(in.readUTF(), in.readUTF(), in.readInt());
    long offset = in.readLong();
    Map<String, TableStart> starts = new TreeMap<>();
    for (int left = version < 2 ? 0 : in.readInt(); left > 0; left--) {
      starts.put(in.readUTF(), new TableStart(in.readLong(), in.readLong()));
    }
    return new GateSplit(partition, offset, starts);
  }
}
