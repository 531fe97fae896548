package io.sluice.job.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.job.start.TableStart;
import io.sluice.kafka.SourcePartition;
import io.sluice.schema.SchemaFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class GateStateSerializerTest {

  private final GateStateSerializer serializer = new GateStateSerializer();

  private static final SourcePartition PARTITION = new SourcePartition("orders", "id", 1);

  private static GateState state(long since, Map<String, TableStart> starts) {
    return new GateState(
        List.of(new GateSplit(PARTITION, 17, starts)),
        List.of(),
        List.of(
            new KnownSchema(
                "id:7", SchemaFormat.AVRO, "\"string\"", new LinkedHashMap<>(), 3, since)),
        Map.of());
  }

  @Test
  void comesBackAsItWas() throws IOException {
    Map<String, TableStart> starts = Map.of("shop.orders", new TableStart(5, 17));
    GateState state =
        new GateState(
            state(5, starts).discovered(),
            state(5, starts).discovered(),
            state(5, starts).schemas(),
            Map.of("orders", Set.of("shop.orders")));
    GateState read = serializer.deserialize(serializer.getVersion(), serializer.serialize(state));
    assertThat(read).isEqualTo(state);
  }

  /** Splits without the starts of tables; schemas without the time of their first fetch. */
  @Test
  void stateOfVersion2IsRead() throws IOException {
    DataOutputSerializer split = new DataOutputSerializer(64);
    split.writeUTF("orders");
    split.writeUTF("id");
    split.writeInt(1);
    split.writeLong(17);
    DataOutputSerializer out = new DataOutputSerializer(256);
    out.writeInt(1);
    writeBytes(out, split.getCopyOfBuffer());
    out.writeInt(0);
    out.writeInt(1);
    for (String text : List.of("id:7", "AVRO", "\"string\"")) {
      writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
    }
    out.writeInt(0);
    out.writeInt(3);
    out.writeInt(0);
    assertThat(serializer.deserialize(2, out.getCopyOfBuffer())).isEqualTo(state(0, Map.of()));
  }

  private static void writeBytes(DataOutputSerializer out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
