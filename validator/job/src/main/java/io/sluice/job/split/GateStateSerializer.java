package io.sluice.job.split;

import io.sluice.schema.SchemaFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * The serializer of the coordinator state: discovered splits, unassigned splits, schemas, and
 * tables by topic.
 */
public final class GateStateSerializer implements SimpleVersionedSerializer<GateState> {

  /**
   * Version 2 adds the version number of schemas, 3 the time when they were first fetched, 4 splits
   * of version 2.
   */
  private static final int VERSION = 4;

  private final GateSplitSerializer splits = new GateSplitSerializer();

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(GateState state) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(1024);
    writeSplits(out, state.discovered());
    writeSplits(out, state.unassigned());
    out.writeInt(state.schemas().size());
    for (KnownSchema schema : state.schemas()) {
      writeText(out, schema.label());
      writeText(out, schema.format().name());
      writeText(out, schema.text());
      out.writeInt(schema.references().size());
      for (Map.Entry<String, String> reference : schema.references().entrySet()) {
        writeText(out, reference.getKey());
        writeText(out, reference.getValue());
      }
      Integer number = schema.version();
      out.writeInt(number == null ? 0 : number);
      out.writeLong(schema.since());
    }
    out.writeInt(state.tables().size());
    for (Map.Entry<String, Set<String>> topic : state.tables().entrySet()) {
      writeText(out, topic.getKey());
      out.writeInt(topic.getValue().size());
      for (String table : topic.getValue()) {
        writeText(out, table);
      }
    }
    return out.getCopyOfBuffer();
  }

  @Override
  public GateState deserialize(int version, byte[] bytes) throws IOException {
    if (version > VERSION) {
      throw new IOException(
          "the state contains coordinator data in format version "
              + version
              + ", written by a newer Sluice release. Run that release, or start without state.");
    }
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    int ofSplits = version < 4 ? 1 : 2;
    List<GateSplit> discovered = readSplits(in, ofSplits);
    List<GateSplit> unassigned = readSplits(in, ofSplits);
    List<KnownSchema> schemas = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      String label = readText(in);
      SchemaFormat format = new SchemaFormat(readText(in));
      String text = readText(in);
      LinkedHashMap<String, String> references = new LinkedHashMap<>();
      for (int more = in.readInt(); more > 0; more--) {
        String name = readText(in);
        references.put(name, readText(in));
      }
      int number = version < 2 ? 0 : in.readInt();
      long since = version < 3 ? 0 : in.readLong();
      schemas.add(
          new KnownSchema(label, format, text, references, number == 0 ? null : number, since));
    }
    Map<String, Set<String>> tables = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      Set<String> ofTopic = tables.computeIfAbsent(readText(in), topic -> new TreeSet<>());
      for (int more = in.readInt(); more > 0; more--) {
        ofTopic.add(readText(in));
      }
    }
    return new GateState(discovered, unassigned, schemas, tables);
  }

  private void writeSplits(DataOutputSerializer out, List<GateSplit> all) throws IOException {
    out.writeInt(all.size());
    for (GateSplit split : all) {
      byte[] bytes = splits.serialize(split);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  private List<GateSplit> readSplits(DataInputDeserializer in, int version) throws IOException {
    List<GateSplit> all = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      all.add(splits.deserialize(version, bytes));
    }
    return all;
  }

  /** Not writeUTF, because schemas may be longer than its limit of 64 KB. */
  private static void writeText(DataOutputSerializer out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputDeserializer in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
