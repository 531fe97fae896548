package io.sluice.bench;

import io.sluice.wire.Framing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Clean Avro orders of about 185 bytes each. */
final class Events {

  static final int PARTITIONS = 4;
  static final Schema SCHEMA =
      SchemaBuilder.record("Order")
          .namespace("com.acme")
          .fields()
          .requiredString("id")
          .requiredString("customer")
          .requiredString("email")
          .requiredDouble("amount")
          .requiredInt("quantity")
          .requiredString("currency")
          .requiredString("status")
          .requiredLong("created_at")
          .optionalString("country")
          .requiredString("sku")
          .optionalString("note")
          .optionalString("ip")
          .requiredBoolean("gift")
          .optionalDouble("discount")
          .endRecord();

  static final String RULES =
      """
        - { field: id, format: uuid }
        - { field: id, min_len: 36 }
        - { field: customer, prefix: c- }
        - { field: customer, max_len: 20 }
        - { field: email, max_len: 60 }
        - { field: email, suffix: example.org }
        - { field: amount, gt: 0 }
        - { field: amount, lte: 100000 }
        - { field: quantity, between: [1, 100] }
        - { field: currency, in: [EUR, USD, GBP] }
        - { field: status, in: [NEW, PAID, SENT] }
        - { field: created_at, gte: 1500000000000 }
        - { field: created_at, lt: 2500000000000 }
        - { field: country, in: [DE, FR, IT, ES] }
        - { field: sku, min_len: 9 }
        - { field: sku, prefix: ABC- }
        - { field: note, max_len: 100 }
        - { field: ip, min_len: 7 }
        - { field: discount, gte: 0 }
        - { field: discount, lte: 1 }
      """;

  /** In a benchmark of tracing, {@link #send} makes one dead record out of this number. */
  static final int DEAD_ONE_IN = 100;

  private Events() {}

  /**
   * Sends records to topics and their partitions in turn.
   *
   * @param traced whether each record has a trace, and one in {@link #DEAD_ONE_IN} is dead
   */
  static void send(
      String bootstrapServers,
      List<String> topics,
      int partitions,
      int schemaId,
      int count,
      boolean traced)
      throws IOException {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", bootstrapServers);
    properties.put("linger.ms", "50");
    properties.put("batch.size", "262144");
    Random random = new Random(1);
    GenericDatumWriter<GenericRecord> writer = new GenericDatumWriter<>(SCHEMA);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < count; i++) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(200);
        out.write(Framing.write(schemaId, new byte[0]));
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        GenericRecord order = order(random, i);
        List<Header> headers = List.of();
        if (traced) {
          headers = List.of(traceparent(random));
          if (i % DEAD_ONE_IN == 0) {
            order.put("amount", -1.0);
          }
        }
        writer.write(order, encoder);
        encoder.flush();
        var unused =
            producer.send(
                new ProducerRecord<byte[], byte[]>(
                    topics.get(i % topics.size()),
                    i / topics.size() % partitions,
                    null,
                    out.toByteArray(),
                    headers));
      }
    }
  }

  private static Header traceparent(Random random) {
    String text =
        "00-%016x%016x-%016x-01".formatted(random.nextLong(), random.nextLong(), random.nextLong());
    return new RecordHeader("traceparent", text.getBytes(StandardCharsets.UTF_8));
  }

  private static GenericRecord order(Random random, int number) {
    GenericRecord order = new GenericData.Record(SCHEMA);
    order.put("id", new UUID(random.nextLong(), random.nextLong()).toString());
    order.put("customer", "c-" + random.nextInt(1_000_000));
    order.put("email", "someone." + random.nextInt(1_000_000) + "@example.org");
    order.put("amount", 1 + random.nextInt(9_000_000) / 100.0);
    order.put("quantity", 1 + random.nextInt(100));
    order.put("currency", "EUR");
    order.put("status", "PAID");
    order.put("created_at", 1_700_000_000_000L + number);
    order.put("country", "DE");
    order.put("sku", "ABC-" + (10_000 + random.nextInt(90_000)));
    order.put("note", "please ring twice, then leave it at the neighbor's");
    order.put("ip", "10.0." + random.nextInt(256) + "." + random.nextInt(256));
    order.put("gift", random.nextBoolean());
    order.put("discount", random.nextInt(100) / 100.0);
    return order;
  }
}
