package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.run.EmbeddedFlink;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that name schemas which do not exist hold nothing for good, on a real registry. */
class UnknownSchemaIT {

  private static byte[] guid(long most) {
    UUID guid = new UUID(most, 42);
    return ByteBuffer.allocate(18)
        .put((byte) 1)
        .putLong(guid.getMostSignificantBits())
        .putLong(guid.getLeastSignificantBits())
        .put((byte) 2)
        .array();
  }

  /** Apicurio 3.0.9 does not serve schemas by GUID: it answers with an empty 404. */
  @Test
  void whatLooksLikeAGuidOrAnAbsurdIdDies(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.topic("orders", 1);
      landscape.topic("orders.dlq", 1);
      landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      for (int i = 0; i < 50; i++) {
        landscape.send("orders", 0, Orders.order(id, "a" + i, 1, "EUR"));
      }
      for (int i = 0; i < 20; i++) {
        landscape.send("orders", 0, guid(i));
      }
      ProducerRecord<byte[], byte[]> byHeader =
          new ProducerRecord<>("orders", 0, null, new byte[] {2});
      byHeader.headers().add("__value_schema_id", guid(99));
      landscape.send(byHeader);
      for (int absurd : List.of(-1, Integer.MIN_VALUE, Integer.MAX_VALUE)) {
        landscape.send("orders", 0, Payloads.framed(absurd, new byte[] {2}));
      }
      for (int i = 0; i < 50; i++) {
        landscape.send("orders", 0, Orders.order(id, "b" + i, 1, "EUR"));
      }
      landscape.flush();
      try (EmbeddedFlink flink = landscape.start()) {
        landscape.awaitSettled("orders");
        flink.cancel();
      }
      assertThat(landscape.rows("shop.orders")).hasSize(100);
      assertThat(landscape.read("orders.dlq"))
          .hasSize(24)
          .allSatisfy(
              letter ->
                  assertThat(Payloads.header(letter, "sluice.code"))
                      .isIn("unknown_schema", "truncated_frame", "bad_magic"));
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }

  @Test
  void aSchemaThatIsRegisteredMeanwhileIsFoundForTheNextRecord(@TempDir Path folder)
      throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.topic("orders", 1);
      landscape.topic("orders.dlq", 1);
      landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
      int known = landscape.register("other-value", "AVRO", "\"int\"");
      landscape.send("orders", 0, Orders.order(known + 1, "early", 1, "EUR"));
      landscape.flush();
      try (EmbeddedFlink flink = landscape.start()) {
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .until(() -> landscape.read("orders.dlq").size() == 1);
        assertThat(landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString()))
            .isEqualTo(known + 1);
        landscape.send("orders", 0, Orders.order(known + 1, "late", 1, "EUR"));
        landscape.flush();
        landscape.awaitSettled("orders");
        flink.cancel();
      }
      assertThat(landscape.rows("shop.orders")).hasSize(1);
      assertThat(landscape.read("orders.dlq")).hasSize(1);
    }
  }
}
