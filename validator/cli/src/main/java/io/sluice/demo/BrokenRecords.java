package io.sluice.demo;

import io.sluice.wire.Framing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records that are broken on purpose: one kind for each fault in the stages wire and decode. */
public final class BrokenRecords {

  /** The header that marks these records; its value is the expected fault code. */
  public static final String MARK = "demo-broken";

  private static final int COPIES = 3;

  private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
  private final int bird;
  private final byte[] goodBird;
  private final int quake;

  /**
   * Prepares the records.
   *
   * @param bird schema ID of bird strikes
   * @param goodBird a valid bird strike, with its frame
   * @param quake schema ID of earthquakes
   */
  BrokenRecords(int bird, byte[] goodBird, int quake) {
    this.bird = bird;
    this.goodBird = goodBird;
    this.quake = quake;
  }

  List<ProducerRecord<byte[], byte[]>> all() {
    for (int i = 0; i < COPIES; i++) {
      wire();
      avro();
      json();
    }
    return records;
  }

  private void wire() {
    add(Streams.BIRDS, "empty_value", new byte[0]);
    add(Streams.BIRDS, "bad_magic", text("{\"not\": \"framed\"}"));
    add(Streams.BIRDS, "truncated_frame", new byte[] {0, 0, 1});
    add(Streams.BIRDS, "unknown_schema", Framing.write(999_999, new byte[] {2, 65}));
  }

  private void avro() {
    byte[] payload = Arrays.copyOfRange(goodBird, 5, goodBird.length);
    add(Streams.BIRDS, "truncated", Framing.write(bird, Arrays.copyOf(payload, 40)));
    add(
        Streams.BIRDS,
        "trailing_bytes",
        Framing.write(bird, Arrays.copyOf(payload, payload.length + 3)));
    add(Streams.BIRDS, "bad_length", Framing.write(bird, new byte[] {1, 65}));
    add(Streams.BIRDS, "bad_utf8", Framing.write(bird, new byte[] {4, (byte) 0xc3, 0x28}));
    byte[] overlong = new byte[11];
    Arrays.fill(overlong, (byte) 0xff);
    add(Streams.BIRDS, "bad_number", Framing.write(bird, overlong));
    add(Streams.BIRDS, "bad_union", Framing.write(bird, lastUnionBroken(payload)));
  }

  /** The last field is a union of null and int; its branch number becomes 20. */
  private static byte[] lastUnionBroken(byte[] payload) {
    byte[] broken = Arrays.copyOf(payload, payload.length);
    int branch = broken.length - 1;
    while (branch > 0 && broken[branch] != 2) {
      branch--;
    }
    broken[branch] = 40;
    return broken;
  }

  private void json() {
    add(Streams.QUAKES, "bad_json", Framing.write(quake, text("{\"id\": \"x\"")));
    add(Streams.QUAKES, "bad_json", Framing.write(quake, text("{\"mag\": NaN}")));
    add(Streams.QUAKES, "duplicate_key", Framing.write(quake, text("{\"id\": 1, \"id\": 2}")));
    add(Streams.QUAKES, "too_deep", Framing.write(quake, text("[".repeat(500) + "]".repeat(500))));
    add(Streams.QUAKES, "bad_number", Framing.write(quake, text("{\"mag\": 1e1000000}")));
    add(
        Streams.QUAKES,
        "too_many_items",
        Framing.write(quake, text("[" + "0,".repeat(150_000) + "0]")));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void add(String topic, String code, byte[] value) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, records.size() % Streams.PARTITIONS, null, value);
    record.headers().add(MARK, code.getBytes(StandardCharsets.UTF_8));
    records.add(record);
  }
}
