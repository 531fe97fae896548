package io.sluice.job.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.job.SourcePartition;
import io.sluice.schema.SchemaFormat;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GateStateSerializerTest {

  private final GateStateSerializer serializer = new GateStateSerializer();

  private static GateState state(long since) {
    return new GateState(
        List.of(new GateSplit(new SourcePartition("orders", "id", 1), 17)),
        List.of(),
        List.of(
            new KnownSchema(
                "id:7", SchemaFormat.AVRO, "\"string\"", new LinkedHashMap<>(), 3, since)),
        Map.of());
  }

  @Test
  void comesBackAsItWas() throws IOException {
    GateState state =
        new GateState(
            state(5).discovered(),
            state(5).discovered(),
            state(5).schemas(),
            Map.of("orders", Set.of("shop.orders")));
    GateState read = serializer.deserialize(serializer.getVersion(), serializer.serialize(state));
    assertThat(read).isEqualTo(state);
  }

  @Test
  void stateOfVersion2IsRead() throws IOException {
    byte[] now = serializer.serialize(state(5));
    // the time is the last but one: eight bytes before the number of topics, which is four
    byte[] before = Arrays.copyOf(now, now.length - 8);
    System.arraycopy(now, now.length - 4, before, before.length - 4, 4);
    assertThat(serializer.deserialize(2, before)).isEqualTo(state(0));
  }
}
